"""`demo`: a whole mall on this machine, from the kiosk to the paper, and people in it if wanted."""

import json
import os
import socket
import threading
import time
import urllib.request
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from queue_server.catalogue.read import read
from queue_server.cli.children import Child, Children, environment_with, stop_on_signals
from queue_server.cli.frame import No, spoken
from queue_server.cli.furnishing import Furnished, furnish
from queue_server.cli.serving import (
    EVERYWHERE,
    PrinterPlace,
    agent_arguments,
    keep_secret,
    own_address,
    say_what_is_loose,
    server_arguments,
    server_environment,
)
from queue_server.cli.tour import Sights, tour
from queue_server.cli.words import Words, help_of
from queue_server.demo.mall import DemoMall, DemoPerson, read_demo_mall
from queue_server.demo.staffing import staffed
from queue_server.settings import CONFIG, ROOT, Settings, read_settings

HERE = "127.0.0.1"
CONFIGURED = CONFIG / "demo.toml"
MALL = CONFIG / "demo_mall.toml"
ANSWER_SECONDS = 5
START_SECONDS = 30
PAPER_MM_S, HURRIED_PAPER_MM_S = 200, 1_000  # where a day passes in an hour, paper must run faster too
PRINTER_PORT, PAPER_PORT = 9100, 9180
EXAMPLE = "DUK05"  # what the visitor of the phone page came for


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """One demonstration: its settings, its mall, and the ports of the printer that is none."""

    settings: Settings
    mall: DemoMall
    paper_mm: int
    paper_mm_s: int
    printer_port: int
    paper_port: int

    @property
    def paper_page(self) -> str:
        return f"http://localhost:{self.paper_port}/"


@click.command("demo", help=help_of("demo"))
@click.option("--busy", is_flag=True, help=help_of("busy"))
@click.option("--speed", type=click.FloatRange(0.1, 100), help=help_of("speed"))
@click.option("--port", type=click.IntRange(1, 65535), help=help_of("port"))
@click.option("--paper", type=click.Choice(["80", "58"]), default="80", show_default=True, help=help_of("paper"))
@spoken
def demo(words: Words, busy: bool, speed: float | None, port: int | None, paper: str) -> None:
    """Until Ctrl-C; then nothing is left running."""
    show = Show(
        settings=_settings(port),
        mall=read_demo_mall(MALL),
        paper_mm=int(paper),
        paper_mm_s=HURRIED_PAPER_MM_S if busy else PAPER_MM_S,
        printer_port=_port("QUEUE_PRINTER_PORT", PRINTER_PORT),
        paper_port=_port("QUEUE_PAPER_PORT", PAPER_PORT),
    )
    _check_ports(show)
    click.echo(words("cli.demo.furnishing"))
    furnished = furnish(show.settings, show.mall)
    say_what_is_loose(words, show.settings)
    stop, children = stop_on_signals(), Children(show.settings.data_dir / "log")
    try:
        _open(show, furnished, children, stop)
        click.echo(tour(words, show.settings, _sights(show, furnished, is_busy=busy)))
        if busy:
            _let_people_in(show, furnished, children, speed or show.mall.bustle.speed)
        ended = children.watch(stop)
    finally:
        children.stop()
    if ended is not None:
        raise No("cli.demo.ended", exit_code=1, name=ended.name, said=ended.last_words())
    click.echo(words("cli.demo.over"))


def _settings(port: int | None) -> Settings:
    kept = Path(os.environ.get("QUEUE_DATA_DIR", ROOT / "var")).resolve() / "demo"
    environment = {**os.environ, "QUEUE_DATA_DIR": str(kept), "QUEUE_WORKERS": "1"}
    if port is not None:
        environment["QUEUE_PORT"] = str(port)
    try:
        return read_settings(environment, more=CONFIGURED)
    except (ValueError, TypeError, KeyError) as wrong:
        raise No("cli.settings_wrong", reason=str(wrong)) from wrong


def _port(variable: str, usual: int) -> int:
    try:
        return int(os.environ.get(variable, usual))
    except ValueError as wrong:
        raise No("cli.settings_wrong", reason=f"{variable}: {wrong}") from wrong


def _check_ports(show: Show) -> None:
    host = "" if show.settings.host in EVERYWHERE else show.settings.host
    for where, port, variable in (
        (host, show.settings.port, "QUEUE_PORT"),
        (HERE, show.printer_port, "QUEUE_PRINTER_PORT"),
        (HERE, show.paper_port, "QUEUE_PAPER_PORT"),
    ):
        with closing(socket.socket(socket.AF_INET6 if ":" in where else socket.AF_INET)) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((where, port))
            except OSError:
                raise No("cli.demo.port_taken", port=port, variable=variable) from None


