"""A wire between the agent and the printer that remembers every byte towards the paper, and can be pulled out."""

import contextlib
import select
import socket
import threading

HERE = "127.0.0.1"
AT_ONCE = 65_536
LOOK_SECONDS = 0.05


class Tap:
    """Listens on one port while it leads to a printer; where it leads nowhere, nobody answers there."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._heard = bytearray()
        self._pulled = threading.Event()
        self._thread: threading.Thread | None = None

    def lead_to(self, printer: int) -> None:
        """Plugged in; what was heard before is forgotten, as the new printer never heard it."""
        self._heard = bytearray()
        self._pulled = threading.Event()
        listener = socket.create_server((HERE, self.port))
        self._thread = threading.Thread(target=self._serve, args=(listener, printer), daemon=True)
        self._thread.start()

    def shut(self) -> None:
        """Pulled out: open connections break, new ones are refused."""
        self._pulled.set()
        if self._thread is not None:
            self._thread.join(10)

    close = shut

    @property
    def heard(self) -> bytes:
        """Everything the printer was told since it was plugged in."""
        return bytes(self._heard)

    def _serve(self, listener: socket.socket, printer: int) -> None:
        with listener:
            while not self._pulled.is_set():
                if not select.select([listener], [], [], LOOK_SECONDS)[0]:
                    continue
                with (
                    contextlib.suppress(OSError),
                    listener.accept()[0] as agent,
                    socket.create_connection((HERE, printer), timeout=5) as paper,
                ):
                    self._pass_on(agent, paper)

    def _pass_on(self, agent: socket.socket, paper: socket.socket) -> None:
        while not self._pulled.is_set():
            for ready in select.select([agent, paper], [], [], LOOK_SECONDS)[0]:
                said = ready.recv(AT_ONCE)
                if not said:
                    return
                if ready is agent:
                    self._heard += said
                (paper if ready is agent else agent).sendall(said)
