"""The writing half of one websocket: straight from whoever speaks, kept back only while the socket is full."""

import contextlib
import socket
import threading
from collections import deque

from queue_server.runtime.attendant import Attendant

MOST_BEHIND_BYTES = 256 * 1024
# Small on purpose: what the kernel holds for a stalled reader is memory too, and news that is old.
_KERNEL_BUFFER_BYTES = 64 * 1024


class Outlet:
    """Writes whole frames to a connected TCP socket from any thread, in order, and never waits for the reader.

    A reader that has more than `MOST_BEHIND_BYTES` waiting, behind the frame it is just taking, when the
    next one comes is cut off: it will come back and fetch the board, which is cheaper for everybody than
    its backlog. So no single frame, however big, cuts off a reader who keeps up.
    """

    __slots__ = ("_attendant", "_backlog", "_behind", "_cut", "_descriptor", "_lock", "_sock", "was_too_slow")

    def __init__(self, sock: socket.socket, attendant: Attendant) -> None:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _KERNEL_BUFFER_BYTES)
        self._sock = sock
        self._descriptor = sock.fileno()
        self._attendant = attendant
        self._lock = threading.Lock()
        self._backlog: deque[bytes] = deque()
        self._behind = 0
        self._cut = False
        self.was_too_slow = False

    def write(self, frame: bytes) -> None:
        """Send now what the socket takes; keep the rest for when it takes more. Silent once cut off."""
        with self._lock:
            if self._cut:
                return
            if self._backlog:
                self._keep(frame)
                return
            rest = self._send(frame)
            if rest:
                self._keep(rest)
                self._attendant.when_writable(self._descriptor, self._flush)

    def finish(self, last: bytes) -> None:
        """Send `last` and no more: the reader sees the end, and what it still says can be read."""
        with self._lock:
            if self._cut:
                return
            if self._backlog or self._send(last):
                self._shut(socket.SHUT_RDWR)
            else:
                self._shut(socket.SHUT_WR)

    def cut(self) -> None:
        """End both ways at once; a thread that waits to read from the socket wakes."""
        with self._lock:
            if self._descriptor >= 0:
                self._shut(socket.SHUT_RDWR)

    def release(self) -> None:
        """The socket's owner is about to close it: after this no thread touches its number."""
        with self._lock:
            self._cut = True
            self._backlog.clear()
            if self._descriptor >= 0:
                self._attendant.forget(self._descriptor)
                self._descriptor = -1

    def _send(self, frame: bytes) -> bytes:
        try:
            return frame[self._sock.send(frame, socket.MSG_DONTWAIT) :]
        except BlockingIOError:
            return frame
        except OSError:
            self._shut(socket.SHUT_RDWR)
            return b""

    def _keep(self, frame: bytes) -> None:
        if self._behind > MOST_BEHIND_BYTES:
            self.was_too_slow = True
            self._shut(socket.SHUT_RDWR)
            return
        self._behind += len(frame) if self._backlog else 0
        self._backlog.append(frame)

    def _flush(self) -> None:
        with self._lock:
            while self._backlog and not self._cut:
                rest = self._send(self._backlog[0])
                if self._cut:
                    return
                if rest:
                    self._backlog[0] = rest
                    self._attendant.when_writable(self._descriptor, self._flush)
                    return
                self._backlog.popleft()
                self._behind -= len(self._backlog[0]) if self._backlog else 0

    def _shut(self, way: int) -> None:
        self._cut = True
        self._backlog.clear()
        with contextlib.suppress(OSError):
            self._sock.shutdown(way)
