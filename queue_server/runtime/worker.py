"""The gunicorn worker: threads on one core, a door that nobody can hold shut, and a quick good-bye."""

import contextlib
import os
import selectors
import socket
import threading
import time
from collections import deque
from functools import partial
from pathlib import Path
from typing import Any

from gunicorn.workers import gthread

from queue_server.runtime.memory import open_many_files, spare_memory

LINGER_SECONDS = 2.0
NOTIFY_SECONDS = 1.0
STOPPING_LINGER_SECONDS = 0.4
COME_BACK_AFTER_MS = 1_500
# Deep enough for the interpreter's own recursion limit; eight megabytes each would be reserved otherwise.
_STACK_BYTES = 1024 * 1024
_DRAIN_BYTES = 65_536
_MOST_LINGERING = 1_024


class Worker(gthread.ThreadWorker):  # type: ignore[misc]
    """gthread, where a lingering close costs neither the accepting loop nor a thread.

    In gunicorn 26.2 to 27.0.1 the accepting loop itself waits up to two seconds for each
    connection it closes to be closed from the other side too: five such clients and nobody
    else is let in for ten seconds. Here those connections wait in the poller like any other.
    The application may offer `extensions["live"].farewell(after_ms)`: called once, when the worker stops.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._notified_at = 0.0
        self._lingering: deque[tuple[float, socket.socket]] = deque()

    def init_process(self) -> None:
        spare_memory()
        open_many_files()
        threading.stack_size(_STACK_BYTES)
        if os.environ.get("QUEUE_PIN", "on") != "off":
            pin_to_own_core(self.ppid, self.age)
        super().init_process()

    def notify(self) -> None:
        """Tells the arbiter that we live: once a second is enough, gunicorn would do it at every turn of its loop."""
        now = time.monotonic()
        if now - self._notified_at >= NOTIFY_SECONDS:
            self._notified_at = now
            super().notify()

    def handle_quit(self, sig: int, frame: Any) -> None:
        """Leave as for SIGTERM: sockets are told, and their threads do not keep the process."""
        self.handle_exit(sig, frame)

    def finish_request(self, conn: Any, fs: Any) -> None:
        conn.close = partial(self._let_go, conn)
        super().finish_request(conn, fs)
        if not self.alive:
            self._cap_kept_alive()

    def murder_pending(self) -> None:
        super().murder_pending()
        now = time.monotonic()
        while self._lingering and self._lingering[0][0] <= now:
            self._end(self._lingering.popleft()[1])

    def _cap_keepalive(self, _deadline: float) -> None:
        # gunicorn calls this once, whatever made it stop, when it no longer accepts.
        self._cap_kept_alive()
        live = getattr(self.wsgi, "extensions", {}).get("live")
        if live is not None:
            threading.Thread(target=live.farewell, args=(COME_BACK_AFTER_MS,), name="farewell", daemon=True).start()

    def _cap_kept_alive(self) -> None:
        super()._cap_keepalive(time.monotonic() + STOPPING_LINGER_SECONDS)

    def _let_go(self, conn: Any, graceful: bool = False) -> None:
        del conn.close
        if not graceful:
            conn.close()
            return
        sock = conn.sock
        try:
            sock.setblocking(False)
            sock.shutdown(socket.SHUT_WR)
            if self._drained(sock) or len(self._lingering) >= _MOST_LINGERING:
                sock.close()
                return
            self.poller.register(sock, selectors.EVENT_READ, self._drain)
        except (OSError, ValueError):
            sock.close()
            return
        self._lingering.append((time.monotonic() + LINGER_SECONDS, sock))

    def _drain(self, sock: socket.socket) -> None:
        if self._drained(sock):
            self._end(sock)

    def _drained(self, sock: socket.socket) -> bool:
        """Whether the other side has closed too; what it still said is thrown away."""
        try:
            return sock.recv(_DRAIN_BYTES) == b""
        except BlockingIOError:
            return False
        except OSError:
            return True

    def _end(self, sock: socket.socket) -> None:
        with contextlib.suppress(OSError, KeyError, ValueError):
            self.poller.unregister(sock)
        sock.close()


def pin_to_own_core(arbiter: int, age: int) -> int | None:
    """Stay on one core, where the interpreter's lock is not thrown to and fro; the one fewest siblings have.

    `age` parts siblings that start at the same moment. Returns the core, or None where there is no choice.
    """
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) < 2:
        return None
    taken = _cores_of_children(arbiter)
    turned = [cores[(age - 1 + step) % len(cores)] for step in range(len(cores))]
    core = min(turned, key=taken.count)
    os.sched_setaffinity(0, {core})
    return core


def _cores_of_children(arbiter: int) -> list[int]:
    taken: list[int] = []
    with contextlib.suppress(OSError):
        for child in Path(f"/proc/{arbiter}/task/{arbiter}/children").read_text().split():
            with contextlib.suppress(OSError):
                cores = os.sched_getaffinity(int(child))
                taken.extend(cores if len(cores) == 1 and int(child) != os.getpid() else ())
    return taken
