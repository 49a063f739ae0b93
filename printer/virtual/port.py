"""The virtual printer's network socket: port 9100, one host at a time, the next one is turned away."""

import contextlib
import logging
import socket
import struct
import threading

from printer.virtual.machine import Machine

IDLE_SECONDS = 300.0  # as Epson's network boards
LOOK_SECONDS = 0.05
AT_ONCE = 1024
TURN_AWAY = struct.pack("ii", 1, 0)  # linger 0: close with a reset
log = logging.getLogger(__name__)


class Port:
    """Listens while the printer has power."""

    def __init__(self, machine: Machine, host: str, port: int) -> None:
        self._machine = machine
        self._closed = threading.Event()
        self._session: socket.socket | None = None
        self._listening = True
        self._listener = _listen(host, port)
        self.address: tuple[str, int] = self._listener.getsockname()[:2]
        self._thread = threading.Thread(target=self._serve, name="virtual port", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._closed.set()
        self._thread.join(5)

    def await_listening(self, wanted: bool, within: float = 5.0) -> bool:
        """Wait until the port is open (or shut, without power)."""
        return self._machine.wait_for(lambda: self._listening is wanted, within)

    def await_free(self, within: float = 5.0) -> bool:
        """Wait until no host holds the printer."""
        return self._machine.wait_for(lambda: self._session is None, within)

    def _serve(self) -> None:
        while not self._closed.is_set():
            if self._machine.standing.powered:
                self._accept()
            else:
                self._shut()
        self._listener.close()
        self._reset_session()

    def _shut(self) -> None:
        """No power: nobody is heard until it is back."""
        self._listener.close()
        self._reset_session()
        self._note(listening=False)
        while not self._closed.is_set() and not self._machine.standing.powered:
            self._machine.wait_for(lambda: self._machine.standing.powered, LOOK_SECONDS)
        if not self._closed.is_set():
            self._listener = _listen(*self.address)
            self._note(listening=True)

    def _note(self, *, listening: bool) -> None:
        with self._machine.changed:
            self._listening = listening
            self._machine.changed.notify_all()

    def _accept(self) -> None:
        with contextlib.suppress(TimeoutError):
            visitor, whence = self._listener.accept()
            if self._session is not None:
                log.info("turned %s away: another host is printing", whence[0])
                _reset(visitor)
                return
            self._session = visitor
            threading.Thread(target=self._listen_to, args=(visitor,), name="virtual session", daemon=True).start()

    def _listen_to(self, visitor: socket.socket) -> None:
        visitor.settimeout(LOOK_SECONDS)
        self._machine.attach(lambda answer: _say(visitor, answer))
        try:
            idle = 0.0
            while idle < IDLE_SECONDS and not self._closed.is_set():
                room = self._machine.room(LOOK_SECONDS)
                if room == 0:
                    continue
                try:
                    heard = visitor.recv(min(room, AT_ONCE))
                except TimeoutError:
                    idle += LOOK_SECONDS
                    continue
                if not heard:
                    break
                idle = 0.0
                self._machine.receive(heard)
        except OSError:
            log.info("the host broke off")
        finally:
            visitor.close()
            self._session = None
            self._machine.detach()

    def _reset_session(self) -> None:
        if (session := self._session) is not None:
            _reset(session)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host, port), family=family, backlog=4)
    listener.settimeout(LOOK_SECONDS)
    return listener


def _say(visitor: socket.socket, answer: bytes) -> None:
    with contextlib.suppress(OSError):
        visitor.sendall(answer)


def _reset(visitor: socket.socket) -> None:
    with contextlib.suppress(OSError):
        visitor.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, TURN_AWAY)
        visitor.close()
