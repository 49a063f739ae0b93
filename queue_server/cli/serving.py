"""`run`: the server, and beside it the agent of a printer where one is set up."""

import logging
import os
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from queue_server.actions.administrator import NewDevice
from queue_server.cli.admitting import paired
from queue_server.cli.children import Children, environment_with, stop_on_signals
from queue_server.cli.frame import Installed, No, migrate, settings_now, spoken
from queue_server.cli.words import Words, help_of
from queue_server.db.engine import is_sqlite
from queue_server.db.store import Store
from queue_server.domain.roles import DeviceKind
from queue_server.queries import access
from queue_server.queries import house as houses
from queue_server.settings import CONFIG, Settings

GUNICORN = CONFIG / "gunicorn.conf.py"
LOCAL = CONFIG / "local.toml"
AGAIN_AFTER_SECONDS = 5.0  # an agent that could not begin is started again: the printer may only be switched off
EVERYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 — compared with, never listened on

log = logging.getLogger("queue_server")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterPlace:
    """A printer as config/local.toml has it under [printer]; `paper` is its width in mm."""

    address: str
    name: str = "P1"
    paper: int = 80
    profile: str | None = None
    token_file: Path | None = None


@click.command("run", help=help_of("run"))
@click.option("--no-printer", is_flag=True, help=help_of("no_printer"))
@spoken
def run(words: Words, no_printer: bool) -> None:
    """Until SIGTERM or Ctrl-C."""
    settings = settings_now()
    _check_workers(settings)
    migrate(settings.database_url)
    say_what_is_loose(words, settings)
    _say_where(words, settings)
    place = None if no_printer else _printer_place()
    if place is None:
        if not no_printer:
            click.echo(words("cli.run.no_printer"))
        os.execve(sys.executable, [sys.executable, *server_arguments()], server_environment(settings))  # noqa: S606
    _run_beside_printer(words, settings, place)


def server_arguments() -> list[str]:
    """Python's arguments for the server itself."""
    return ["-m", "gunicorn", "-c", str(GUNICORN)]


def server_environment(settings: Settings) -> dict[str, str]:
    """The environment in which the server reads these very settings, whatever its folder."""
    return environment_with(
        QUEUE_DATABASE_URL=settings.database_url,
        QUEUE_DATA_DIR=str(settings.data_dir.resolve()),
        QUEUE_HOST=settings.host,
        QUEUE_PORT=str(settings.port),
        QUEUE_WORKERS=str(settings.workers),
    )


def agent_arguments(settings: Settings, place: PrinterPlace, token_file: Path) -> list[str]:
    """Python's arguments for the agent of one printer."""
    arguments = ["-m", "printer", "--server", own_address(settings), "--token-file", str(token_file)]
    arguments += ["--printer", place.address, "--name", place.name, "--paper", str(place.paper)]
    return [*arguments, "--profile", place.profile] if place.profile else arguments


def own_address(settings: Settings) -> str:
    """How this machine itself reaches the server."""
    host = "127.0.0.1" if settings.host in EVERYWHERE else settings.host
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"


def keep_secret(path: Path, secret: str) -> None:
    """Writes a file that only its owner can read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as kept:
        kept.write(secret)


def say_what_is_loose(words: Words, settings: Settings) -> None:
    """Loudly, in the log: a hall must never be opened like this unawares."""
    if not settings.rate_limits:
        logging.basicConfig(format="%(asctime)s %(name)s %(levelname)s %(message)s")
        log.warning(words("cli.run.no_limits"))


def _check_workers(settings: Settings) -> None:
    if settings.workers > 1 and is_sqlite(settings.database_url):
        raise No("cli.run.one_worker", workers=settings.workers)
    if settings.workers > 1 and settings.redis_url is None:
        raise No("cli.run.needs_redis", workers=settings.workers)


def _say_where(words: Words, settings: Settings) -> None:
    store = Store(settings.database_url, load_house=houses.load)
    try:
        with store.read() as connection:
            is_empty = not access.malls(connection)
    finally:
        store.close()
    click.echo(words("cli.run.at", address=settings.public_url))
    if is_empty:
        click.echo(words("cli.no_mall"))


def _printer_place() -> PrinterPlace | None:
    if not LOCAL.exists():
        return None
    try:
        written: dict[str, Any] = tomllib.loads(LOCAL.read_text("utf-8")).get("printer", {})
        token_file = Path(written["token_file"]) if "token_file" in written else None
        return PrinterPlace(**{**written, "token_file": token_file}) if written.get("address") else None
    except (ValueError, TypeError) as wrong:
        raise No("cli.settings_wrong", reason=str(wrong)) from wrong


def _run_beside_printer(words: Words, settings: Settings, place: PrinterPlace) -> None:
    token_file = place.token_file or _own_token(settings, place)
    stop, children = stop_on_signals(), Children()
    server = children.start("server", server_arguments(), server_environment(settings))
    arguments = agent_arguments(settings, place, token_file)
    try:
        children.start("printer", arguments, environment_with())
        while (ended := children.watch(stop)) is not None:
            if ended is server:
                raise SystemExit(server.process.returncode or 0)
            click.echo(words("cli.run.agent_ended", name=place.name), err=True)
            # The mall goes on without paper; a server that ends meanwhile is seen right after.
            stop.wait(AGAIN_AFTER_SECONDS)
            if not stop.is_set():
                children.start("printer", arguments, environment_with())
    finally:
        children.stop()


def _own_token(settings: Settings, place: PrinterPlace) -> Path:
    """The token kept for this printer; at its first start it is paired by itself, where there is only one mall."""
    path = settings.data_dir / f"printer-{place.name}.token"
    if path.exists():
        return path
    store = Store(settings.database_url, load_house=houses.load)
    try:
        with store.read() as connection:
            mall_id = access.only_mall(connection)
            known = mall_id and access.device_by_name(connection, mall_id, place.name)
        if mall_id is None or known:
            raise No("cli.run.printer_token", name=place.name)
        device = NewDevice(kind=DeviceKind.PRINTER, name=place.name)
        _, token = paired(Installed(settings, store, mall_id), device)
    finally:
        store.close()
    keep_secret(path, token)
    return path
