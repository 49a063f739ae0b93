"""A real gunicorn on a free port, and real websocket screens that speak Socket.IO's own text to it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import websocket

ROOT = Path(__file__).resolve().parents[2]
GENEROUS_SECONDS = 15


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def soon(question: Callable[[], bool], *, within: float = GENEROUS_SECONDS) -> bool:
    """Whether the answer becomes yes in time."""
    end = time.monotonic() + within
    while not question():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


class Screen:
    """One display: connects, watches, hears. Reads nothing by itself."""

    def __init__(
        self, port: int, token: str | None = "device-1", *, watch: bool = True, receive_bytes: int = 1 << 17, **options
    ) -> None:
        address = f"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket"
        self.wire = socket.socket()
        self.wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
        self.wire.settimeout(GENEROUS_SECONDS)
        self.wire.connect(("127.0.0.1", port))
        try:
            self.socket = websocket.create_connection(
                address, socket=self.wire, timeout=GENEROUS_SECONDS, suppress_origin="origin" not in options, **options
            )
        except websocket.WebSocketException:
            self.wire.close()
            raise
        self.greeting = json.loads(self.socket.recv()[1:])
        self.socket.send("40" + json.dumps({"token": token} if token else {}))
        self.answer = self.socket.recv()
        self.seq = self.ask_to_watch() if watch and self.is_in else None

    @property
    def is_in(self) -> bool:
        return self.answer.startswith("40")

    def ask_to_watch(self) -> int:
        self.socket.send('420["watch",{}]')
        while not (text := self.socket.recv()).startswith("430"):
            pass
        return json.loads(text[3:])[0]["seq"]

    def hear(self, *, name: str) -> object:
        """The next event of that name, whatever else comes first; None when the server has closed."""
        while True:
            try:
                text = self.socket.recv()
            except (websocket.WebSocketConnectionClosedException, ConnectionError):
                return None
            if text == "2":
                self.socket.send("3")
            elif text == "":
                return None
            elif text.startswith("42"):
                said, payload = json.loads(text[2:])
                if said == name:
                    return payload

    def hear_seqs(self, *, until: int) -> tuple[list[int], int]:
        """All the `seq` up to `until`, in the order they came, and in how many frames."""
        seqs, frames = [], 0
        while not seqs or seqs[-1] < until:
            facts = self.hear(name="facts")
            assert facts is not None, f"the server closed after {seqs[-3:]}"
            seqs += [fact["seq"] for fact in facts]
            frames += 1
        return seqs, frames

    def close(self) -> None:
        self.socket.shutdown()
        self.wire.close()


class House:
    """The server process and those who came to it."""

    def __init__(self, port: int, process: subprocess.Popen) -> None:
        self.port = port
        self.process = process
        self.screens: list[Screen] = []
        self.log = ""

    def screen(self, token: str | None = "device-1", **options) -> Screen:
        screen = Screen(self.port, token, **options)
        self.screens.append(screen)
        return screen

    def post(self, path: str, body: dict) -> dict:
        return self.ask("POST", path, json.dumps(body))

    def get(self, path: str) -> dict:
        return self.ask("GET", path)

    def ask(self, method: str, path: str, body: str | None = None) -> dict:
        line = HTTPConnection("127.0.0.1", self.port, timeout=GENEROUS_SECONDS)
        try:
            line.request(method, path, body, {"Content-Type": "application/json"})
            answer = line.getresponse().read()
        finally:
            line.close()
        return json.loads(answer) if answer.startswith((b"{", b"[")) else {"text": answer.decode()}

    def say(self, *seqs: int, mall: int = 1) -> None:
        self.post("/say", {"mall": mall, "facts": [{"seq": seq, "name": "ticket.called"} for seq in seqs]})

    def workers(self) -> list[int]:
        pid = self.process.pid
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def stop(self, sign: signal.Signals = signal.SIGTERM) -> float:
        """How many seconds until everything is gone."""
        start = time.monotonic()
        self.process.send_signal(sign)
        self.process.wait(GENEROUS_SECONDS)
        return time.monotonic() - start


@contextmanager
def open_house(**settings: str) -> Iterator[House]:
    port = free_port()
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT}:{Path(__file__).parent}",
        "QUEUE_HOST": "127.0.0.1",
        "QUEUE_PORT": str(port),
        **settings,
    }
    command = [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.conf.py", "tiny_hall:app"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)
    house = House(port, process)
    try:
        assert soon(lambda: process.poll() is not None or _listens(port)), "gunicorn did not start"
        house.get("/ping")
        yield house
    finally:
        for screen in house.screens:
            screen.close()
        if process.poll() is None:
            house.stop()
        house.log = process.stderr.read()
        process.stderr.close()


def _listens(port: int) -> bool:
    with socket.socket() as sock:
        return sock.connect_ex(("127.0.0.1", port)) == 0
