"""Clients that cost little: each keeps one connection and says its next word when the answer is whole."""

import json
import os
import select
import socket
import statistics
import time
from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass, field

Answer = tuple[int, bytes]
# Yields the bytes of one request and is sent the answer; ends when it has said all.
Talk = Generator[bytes, Answer, None]


@dataclass(slots=True)
class Timings:
    """How long each answer took, in milliseconds, and how many seconds all of them together."""

    each_ms: list[float] = field(default_factory=list)
    seconds: float = 0.0
    # Processor time of the server meanwhile; 0 where nobody asked.
    cpu_seconds: float = 0.0
    statuses: dict[int, int] = field(default_factory=dict)

    @property
    def per_second(self) -> float:
        return len(self.each_ms) / self.seconds if self.seconds else 0.0

    def percentile(self, percent: int) -> float:
        return statistics.quantiles(self.each_ms, n=100)[percent - 1] if len(self.each_ms) > 1 else 0.0

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of processor time for one answer: the figure that other work on the machine disturbs least."""
        return self.cpu_seconds * 1_000 / len(self.each_ms) if self.each_ms else 0.0

    def __str__(self) -> str:
        said = f"{self.per_second:7.0f} /s   p50 {self.percentile(50):6.1f} ms   p99 {self.percentile(99):6.1f} ms"
        said += f"   {self.cpu_ms:5.2f} ms of the processor each" if self.cpu_seconds else ""
        return said + "".join(f"   {count} × {status}" for status, count in self.statuses.items() if status >= 400)


def request(method: str, path: str, headers: Mapping[str, str], body: Mapping[str, object] | None = None) -> bytes:
    """One request as it goes over the wire."""
    said = json.dumps(body, separators=(",", ":")).encode() if body is not None else b""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(said)}"]
    lines += ["Content-Type: application/json"] if said else []
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + said


def stay_off_the_servers_core() -> None:
    """The server's one worker sits on the first core; clients take the last."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


class _Client:
    def __init__(self, port: int, talk: Talk) -> None:
        self.talk = talk
        self.sock = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.heard = b""
        self.began = 0.0

    def say(self, words: bytes) -> None:
        self.began = time.perf_counter()
        self.sock.sendall(words)

    def hear(self) -> Answer | None:
        said = self.sock.recv(262_144)
        if not said:
            raise ConnectionError("the server closed the line")
        self.heard += said
        answer = whole(self.heard)
        if answer is not None:
            self.heard = b""
        return answer


def whole(heard: bytes) -> Answer | None:
    """The answer in what was heard, once it is whole."""
    head, mark, body = heard.partition(b"\r\n\r\n")
    if not mark:
        return None
    status = int(head[9:12])
    length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
    return None if status != 304 and len(body) < int(length or 0) else (status, body)


def talk_all(port: int, talks: Iterable[Talk], *, seconds: float | None = None) -> Timings:
    """Lets all talk at once, each on its own connection, until all have ended or the time is over."""
    timings = Timings()
    clients = {client.sock.fileno(): client for client in (_Client(port, talk) for talk in talks)}
    began = time.perf_counter()
    end = began + seconds if seconds is not None else float("inf")
    with select.epoll() as poll:
        for number, client in clients.items():
            poll.register(number, select.EPOLLIN)
            client.say(next(client.talk))
        while clients:
            for number, _ in poll.poll(60):
                client = clients[number]
                answer = client.hear()
                if answer is None:
                    continue
                now = time.perf_counter()
                timings.each_ms.append((now - client.began) * 1_000)
                timings.statuses[answer[0]] = timings.statuses.get(answer[0], 0) + 1
                try:
                    if now >= end:
                        raise StopIteration
                    client.say(client.talk.send(answer))
                except StopIteration:
                    poll.unregister(number)
                    clients.pop(number).sock.close()
    timings.seconds = time.perf_counter() - began
    return timings


def repeated(make: Callable[[], bytes], *, times: int | None = None) -> Talk:
    """A talk that says what `make` makes, again and again."""
    said = 0
    while times is None or said < times:
        yield make()
        said += 1
