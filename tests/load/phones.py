"""Three thousand telephones that look every five seconds: `python -m tests.load.phones`. Goal: ≤ 30 % of one core."""

import heapq
import random
import re
import select
import socket
import time
from collections.abc import Mapping

from tests.load.house import standing_house
from tests.load.issue import costed
from tests.load.wire import Talk, Timings, request, talk_all, whole
from tests.storm.big_mall import BigMall
from tests.storm.hall import Hall

PHONES = 3_000
EVERY_SECONDS = 5.0
MEASURED_SECONDS = 20.0
LINE_CLOSED = 0  # counted like a status
ETAG = re.compile(rb'etag: ((?:W/)?"[^"]+")', re.IGNORECASE)


def tokens(hall: Hall, mall: BigMall) -> list[str]:
    """The secret links of people who wait."""
    found: list[bytes] = []

    def come(number: int) -> Talk:
        headers = {"Authorization": f"Bearer {mall.token('kiosk', number % 8 + 1)}"}
        for turn in range(PHONES // 8):
            body = {"service": mall.services[(number * 37 + turn) % len(mall.services)]}
            _, said = yield request("POST", "/api/v1/tickets", headers, body)
            found.append(said.partition(b'"token":"')[2][:12])

    talk_all(hall.port, [come(number) for number in range(8)])
    return [token.decode() for token in found]


class Phones:
    """All telephones on one epoll. With `Connection: close` in `headers` each look has a line of its own."""

    def __init__(self, port: int, links: list[str], headers: Mapping[str, str]) -> None:
        self._port, self._headers = port, headers
        self._lines: dict[str, socket.socket] = {}
        self._etags: dict[str, str] = {}
        chance = random.Random(3)
        now = time.perf_counter()
        self._due = [(now + chance.random() * EVERY_SECONDS, link) for link in links]
        heapq.heapify(self._due)

    def look(self, seconds: float) -> Timings:
        """Everybody looks at their own moment, for so long."""
        timings, asked = Timings(), {}
        began = time.perf_counter()
        with select.epoll() as poll:
            while (now := time.perf_counter()) < began + seconds or asked:
                while self._due[0][0] <= now < began + seconds:
                    due, link = heapq.heappop(self._due)
                    heapq.heappush(self._due, (due + EVERY_SECONDS, link))
                    sock = self._ask(link)
                    asked[sock.fileno()] = (sock, link, time.perf_counter())
                    poll.register(sock.fileno(), select.EPOLLIN)
                for number, _ in poll.poll(0.002):
                    sock, link, since = asked.pop(number)
                    poll.unregister(number)
                    self._hear(sock, link, timings)
                    timings.each_ms.append((time.perf_counter() - since) * 1_000)
        timings.seconds = time.perf_counter() - began
        return timings

    def hang_up(self) -> None:
        for line in self._lines.values():
            line.close()

    def _ask(self, link: str) -> socket.socket:
        headers = {**self._headers}
        if link in self._etags:
            headers["If-None-Match"] = self._etags[link]
        sock = self._lines.pop(link, None) or socket.create_connection(("127.0.0.1", self._port), timeout=30)
        sock.sendall(request("GET", f"/api/v1/follow/{link}", headers))
        return sock

    def _hear(self, sock: socket.socket, link: str, timings: Timings) -> None:
        said = b""
        while (answer := whole(said)) is None and (more := sock.recv(65_536)):
            said += more
        if self._headers or answer is None:
            sock.close()
        else:
            self._lines[link] = sock
        status = answer[0] if answer else LINE_CLOSED
        timings.statuses[status] = timings.statuses.get(status, 0) + 1
        etag = ETAG.search(said)
        if etag:
            self._etags[link] = etag[1].decode()


def measure(hall: Hall, links: list[str], headers: Mapping[str, str]) -> Timings:
    """What everybody's looking costs, once each has looked for the first time."""
    phones = Phones(hall.port, links, headers)
    phones.look(EVERY_SECONDS + 1)
    looked = costed(hall, lambda: phones.look(MEASURED_SECONDS))
    phones.hang_up()
    return looked


def told(name: str, looked: Timings) -> list[str]:
    share = looked.cpu_seconds / looked.seconds
    return [
        f"{PHONES} telephones, {name:15} {looked}",
        f"of one core                       {share:7.0%}   goal ≤ 30 %   (answers {looked.statuses})",
    ]


def main() -> list[str]:
    with standing_house() as (hall, mall):
        links = tokens(hall, mall)
        kept = told("lines kept", measure(hall, links, {}))
        return kept + told("a line a look", measure(hall, links, {"Connection": "close"}))


if __name__ == "__main__":
    print("\n".join(main()))
