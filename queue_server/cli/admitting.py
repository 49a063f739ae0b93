"""`add-person` and `pair-device`: who may sign in, and which devices open doors."""

import json
import re
import sys

import click

from queue_server.access import tokens
from queue_server.access.passwords import SHORTEST, hash_password
from queue_server.actions import administrator
from queue_server.actions.administrator import NewDevice, NewPerson
from queue_server.cli.frame import Installed, No, installed, mall_option, spoken
from queue_server.cli.words import Words, help_of
from queue_server.domain.roles import DeviceKind, Role

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,58}")
LONGEST_NAME = 80
LONGEST_DEVICE_NAME = 40
LONGEST_PASSWORD = 200


@click.command("add-person", help=help_of("add_person"))
@click.argument("name")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True, help=help_of("role"))
@click.option("--agency", metavar="CODE", help=help_of("agency"))
@click.option("--username", help=help_of("username"))
@click.option("--display-name", help=help_of("display_name"))
@click.option("--password-stdin", is_flag=True, help=help_of("password_stdin"))
@mall_option
@spoken
def add_person(
    words: Words,
    name: str,
    role: str,
    agency: str | None,
    username: str | None,
    display_name: str | None,
    password_stdin: bool,
    mall: str | None,
) -> None:
    """NAME is the user name too, where it can be one."""
    signs_in_as = _username(username or name)
    password = _read_password() if password_stdin else _asked_password(words)
    if len(password) < SHORTEST or signs_in_as in password.lower():
        click.echo(words("cli.person.password_weak", least=SHORTEST), err=True)
    person = NewPerson(
        username=signs_in_as,
        name=(display_name or name)[:LONGEST_NAME],
        role=Role(role),
        agency=agency,
        password_hash=hash_password(password),
    )
    with installed(mall) as house, house.store.work(by=house.actor) as work:
        administrator.add_person(work, person)
    click.echo(words("cli.person.added", name=person.name, username=signs_in_as, role=words(f"cli.role.{role}")))


@click.command("pair-device", help=help_of("pair_device"))
@click.option("--kind", type=click.Choice([kind.value for kind in DeviceKind]), required=True, help=help_of("kind"))
@click.option("--name", required=True, help=help_of("device_name"))
@click.option("--zone", metavar="CODE", help=help_of("zone"))
@click.option("--printer", metavar="NAME", help=help_of("printer"))
@click.option("--json", "as_json", is_flag=True, help=help_of("json"))
@mall_option
@spoken
def pair_device(
    words: Words, kind: str, name: str, zone: str | None, printer: str | None, as_json: bool, mall: str | None
) -> None:
    """The token is told once and kept nowhere."""
    if not 0 < len(name.strip()) <= LONGEST_DEVICE_NAME:
        raise No("cli.device.name_long", most=LONGEST_DEVICE_NAME)
    device = NewDevice(kind=DeviceKind(kind), name=name.strip(), zone=zone, printer=printer)
    with installed(mall) as house:
        device_id, token = paired(house, device)
    if as_json:
        face = {"id": device_id, "kind": kind, "name": device.name, "zone": zone}
        click.echo(json.dumps({"device": face, "token": token}, ensure_ascii=False))
        return
    click.echo(words("cli.device.paired", kind=words(f"cli.kind.{kind}"), name=device.name))
    click.echo(token)


def paired(house: Installed, device: NewDevice) -> tuple[int, str]:
    """Pairs the device; its id and its new token, which nobody can ask for again."""
    token = tokens.new_secret()
    with house.store.work(by=house.actor) as work:
        return administrator.pair_device(work, device, token=token), token


def _username(wanted: str) -> str:
    username = wanted.strip().lower()
    if not USERNAME.fullmatch(username):
        raise No("cli.person.username_wrong", username=wanted)
    return username


def _read_password() -> str:
    password = sys.stdin.readline(LONGEST_PASSWORD + 2).rstrip("\r\n")
    if not password:
        raise No("cli.person.password_missing")
    if len(password) > LONGEST_PASSWORD:
        raise No("cli.person.password_long", most=LONGEST_PASSWORD)
    return password


def _asked_password(words: Words) -> str:
    if not sys.stdin.isatty():
        raise No("cli.person.password_missing")
    asked: str = click.prompt(words("cli.person.password"), hide_input=True, confirmation_prompt=True)
    return asked[:LONGEST_PASSWORD]
