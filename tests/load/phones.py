"""Three thousand telephones that look every five seconds: `python -m tests.load.phones`. Goal: ≤ 30 % of one core."""

import heapq
import random
import re
import select
import socket
import time

from tests.load.house import cpu_seconds, standing_house
from tests.load.wire import Talk, Timings, request, talk_all
from tests.storm.big_mall import BigMall
from tests.storm.hall import Hall

PHONES = 3_000
EVERY_SECONDS = 5.0
MEASURED_SECONDS = 20.0
ETAG = re.compile(rb'etag: ("[^"]+")', re.IGNORECASE)


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
    """All telephones on one epoll: each has a line for one question, as a browser that sleeps in between."""

    def __init__(self, port: int, links: list[str]) -> None:
        self._port = port
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
                    self._hear(sock, link, timings)
                    timings.each_ms.append((time.perf_counter() - since) * 1_000)
        timings.seconds = time.perf_counter() - began
        return timings

    def _ask(self, link: str) -> socket.socket:
        headers = {"Connection": "close"}
        if link in self._etags:
            headers["If-None-Match"] = self._etags[link]
        sock = socket.create_connection(("127.0.0.1", self._port), timeout=30)
        sock.sendall(request("GET", f"/api/v1/follow/{link}", headers))
        return sock

    def _hear(self, sock: socket.socket, link: str, timings: Timings) -> None:
        said = sock.recv(65_536)
        sock.close()
        status = int(said[9:12] or 0)
        timings.statuses[status] = timings.statuses.get(status, 0) + 1
        etag = ETAG.search(said)
        if etag:
            self._etags[link] = etag[1].decode()


def main() -> list[str]:
    with standing_house() as (hall, mall):
        links = tokens(hall, mall)
        phones = Phones(hall.port, links)
        phones.look(EVERY_SECONDS)
        before = cpu_seconds(hall)
        looked = phones.look(MEASURED_SECONDS)
        looked.cpu_seconds = cpu_seconds(hall) - before
    share = looked.cpu_seconds / looked.seconds
    return [
        f"{len(links)} telephones         {looked}",
        f"of one core              {share:7.0%}   goal ≤ 30 %   ({looked.statuses})",
    ]


if __name__ == "__main__":
    print("\n".join(main()))
