"""Paper scenes: a document, a virtual printer on a real port, a worker, a stand-in server."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from printer.compose import compose
from printer.document import read_document
from printer.profiles import Profile, load_profile, on_paper
from printer.slip import Line, lay_out
from printer.virtual.machine import Machine
from printer.virtual.port import Port
from printer.virtual.state import Traits
from printer.wires.tcp import Address, Patience, TcpWire
from printer.words import load_words
from printer.worker import Outcome, Waits, Worker

HERE = "127.0.0.1"
NODE_MODULES = Path(__file__).with_name("node_modules")
SOON = 10.0
BRISK = Waits(
    answer=1.0,
    answer_of_the_silent=0.1,
    proof=3.0,
    mark_after_order=0.3,
    refill=3.0,
    reopen=0.05,
    between_attempts=(0.02, 0.1, 0.2, 0.5),
    last_word=0.2,
)

TICKET: dict[str, object] = {
    "version": 1,
    "kind": "ticket",
    "language": "id",
    "mall": "Mal Pelayanan Publik Kabupaten Contoh",
    "agency": "Disdukcapil",
    "service": "Pencetakan KTP-el Hilang",
    "number": "1A-012",
    "zone": "Zona 1",
    "floor": 1,
    "priority": False,
    "issued_at": "2026-11-21T09:41:00+07:00",
    "zone_abbreviation": "WIB",
    "ahead": 6,
    "wait": {"low": 15, "likely": 20, "high": 25},
    "follow_url": "HTTP://MPP.CONTOH.GO.ID/T/K7Q2M9XZ4BNA",
    "device": "Kiosk 1",
    "copy": 1,
    "ticket_id": 123,
}


def ticket(**changes: object) -> dict[str, object]:
    return TICKET | changes


def profile(name: str = "tm-t82", paper_mm: int = 80) -> Profile:
    return on_paper(load_profile(name), paper_mm)


def laid_out(kind: Profile | None = None, **changes: object) -> tuple[Line, ...]:
    document = read_document(ticket(**changes))
    return lay_out(document, load_words("slip", document.language), kind or profile(), printer="P1")


def composed(kind: Profile | None = None, *, mark: bytes = b"0a1b", **changes: object) -> bytes:
    kind = kind or profile()
    return compose(laid_out(kind, **changes), kind, mark=mark)


@contextmanager
def virtual_printer(
    *, paper_mm: int = 80, speed: float = 4000.0, is_clone: bool = False, port: int = 0
) -> Iterator["VirtualPrinter"]:
    machine = Machine(Traits(paper_mm=paper_mm, speed_mm_s=speed, is_clone=is_clone))
    socket = Port(machine, HERE, port)
    machine.start()
    socket.start()
    try:
        yield VirtualPrinter(machine, socket)
    finally:
        socket.close()
        machine.close()


@dataclass
class VirtualPrinter:
    machine: Machine
    socket: Port

    @property
    def address(self) -> Address:
        return Address(*self.socket.address)

    @property
    def slips(self) -> list[bool]:
        """Whether each piece of paper is whole."""
        return [slip.whole for slip in self.machine.slips]

    def wire(self) -> TcpWire:
        return TcpWire(self.address, Patience(reopen=0.05, stall=1.0))

    def worker(
        self, kind: Profile | None = None, *, stop: threading.Event | None = None, waits: Waits = BRISK
    ) -> Worker:
        return Worker(self.wire(), kind or profile(), name="P1", stop=stop or threading.Event(), waits=waits)

    def print_ticket(
        self, kind: Profile | None = None, *, within: float = SOON, waits: Waits = BRISK, **changes: object
    ) -> Outcome:
        """One attempt, and the session's end."""
        worker = self.worker(kind, waits=replace(waits, between_attempts=()))
        try:
            return worker.print_slip(ticket(**changes), until=time.monotonic() + within)
        finally:
            worker.rest()

    def await_slips(self, count: int) -> list[bool]:
        assert self.machine.wait_for(lambda: len(self.machine.slips) >= count, SOON)
        return self.slips

    def await_faults(self, faults: set[str]) -> None:
        assert self.machine.wait_for(lambda: self.machine.standing.faults == faults, SOON)


@dataclass
class House:
    """What the stand-in server owes and has heard. `told` is set by every report taken."""

    owed: list[dict[str, object]] = field(default_factory=list)
    reports: list[tuple[str, dict[str, object]]] = field(default_factory=list)
    report_keys: list[str] = field(default_factory=list)
    settled: set[str] = field(default_factory=set)
    stumbles: list[int] = field(default_factory=list)
    claims: int = 0
    changed: threading.Condition = field(default_factory=threading.Condition)

    def owe(self, number: int, /, *, life: float = 90.0, lease: float = 60.0, **changes: object) -> None:
        now = datetime.now(UTC)
        job = {
            "id": number,
            "ticket": number,
            "copy": 1,
            "attempts": 1,
            "document": ticket(ticket_id=number, **changes),
            "expires_at": (now + timedelta(seconds=life)).isoformat(),
            "lease_until": (now + timedelta(seconds=lease)).isoformat(),
        }
        with self.changed:
            self.owed.append(job)

    def answer(self, path: str, body: dict[str, object], key: str) -> tuple[int, dict[str, object]]:
        with self.changed:
            try:
                return self._answer(path, body, key)
            finally:
                self.changed.notify_all()

    def _answer(self, path: str, body: dict[str, object], key: str) -> tuple[int, dict[str, object]]:
        if path == "/api/v1/print-jobs/claim":
            self.claims += 1
            return 200, {"job": self.owed.pop(0) if self.owed else None}
        job = path.removeprefix("/api/v1/print-jobs/").removesuffix("/report")
        self.report_keys.append(key)
        if self.stumbles:
            return self.stumbles.pop(0), {}
        if job in self.settled:
            return 409, {"code": "job.settled"}
        self.settled.add(job)
        self.reports.append((job, body))
        return 200, {"job": {"id": job}}

    def await_that(self, condition: Callable[[], bool]) -> None:
        with self.changed:
            assert self.changed.wait_for(condition, SOON)


@contextmanager
def serving(house: House, port: int = 0) -> Iterator[int]:
    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if self.headers["Authorization"] != "Bearer secret":
                status, answer = 401, {"code": "session.none"}
            else:
                status, answer = house.answer(self.path, body, self.headers["Idempotency-Key"])
            content = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    class Host(ThreadingHTTPServer):
        daemon_threads = True
        allow_reuse_address = True

    host = Host((HERE, port), Door)
    thread = threading.Thread(target=host.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield host.server_address[1]
    finally:
        host.shutdown()
        host.server_close()
        thread.join(SOON)
