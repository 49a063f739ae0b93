"""A display without glass: a stranger's Socket.IO client, and the board kept up to date by the facts it hears."""

import threading
import time
from collections.abc import Callable
from http.client import HTTPException
from typing import Any

import socketio

from tests.storm.hall import Line

Face = dict[str, Any]
ENDS = ("finished", "transferred", "withdrawn", "expired")
WITHIN = 15.0  # seconds


class Board:
    """What a screen knows: tickets and desks as they are at `seq`; facts that came too early wait in `early`."""

    def __init__(self, snapshot: Face) -> None:
        self.seq: int = snapshot["seq"]
        self.tickets: dict[int, Face] = {ticket["id"]: ticket for ticket in snapshot["tickets"]}
        self.desks: dict[str, Face] = {desk["counter"]: desk for desk in snapshot["desks"]}
        self.calls: list[int] = [call["ticket"] for call in snapshot["calls"]]
        self.early: dict[int, Face] = {}

    def hear(self, facts: list[Face]) -> None:
        """Facts in any order; each is laid on once those before it are."""
        self.early.update((fact["seq"], fact) for fact in facts if fact["seq"] > self.seq)
        while self.seq + 1 in self.early:
            self._lay_on(self.early.pop(self.seq + 1))

    def _lay_on(self, fact: Face) -> None:
        self.seq = fact["seq"]
        ticket, desk = fact.get("ticket"), fact.get("desk")
        if ticket:
            self.tickets[ticket["id"]] = ticket
            if ticket["state"] in ENDS:
                del self.tickets[ticket["id"]]
            if fact["name"] in ("ticket.called", "ticket.announced"):
                self.calls = [ticket["id"], *(call for call in self.calls if call != ticket["id"])][:20]
        if desk:
            self.desks[desk["counter"]] = desk


class Screen:
    """Connects with a display's token, watches, and comes back by itself. `gaps` counts frames that left one."""

    def __init__(self, port: int, token: str, **options: Any) -> None:
        self.board: Board | None = None
        self.gaps = self.fetches = self.frames = 0
        self.is_in = threading.Event()
        self.gone = threading.Event()
        self._lock = threading.Lock()
        self._line = Line(port, token=token)
        self._client = socketio.Client(reconnection_delay=0.1, reconnection_delay_max=0.3, **options)
        self._client.on("connect", self._come)
        self._client.on("disconnect", self._leave)
        self._client.on("facts", self._hear)
        self._client.connect(f"http://127.0.0.1:{port}", auth={"token": token}, transports=["websocket"])
        assert self.is_in.wait(WITHIN)

    def fetch(self) -> Face:
        """The server's own board now."""
        try:
            status, said = self._line.ask("GET", "/api/v1/board")
        except (OSError, HTTPException):  # a line to a server that is gone; the next is a new one
            status, said = self._line.ask("GET", "/api/v1/board")
        assert status == 200, said
        return said

    def await_seq(self, seq: int) -> Board:
        self.soon(lambda: self.board is not None and self.board.seq >= seq)
        with self._lock:
            assert self.board is not None
            return self.board

    def soon(self, question: Callable[[], bool]) -> None:
        until = time.monotonic() + WITHIN
        while not question():
            assert time.monotonic() < until, "it never came"
            time.sleep(0.01)

    def close(self) -> None:
        self._client.disconnect()
        self._client.shutdown()
        self._drop_line()
        self._line.close()

    def _drop_line(self) -> None:
        # A socket that the server closed is not closed by the client itself.
        line = getattr(self._client.eio, "ws", None)
        if line is not None and line.sock is not None:
            line.shutdown()

    def _come(self) -> None:
        # Watching first and fetching then: what happens in between is heard, and known already.
        self._client.emit("watch", {}, callback=lambda _answer: self._client.start_background_task(self._begin))

    def _begin(self) -> None:
        with self._lock:
            self.board = Board(self.fetch())
            self.fetches += 1
        self.is_in.set()

    def _leave(self, *_reason: object) -> None:
        self._drop_line()
        self.is_in.clear()
        self.gone.set()

    def _hear(self, facts: list[Face]) -> None:
        with self._lock:
            self.frames += 1
            if self.board is not None:
                self.board.hear(facts)
                self.gaps += bool(self.board.early)
