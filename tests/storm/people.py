"""People who do not give up: whoever gets no answer asks again with the same key, until the server is back."""

import threading
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from itertools import count
from typing import Any

from tests.storm.big_mall import PASSWORD, BigMall
from tests.storm.hall import Line

PATIENCE = 60.0  # seconds before a missing server counts as a fault
ASK_AGAIN = 0.05
# The server lives and says: later.
NOT_NOW = (502, 503, 507)


@dataclass(frozen=True, slots=True)
class Done:
    """One command that was acknowledged, and by what answer."""

    path: str
    body: Mapping[str, object]
    key: str
    status: int
    said: dict[str, Any]

    @property
    def called(self) -> list[int]:
        """The tickets that this command called."""
        return [fact["ticket"]["id"] for fact in self.said.get("facts", ()) if fact["name"] == "ticket.called"]


@dataclass
class Somebody:
    """A client on a line of its own. `done` is what was acknowledged, in order."""

    line: Line
    done: list[Done] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)

    def command(self, path: str, body: Mapping[str, object]) -> Done:
        """Asks until there is an answer, always with the same key."""
        key = uuid.uuid4().hex
        done = Done(path, body, key, *self.insist(path, body, key))
        if done.status < 300:
            self.done.append(done)
        else:
            self.refused.add(f"{done.status} {done.said.get('code')}")
        return done

    def insist(self, path: str, body: Mapping[str, object], key: str) -> tuple[int, dict[str, Any]]:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                status, said = self.line.ask("POST", path, body, key=key)
                if status not in NOT_NOW:
                    return status, said
            except (OSError, HTTPException):
                pass
            assert time.monotonic() < until, f"no answer to {path}"
            time.sleep(ASK_AGAIN)


class Crowd:
    """Kiosks and officers, each on a thread, who work until they are told to stop."""

    def __init__(self, port: int, mall: BigMall, *, counters: list[str], services: list[str], kiosks: int) -> None:
        self.kiosks = [Somebody(Line(port, token=mall.token("kiosk", number % 8 + 1))) for number in range(kiosks)]
        self.officers = [Somebody(Line(port)) for _ in counters]
        self._mall, self._counters, self._services = mall, counters, services
        self._stop = threading.Event()
        self._faults: list[Exception] = []
        self._threads: list[threading.Thread] = []

    @property
    def acknowledged(self) -> int:
        return sum(len(one.done) for one in (*self.kiosks, *self.officers))

    def sit_down(self) -> None:
        """Every officer signs in and opens a counter."""
        for officer, counter in zip(self.officers, self._counters, strict=True):
            officer.line.sign_in(self._mall.officer(counter), PASSWORD)
            assert officer.command("/api/v1/desk/open", {"counter": counter}).status == 200

    def begin(self) -> None:
        for number, kiosk in enumerate(self.kiosks):
            self._start(self._take, kiosk, number)
        for officer in self.officers:
            self._start(self._call, officer)

    def stop(self) -> None:
        """Everybody ends the command in hand. Raises the first fault of any."""
        self._stop.set()
        for thread in self._threads:
            thread.join(PATIENCE + 20)
        if self._faults:
            self.leave()
            raise self._faults[0]

    def leave(self) -> None:
        for one in (*self.kiosks, *self.officers):
            one.line.close()

    def await_acknowledged(self, number: int) -> None:
        """Returns when so many more commands were acknowledged."""
        wanted, until = self.acknowledged + number, time.monotonic() + PATIENCE
        while self.acknowledged < wanted:
            assert not self._faults, self._faults
            assert time.monotonic() < until, f"{wanted - self.acknowledged} answers are missing"
            time.sleep(0.002)

    def _start(self, work: Any, *who: Any) -> None:
        def run() -> None:
            try:
                work(*who)
            except Exception as fault:
                self._faults.append(fault)

        self._threads.append(threading.Thread(target=run))
        self._threads[-1].start()

    def _take(self, kiosk: Somebody, number: int) -> None:
        for turn in count(number):
            if self._stop.is_set():
                return
            kiosk.command("/api/v1/tickets", {"service": self._services[turn % len(self._services)]})

    def _call(self, officer: Somebody) -> None:
        verb, seen = "call-next", None
        while not self._stop.is_set():
            body = {} if seen is None else {"seq": seen}
            done = officer.command(f"/api/v1/desk/{verb}", body)
            if done.status >= 300:
                assert done.said["code"] == "line.empty", done
                time.sleep(0.01)
                continue
            seen = done.said["desk"]["seq"]
            verb = "finish-and-call-next" if done.said["desk"]["ticket"] else "call-next"
