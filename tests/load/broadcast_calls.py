"""From an officer's call to the last of two hundred screens, beside a bare broadcast in the same run:
`python -m tests.load.broadcast_calls`. Goal: p50 ≤ 60 ms, p99 ≤ 150 ms, ≤ 4 × bare; numbers with screens ≥ 0.7 ×."""

import json
import select
import socket
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from tests.load.broadcast import PING, PONG, Figures, open_socket
from tests.load.calls import fill, sit_down
from tests.load.house import standing_house
from tests.load.issue import best, issue
from tests.load.screens import SCREENS, listening, open_screens
from tests.load.wire import request, whole
from tests.servers import await_port, free_port
from tests.storm.big_mall import BigMall, home_of
from tests.storm.hall import ROOT, Hall, on_every_core

ROUNDS = 60
BLOCKS = 3
PAUSE_SECONDS = 0.06  # longer than the cadence's gap: each call falls into a quiet hall
MARK = b'"ticket.called"'


@contextmanager
def bare_server() -> Iterator[int]:
    """The bare broadcast of tests/load/broadcast.py, on the server's core; gives its port."""
    port = free_port()
    command = [sys.executable, "-m", "tests.load.broadcast", "--bare", str(port)]
    bare = subprocess.Popen(command, cwd=ROOT, preexec_fn=on_every_core)
    try:
        await_port(port)
        yield port
    finally:
        bare.terminate()
        bare.wait()


class Teller:
    """Says one thing and waits for every screen to hear it."""

    def __init__(self, port: int, screens: list[socket.socket], make: Callable[[], bytes]) -> None:
        self.figures = Figures()
        self.answer = b""
        self._make = make
        self._screens = {sock.fileno(): sock for sock in screens}
        self._line = socket.create_connection(("127.0.0.1", port), timeout=30)
        self._line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._poll = select.epoll()
        for number in self._screens:
            self._poll.register(number, select.EPOLLIN)

    def tell(self, times: int) -> None:
        for _ in range(times):
            self._round()
            time.sleep(PAUSE_SECONDS)

    def close(self) -> None:
        for sock in (self._line, *self._screens.values()):
            sock.close()
        self._poll.close()

    def _round(self) -> None:
        command, waiting = self._make(), set(self._screens)
        began = time.perf_counter()
        self._line.sendall(command)
        while waiting:
            for number, _ in self._poll.poll():
                said = self._screens[number].recv(262_144)
                if MARK in said:
                    self.figures.each_ms.append((time.perf_counter() - began) * 1_000)
                    waiting.discard(number)
                if PING in said:
                    self._screens[number].send(PONG)
        self.figures.last_ms.append(self.figures.each_ms[-1])
        self.answer = _whole_answer(self._line)


def _whole_answer(line: socket.socket) -> bytes:
    said = b""
    while (answer := whole(said)) is None:
        said += line.recv(262_144)
    return answer[1]


def calls_of(headers: Mapping[str, str]) -> Callable[[], bytes]:
    """An officer's next call, again and again."""
    verbs = iter(["call-next"])

    def make() -> bytes:
        verb = next(verbs, "finish-and-call-next")
        return request("POST", f"/api/v1/desk/{verb}", {**headers, "Idempotency-Key": uuid.uuid4().hex}, {})

    return make


def times(hall: Hall, mall: BigMall) -> tuple[Figures, Figures]:
    """`(hall, bare)`: how long each screen waited, in alternating blocks."""
    counter = mall.counters[0]
    fill(hall.port, mall, [home_of(counter)[1]] * 8, each=ROUNDS * BLOCKS // 8 + 5)
    with bare_server() as bare_port:
        told = Teller(hall.port, open_screens(hall.port, mall), calls_of(sit_down(hall.port, mall, counter)))
        told.tell(1)
        facts = json.loads(told.answer)["facts"]
        same = request("POST", "/say", {}, {"mall": 1, "facts": facts})
        bare = Teller(bare_port, [open_socket(bare_port, talk=[]) for _ in range(SCREENS)], lambda: same)
        told.figures = Figures()
        for _ in range(BLOCKS):
            told.tell(ROUNDS)
            bare.tell(ROUNDS)
        told.close()
        bare.close()
    return told.figures, bare.figures


def rates(hall: Hall, mall: BigMall) -> tuple[float, float]:
    """Numbers a second `(with the screens, without)`, in alternating blocks."""
    heard, alone = [], []
    for _ in range(BLOCKS):
        alone.append(issue(hall, mall, seconds=3))
        with listening(hall.port, mall):
            heard.append(issue(hall, mall, seconds=3))
    return best(heard).per_second, best(alone).per_second


def main() -> list[str]:
    with standing_house() as (hall, mall):
        told, bare = times(hall, mall)
        heard, alone = rates(hall, mall)
    last = statistics.median(told.last_ms) / statistics.median(bare.last_ms)
    return [
        f"call → {SCREENS} screens      {told}",
        f"bare broadcast          {bare}",
        f"hall ÷ bare             {last:7.2f} (last screen, median)   goal ≤ 4",
        f"numbers with ÷ without  {heard:5.0f} ÷ {alone:.0f} /s = {heard / alone:.2f}   goal ≥ 0.7",
    ]


if __name__ == "__main__":
    print("\n".join(main()))