def _open(show: Show, furnished: Furnished, children: Children, stop: threading.Event) -> None:
    """Starts the printer that is none, the server, and between them the agent; returns when the server answers."""
    settings = show.settings
    ports = ["--port", str(show.printer_port), "--pages-port", str(show.paper_port)]
    paper = ["--paper", str(show.paper_mm), "--speed", str(show.paper_mm_s)]
    children.start("paper", ["-m", "printer.virtual", *ports, *paper], environment_with())
    environment = {**server_environment(settings), "QUEUE_CONFIG": str(CONFIGURED)}
    server = children.start("server", server_arguments(), environment)
    _await_health(settings, server, stop)
    printer = next(device for device in show.mall.devices if device.kind == "printer")
    token_file = settings.data_dir / "printer.token"
    keep_secret(token_file, furnished.tokens[printer.name])
    place = PrinterPlace(address=f"tcp://{HERE}:{show.printer_port}", name=printer.name, paper=show.paper_mm)
    children.start("printer", agent_arguments(settings, place, token_file), environment_with())


def _await_health(settings: Settings, server: Child, stop: threading.Event) -> None:
    until = time.monotonic() + START_SECONDS
    while server.is_alive and time.monotonic() < until and not stop.is_set():
        try:
            with urllib.request.urlopen(f"{own_address(settings)}/health", timeout=ANSWER_SECONDS):  # noqa: S310 — http
                return
        except OSError:
            time.sleep(0.1)
    if not stop.is_set():
        raise No("cli.demo.ended", exit_code=1, name=server.name, said=server.last_words())


def _sights(show: Show, furnished: Furnished, *, is_busy: bool) -> Sights:
    return Sights(
        mall=furnished.name,
        demo=show.mall,
        tokens=dict(furnished.tokens),
        free_officers=_free_officers(show.mall) if is_busy else _officers(show.mall),
        phone=_example(show, furnished),
        paper_page=show.paper_page,
        is_busy=is_busy,
    )


def _officers(mall: DemoMall) -> list[DemoPerson]:
    return [person for person in mall.people if person.role == "officer"]


def _free_officers(mall: DemoMall) -> list[DemoPerson]:
    """Those whose counters stay empty in the busy mall: for whoever wants to try."""
    officers = _officers(mall)
    taken = staffed(read(mall.catalogue), {one.counter for one in officers if one.counter}, mall.bustle.officers)
    return [person for person in officers if person.counter not in taken]


def _example(show: Show, furnished: Furnished) -> str | None:
    """A number taken for the newcomer's telephone; None where that service gives none now."""
    kiosk = next(device for device in show.mall.devices if device.kind == "kiosk")
    asked = urllib.request.Request(  # noqa: S310 — http
        f"{own_address(show.settings)}/api/v1/tickets",
        json.dumps({"service": EXAMPLE}).encode(),
        {"Authorization": f"Bearer {furnished.tokens[kiosk.name]}", "Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(asked, timeout=ANSWER_SECONDS) as answer:  # noqa: S310 — http
            ticket: dict[str, Any] = json.load(answer)
    except OSError:
        return None
    return f"http://localhost:{show.settings.port}/t/{ticket['token']}"


def _let_people_in(show: Show, furnished: Furnished, children: Children, speed: float) -> None:
    """The first kiosk stays free for whoever stands before it; the others are for the crowd."""
    kiosks = [furnished.tokens[device.name] for device in show.mall.devices if device.kind == "kiosk"]
    reception = next((person for person in show.mall.people if person.role == "receptionist"), None)
    keys: dict[str, object] = {
        "kiosks": kiosks[1:] or kiosks,
        "officers": [_key(show, person) for person in _officers(show.mall)],
        "reception": _key(show, reception) if reception else None,
    }
    path = show.settings.data_dir / "people.json"
    keep_secret(path, json.dumps(keys))
    bustle = show.mall.bustle
    wanted: Sequence[object] = (
        *("--url", own_address(show.settings), "--credentials", path, "--catalogue", show.mall.catalogue),
        *("--speed", speed, "--officers", bustle.officers, "--seed", bustle.seed),
    )
    children.start("people", ["-m", "queue_server.demo", *map(str, wanted)], environment_with())


def _key(show: Show, person: DemoPerson) -> dict[str, str | None]:
    return {"username": person.username, "password": show.mall.password, "counter": person.counter}
