"""The real server, in processes of its own that can be killed: gunicorn with the house's configuration."""

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from tests.servers import free_port

ROOT = Path(__file__).resolve().parents[2]
STARTS_WITHIN = 30.0  # seconds
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
CORES = os.sched_getaffinity(0)


def on_every_core() -> None:
    """For a child of a client that has moved to a core of its own: the child may use all, and goes when we go."""
    os.sched_setaffinity(0, CORES)
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGTERM)


class Hall:
    """One server on one database. It keeps its port, so that whoever came before can come again."""

    def __init__(self, url: str, folder: Path, **environment: str) -> None:
        self.port = free_port()
        self.log = folder / "server.log"
        self.starts_seconds = 0.0
        self._environment = {
            **os.environ,
            "QUEUE_DATABASE_URL": url,
            "QUEUE_DATA_DIR": str(folder),
            "QUEUE_HOST": "127.0.0.1",
            "QUEUE_PORT": str(self.port),
            "QUEUE_RATE_LIMITS": "off",
            "QUEUE_SECRET_KEY": "a key for tests only",
            **environment,
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns with the first answer."""
        began = time.monotonic()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.conf.py", "queue_server.wsgi:app"],
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=on_every_core,
            )
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() - began > STARTS_WITHIN:
                raise RuntimeError(self.log.read_text()[-4_000:])
            time.sleep(0.01)
        self.starts_seconds = time.monotonic() - began

    def kill(self) -> None:
        """SIGKILL to every process at once: nobody has time to say good-bye."""
        if self._process is not None:
            if self._process.poll() is None:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait(10)
            self._process = None

    def stop(self) -> float:
        """SIGTERM; the seconds until every process is gone."""
        began = time.monotonic()
        if self._process is not None:
            self._process.terminate()
            self._process.wait(30)
            self._process = None
        return time.monotonic() - began

    def workers(self) -> list[int]:
        """The process ids of the workers."""
        pid = self._process.pid if self._process else 0
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def _answers(self) -> bool:
        line = HTTPConnection("127.0.0.1", self.port, timeout=STARTS_WITHIN)
        try:
            line.request("GET", "/health")
            return line.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            line.close()


@contextmanager
def open_hall(url: str, folder: Path, **environment: str) -> Iterator[Hall]:
    """A running server, gone afterwards whatever happens."""
    hall = Hall(url, folder, **environment)
    try:
        hall.start()
        yield hall
    finally:
        hall.kill()


class Line:
    """One keep-alive connection of one client, who may be a device or a person who signs in."""

    def __init__(self, port: int, *, token: str | None = None) -> None:
        self.headers = {"Content-Type": "application/json"}
        if token is not None:
            self.headers["Authorization"] = f"Bearer {token}"
        self._wire = HTTPConnection("127.0.0.1", port, timeout=20)

    def sign_in(self, username: str, password: str) -> None:
        status, body = self.ask("POST", "/api/v1/session", {"username": username, "password": password})
        assert status == 200, (status, body)
        self.headers["X-CSRF-Token"] = body["csrf_token"]

    def ask(
        self, method: str, path: str, body: Mapping[str, object] | None = None, *, key: str | None = None
    ) -> tuple[int, dict[str, Any]]:
        """Status and body of the answer. OSError or HTTPException when the line is cut: then it may be asked again."""
        headers = {**self.headers, "Idempotency-Key": key} if key else self.headers
        try:
            self._wire.request(method, path, json.dumps(body) if body is not None else None, headers)
            answer = self._wire.getresponse()
            cookie, said = answer.headers.get("Set-Cookie"), answer.read()
        except (OSError, HTTPException):
            self._wire.close()
            raise
        if cookie:
            self.headers["Cookie"] = cookie.partition(";")[0]
        return answer.status, json.loads(said or b"{}")

    def close(self) -> None:
        self._wire.close()
