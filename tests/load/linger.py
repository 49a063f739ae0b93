"""Five clients that ask for `Connection: close` and hold on: who else waits? `python -m tests.load.linger`."""

import socket
import time

from tests.load.house import standing_house
from tests.load.wire import Timings, repeated, request, talk_all

CLIENTS = 5
ASKED = 200
CLOSING = b"GET /health HTTP/1.1\r\nHost: hall\r\nConnection: close\r\n\r\n"


def hold_on(port: int) -> list[socket.socket]:
    """Clients that read their answer and keep the line."""
    lines = [socket.create_connection(("127.0.0.1", port)) for _ in range(CLIENTS)]
    for line in lines:
        line.sendall(CLOSING)
    for line in lines:
        while line.recv(65_536):
            pass
    return lines


def others(port: int) -> Timings:
    """Somebody new at the door, one after the other."""
    whole = Timings()
    for _ in range(ASKED // 10):
        one = talk_all(port, [repeated(lambda: request("GET", "/health", {}), times=10)])
        whole.each_ms += one.each_ms
        whole.seconds += one.seconds
    return whole


def main() -> list[str]:
    with standing_house() as (hall, _):
        others(hall.port)
        alone = others(hall.port)
        began = time.perf_counter()
        lines = hold_on(hall.port)
        let_in = time.perf_counter() - began
        beside = others(hall.port)
        for line in lines:
            line.close()
    return [
        f"others alone                  {alone}   slowest {max(alone.each_ms):.1f} ms",
        f"beside {CLIENTS} who hold on           {beside}   slowest {max(beside.each_ms):.1f} ms",
        f"the {CLIENTS} themselves were answered in {let_in * 1_000:.1f} ms",
    ]


if __name__ == "__main__":
    print("\n".join(main()))
