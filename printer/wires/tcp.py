"""The wire of network printers: TCP port 9100, IPv4 or IPv6, patient with slow printers, not with dead ones."""

import contextlib
import errno
import select
import socket
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from printer.wires.wire import Lost, NotReached, Stalled

USUAL_PORT = 9100
AT_ONCE = 4096


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds. A window of zero is normal while printing; only no progress is a fault."""

    connect: float = 2.0
    reopen: float = 0.2  # a printer needs so long between two sessions
    stall: float = 8.0
    unacknowledged: float = 10.0  # TCP_USER_TIMEOUT: a switched-off printer sends no FIN
    drain: float = 1.0


@dataclass(frozen=True, slots=True)
class Address:
    """Host and port of a printer."""

    host: str
    port: int


def read_address(text: str) -> Address:
    """`tcp://192.168.1.50:9100`, `tcp://[fe80::1]`, port 9100 unless named. Refuses with `ValueError`."""
    parts = urlsplit(text)
    if parts.scheme != "tcp" or not parts.hostname:
        raise ValueError(f"not a printer's address: {text}")
    return Address(parts.hostname, parts.port or USUAL_PORT)


class TcpWire:
    """One connection; opened again after it was lost."""

    def __init__(self, address: Address, patience: Patience | None = None) -> None:
        self._address = address
        self._patience = patience or Patience()
        self._socket: socket.socket | None = None
        self._inbox = b""

    @property
    def is_open(self) -> bool:
        return self._socket is not None

    def open(self) -> None:
        """Connect; a reset is tried once more, as printers refuse for a moment after the last session."""
        self._inbox = b""
        try:
            self._connect()
        except NotReached as refused:
            if refused.reason != "busy":
                raise
            time.sleep(self._patience.reopen)
            self._connect()

    def send(self, blob: bytes) -> None:
        """The whole blob, listening meanwhile. That the network took it does not mean it is printed."""
        line, sent, progress = self._line(), 0, time.monotonic()
        while sent < len(blob):
            left = progress + self._patience.stall - time.monotonic()
            if left <= 0:
                raise Stalled("stalled", sent=sent)
            readable, writable, _ = select.select([line], [line], [], left)
            try:
                self._inbox += self._receive(line) if readable else b""
                taken = self._give(line, blob[sent:]) if writable else 0
            except Lost as lost:
                raise Lost(lost.reason, sent=sent) from lost
            sent += taken
            progress = time.monotonic() if taken else progress

    def hear(self, within: float) -> bytes:
        heard, self._inbox = self._inbox, b""
        if heard:
            return heard
        line = self._line()
        readable, _, _ = select.select([line], [], [], max(0.0, within))
        return self._receive(line) if readable else b""

    def close(self) -> None:
        """Shut our side, read until the printer has nothing more to say, then close.

        Closing with unread bytes sends a reset, and a reset makes the printer drop what it has not printed.
        """
        line, self._socket = self._socket, None
        if line is None:
            return
        with contextlib.suppress(OSError), contextlib.closing(line):
            line.shutdown(socket.SHUT_WR)
            until = time.monotonic() + self._patience.drain
            while (left := until - time.monotonic()) > 0 and select.select([line], [], [], left)[0]:
                if not line.recv(AT_ONCE):
                    break

    def _connect(self) -> None:
        place = (self._address.host, self._address.port)
        try:
            line = socket.create_connection(place, timeout=self._patience.connect)
        except (ConnectionRefusedError, ConnectionResetError) as refused:
            raise NotReached("busy") from refused
        except OSError as failed:
            raise NotReached("unreachable") from failed
        line.setblocking(False)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            milliseconds = round(self._patience.unacknowledged * 1000)
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, milliseconds)
            for option, seconds in ((socket.TCP_KEEPIDLE, 10), (socket.TCP_KEEPINTVL, 5), (socket.TCP_KEEPCNT, 3)):
                line.setsockopt(socket.IPPROTO_TCP, option, seconds)
        self._socket = line

    def _line(self) -> socket.socket:
        if self._socket is None:
            raise Lost("connection_lost")
        return self._socket

    def _give(self, line: socket.socket, blob: bytes) -> int:
        try:
            return line.send(blob)
        except BlockingIOError:
            return 0
        except OSError as broken:
            raise self._broken(broken) from broken

    def _receive(self, line: socket.socket) -> bytes:
        try:
            heard = line.recv(AT_ONCE)
        except BlockingIOError:
            return b""
        except OSError as broken:
            raise self._broken(broken) from broken
        if not heard:
            raise self._broken(None)
        return heard

    def _broken(self, broken: OSError | None) -> Lost:
        line, self._socket = self._socket, None
        if line is not None:
            line.close()
        silent = broken is not None and broken.errno in (errno.ETIMEDOUT, errno.EHOSTUNREACH)
        return Lost("silent" if silent else "connection_lost")
