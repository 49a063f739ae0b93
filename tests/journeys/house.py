"""A whole mall for journeys: the demonstration's own parts, each a process that can be ended and begun again."""

import json
import os
import signal
import sqlite3
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from queue_server.catalogue.read import read
from queue_server.cli.children import Child, Children, environment_with
from queue_server.cli.furnishing import furnish
from queue_server.cli.serving import PrinterPlace, agent_arguments, server_arguments, server_environment
from queue_server.demo.mall import DemoPerson, read_demo_mall
from queue_server.settings import CONFIG, read_settings
from tests.journeys.tap import Tap
from tests.servers import await_port, free_port
from tests.storm.hall import Line

HERE = "127.0.0.1"
PATIENCE = 30.0  # seconds
MALL = CONFIG / "demo_mall.toml"


class House:
    """The demonstration's mall without its people: server, printer and agent; nothing is taken or called yet."""

    def __init__(self, folder: Path) -> None:
        self.port, self.paper_port = free_port(), free_port()
        self.address = f"http://{HERE}:{self.port}"
        self._environment = {"QUEUE_PUBLIC_URL": self.address, "QUEUE_RATE_LIMITS": "off"}
        settings = {"QUEUE_DATA_DIR": str(folder), "QUEUE_HOST": HERE, "QUEUE_PORT": str(self.port)}
        self._settings = read_settings({**settings, **self._environment})
        self._demo = read_demo_mall(MALL)
        self._tokens = furnish(self._settings, self._demo).tokens
        self._children = Children(folder / "log")
        self._server: Child | None = None
        self._printer: Child | None = None
        self.tap = Tap(free_port())

    @property
    def password(self) -> str:
        return self._demo.password

    def open(self) -> None:
        """Everything runs when this returns."""
        self.start_printer()
        self.start_server()
        printer = next(device.name for device in self._demo.devices if device.kind == "printer")
        token_file = self._settings.data_dir / "printer.token"
        token_file.write_text(self._tokens[printer], "ascii")
        place = PrinterPlace(address=f"tcp://{HERE}:{self.tap.port}", name=printer)
        self._children.start("agent", agent_arguments(self._settings, place, token_file), environment_with())

    def close(self) -> None:
        self._children.stop()
        self.tap.close()

    def start_server(self) -> None:
        environment = {**server_environment(self._settings), **self._environment}
        self._server = self._children.start("server", server_arguments(), environment)
        await_port(self.port)
        assert self.ask("/health")["status"]

    def kill_server(self) -> None:
        """As a power cut would: nobody has time to say good-bye."""
        _end(self._server, signal.SIGKILL)

    def start_printer(self) -> None:
        port = free_port()
        ports = ("--port", str(port), "--pages-port", str(self.paper_port), "--speed", "1000")
        self._printer = self._children.start("paper", ["-m", "printer.virtual", *ports], environment_with())
        await_port(port)
        await_port(self.paper_port)
        self.tap.lead_to(port)

    def unplug_printer(self) -> None:
        """Its port is gone, and with it all that it had printed so far."""
        self.tap.shut()
        _end(self._printer, signal.SIGTERM)

    def token(self, device: str) -> str:
        return self._tokens[device]

    def page(self, room: str, device: str | None = None, **asked: str) -> str:
        """The address of a page, with a device's token when it has one."""
        query = "&".join(f"{name}={value}" for name, value in asked.items())
        return f"{self.address}/{room}/?{query}" + (f"#token={self._tokens[device]}" if device else "")

    def officer_of(self, line: str) -> tuple[DemoPerson, str]:
        """Somebody whose counter serves that line first, and the number on its sign."""
        counters = {
            counter.code: counter.number
            for agency in read(self._demo.catalogue).agencies
            for counter in agency.counters
            if counter.lines[0] == line
        }
        officer = next(person for person in self._demo.people if person.counter in counters)
        return officer, counters[str(officer.counter)]

    def board(self) -> dict[str, Any]:
        return self.ask("/api/v1/board", token=self._tokens["D0"])

    def ticket(self, number: str) -> dict[str, Any]:
        """The face of a number that lives today."""
        return next(ticket for ticket in self.board()["tickets"] if ticket["number"] == number)

    def take(self, service: str, **wish: object) -> dict[str, Any]:
        """Somebody takes a number at the second kiosk."""
        return self._told("POST", "/api/v1/tickets", {"service": service, **wish})

    def supervise(self, path: str, body: Mapping[str, object]) -> None:
        """A supervisor's deed."""
        with self._line() as line:
            line.sign_in("pengawas1", self.password)
            status, said = line.ask("POST", f"/api/v1{path}", body)
            assert status == 200, said

    @contextmanager
    def officer(self, of_line: str) -> Iterator[tuple[Line, str]]:
        """An officer of that line who works without a screen, and the code of the counter."""
        person, _ = self.officer_of(of_line)
        with self._line() as line:
            line.sign_in(person.username, self.password)
            yield line, str(person.counter)

    def slips(self) -> list[dict[str, Any]]:
        """The paper that came out of this printer, newest first."""
        slips: list[dict[str, Any]] = _read(f"http://{HERE}:{self.paper_port}/slips")["slips"]
        return slips

    def picture_of(self, slip: Mapping[str, Any]) -> bytes:
        with urllib.request.urlopen(f"http://{HERE}:{self.paper_port}{slip['picture']}", timeout=PATIENCE) as answer:
            picture: bytes = answer.read()
        return picture

    def owed(self, ticket: int) -> str:
        """What the database says of a ticket's paper: the one question no door answers."""
        with closing(sqlite3.connect(self._settings.data_dir / "giliran.db")) as database:
            row = database.execute("SELECT state FROM print_jobs WHERE ticket_id = ?", (ticket,)).fetchone()
        return str(row[0])

    def ask(self, path: str, *, token: str | None = None) -> dict[str, Any]:
        return _read(f"{self.address}{path}", token)

    def _told(self, method: str, path: str, body: Mapping[str, object]) -> dict[str, Any]:
        with self._line(self._tokens["K2"]) as line:
            status, said = line.ask(method, path, body)
        assert status < 300, said
        return said

    @contextmanager
    def _line(self, token: str | None = None) -> Iterator[Line]:
        line = Line(self.port, token=token)
        try:
            yield line
        finally:
            line.close()


@contextmanager
def open_house(folder: Path) -> Iterator[House]:
    """A mall that runs, gone afterwards whatever happens."""
    house = House(folder)
    try:
        house.open()
        yield house
    finally:
        house.close()


def until(condition: Any, *, seconds: float = PATIENCE) -> Any:
    """What the condition says as soon as it says anything; TimeoutError when it never does."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if said := condition():
            return said
        time.sleep(0.05)
    raise TimeoutError("it did not come to pass")


def _end(child: Child | None, sign: signal.Signals) -> None:
    assert child is not None
    os.killpg(child.process.pid, sign)
    child.process.wait(PATIENCE)


def _read(url: str, token: str | None = None) -> dict[str, Any]:
    asked = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"} if token else {})
    with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
        said: dict[str, Any] = json.load(answer)
    return said
