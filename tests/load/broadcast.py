"""How long from a call to the last screen: our hall beside a bare broadcast server, same machine, same run.

    python tests/load/broadcast.py [--screens 200] [--rounds 200]

The time runs from the command's first byte written to the frame read by each screen, on one clock.
"""

import argparse
import asyncio
import base64
import hashlib
import json
import os
import select
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from tests.sockets.hall_server import free_port, open_house, soon

PAUSE_SECONDS = 0.06  # longer than the cadence's gap: each round is a call in a quiet hall
BLOCKS = 3
PING, PONG = b"\x81\x012", b"\x81\x81\0\0\0\x003"
SALT = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


class Bare(asyncio.Protocol):
    """As little as a broadcast can be: one process, one loop, the frame made once and written to all."""

    everyone: ClassVar[set[asyncio.Transport]] = set()

    def connection_made(self, transport: asyncio.Transport) -> None:
        self.transport = transport

    def connection_lost(self, error: Exception | None) -> None:
        self.everyone.discard(self.transport)

    def data_received(self, received: bytes) -> None:
        head, _, body = received.partition(b"\r\n\r\n")
        if head.startswith(b"POST"):
            text = b'42["facts",' + json.dumps(json.loads(body)["facts"], separators=(",", ":")).encode() + b"]"
            frame = b"\x81\x7e" + len(text).to_bytes(2, "big") + text
            for transport in self.everyone:
                transport.write(frame)
            self.transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
        elif head.startswith(b"GET"):
            key = next(line.split(b": ", 1)[1] for line in head.split(b"\r\n") if line.startswith(b"Sec-WebSocket-Key"))
            accept = base64.b64encode(hashlib.sha1(key + SALT).digest())
            self.transport.write(
                b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"
            )
            self.everyone.add(self.transport)


async def serve_bare(port: int) -> None:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    server = await asyncio.get_running_loop().create_server(Bare, "127.0.0.1", port, backlog=1_024)
    await server.serve_forever()


@contextmanager
def bare_server() -> Iterator[int]:
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "tests.load.broadcast", "--bare", str(port)])
    try:
        with socket.socket() as sock:
            soon(lambda: sock.connect_ex(("127.0.0.1", port)) == 0)
        yield port
    finally:
        process.terminate()
        process.wait()


@dataclass
class Figures:
    each_ms: list[float] = field(default_factory=list)
    last_ms: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        cuts = statistics.quantiles(self.each_ms, n=100)
        last = statistics.median(self.last_ms)
        return f"p50 {cuts[49]:6.2f} ms   p99 {cuts[98]:6.2f} ms   last screen (median) {last:6.2f} ms"


def open_socket(port: int, *, talk: list[bytes]) -> socket.socket:
    """A websocket that has said `talk` and heard an answer to each of its messages."""
    sock = socket.create_connection(("127.0.0.1", port), timeout=30)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.sendall(
        b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: hall\r\nUpgrade: websocket\r\n"
        b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    _read_until(sock, b"\r\n\r\n")
    for words, answer in zip(talk[::2], talk[1::2], strict=True):
        sock.sendall(bytes((0x81, 0x80 | len(words), 0, 0, 0, 0)) + words)
        _read_until(sock, answer)
    return sock


def _read_until(sock: socket.socket, mark: bytes) -> None:
    received = b""
    while mark not in received:
        received += sock.recv(4_096)


def measure(port: int, screens: list[socket.socket], *, rounds: int, figures: Figures, first_seq: int) -> None:
    poll = select.epoll()
    by_number = {sock.fileno(): sock for sock in screens}
    for number in by_number:
        poll.register(number, select.EPOLLIN)
    teller = socket.create_connection(("127.0.0.1", port))
    teller.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for seq in range(first_seq, first_seq + rounds):
        command = _command(seq)
        mark = f'"seq":{seq},'.encode()
        waiting = set(by_number)
        start = time.perf_counter()
        teller.sendall(command)
        while waiting:
            for number, _ in poll.poll():
                received = by_number[number].recv(65_536)
                if mark in received:
                    figures.each_ms.append((time.perf_counter() - start) * 1_000)
                    waiting.discard(number)
                if PING in received:
                    by_number[number].send(PONG)
        figures.last_ms.append(figures.each_ms[-1])
        _read_until(teller, b"}")
        time.sleep(PAUSE_SECONDS)
    teller.close()
    poll.close()


def _command(seq: int) -> bytes:
    ticket = {"id": seq, "number": "1A-012", "state": "called", "line": "1A", "agency": "DUKCAPIL", "zone": "Z1"}
    fact = {"seq": seq, "name": "ticket.called", "at": "2026-11-21T09:41:00+07:00", "ticket": ticket}
    body = json.dumps({"mall": 1, "facts": [fact]}).encode()
    head = f"POST /say HTTP/1.1\r\nHost: hall\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def run(screens: int, rounds: int) -> None:
    os.environ["QUEUE_THREADS"] = str(screens + 60)
    os.environ["TINY_MOST_SOCKETS"] = str(screens + 1)
    talk = [b'40{"token":"device-1"}', b'"sid"', b'420["watch",{}]', b'430[{"seq":']
    bare, hall = Figures(), Figures()
    with bare_server() as bare_port, open_house() as house:
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
        bare_screens = [open_socket(bare_port, talk=[]) for _ in range(screens)]
        hall_screens = [open_socket(house.port, talk=talk) for _ in range(screens)]
        for block in range(BLOCKS):
            seq = 1 + block * rounds
            measure(bare_port, bare_screens, rounds=rounds // BLOCKS, figures=bare, first_seq=seq)
            measure(house.port, hall_screens, rounds=rounds // BLOCKS, figures=hall, first_seq=seq)
        memory = Path(f"/proc/{house.workers()[0]}/status").read_text()
        for sock in bare_screens + hall_screens:
            sock.close()
    print(f"{screens} screens, {rounds // BLOCKS * BLOCKS} calls, in {BLOCKS} alternating blocks")
    print(f"bare server  {bare}")
    print(f"hall         {hall}")
    print(f"hall ÷ bare  {statistics.median(hall.last_ms) / statistics.median(bare.last_ms):.2f} (last screen, median)")
    print("hall's worker ", "  ".join(line for line in memory.splitlines() if line.startswith(("VmRSS", "Threads"))))


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--screens", type=int, default=200)
    options.add_argument("--rounds", type=int, default=201)
    options.add_argument("--bare", type=int, help="only serve, bare, on this port")
    chosen = options.parse_args()
    if chosen.bare:
        asyncio.run(serve_bare(chosen.bare))
    else:
        run(chosen.screens, chosen.rounds)
