"""An Engine.IO websocket with one thread: its own reads, whoever speaks writes, one attendant does the rest."""

import socket
import ssl
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import engineio
from engineio import exceptions, packet
from engineio.socket import Socket
from wsproto.connection import Connection, ConnectionType
from wsproto.events import CloseConnection, Ping, TextMessage
from wsproto.frame_protocol import CloseReason

from queue_server.runtime import frames
from queue_server.runtime.attendant import Attendant
from queue_server.runtime.outlet import Outlet

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

ADMITTED_WITHIN_SECONDS = 10.0
CLOSED_WITHIN_SECONDS = 0.5
_READ_BYTES = 4096


class DirectSocket(Socket):  # type: ignore[misc]
    """What Engine.IO knows as a socket; stock behaviour where it cannot write directly (TLS in this process).

    `admitted` is set by the owner once it knows who is there; who is not admitted in ten seconds must go.
    """

    closed: bool
    closing: bool

    def __init__(self, engine: "DirectEngine", sid: str) -> None:
        super().__init__(engine, sid)
        self.last_ping: float | None = None
        self.admitted = False
        self._attendant = engine.attendant
        self._outlet: Outlet | None = None
        self._closing_once = threading.Lock()

    def send(self, pkt: Any) -> None:
        """Write the packet; the same packet to many sockets is encoded once."""
        if self._outlet is None:
            super().send(pkt)
        elif not self.closed:
            self._outlet.write(_wire(pkt))

    def close(self, wait: bool = True, abort: bool = False, reason: str | None = None) -> None:
        """Tell the application, then the reader; a reader that does not answer is cut off soon after."""
        if self._outlet is None:
            super().close(wait=wait, abort=abort, reason=reason)
            return
        with self._closing_once:
            if self.closing:
                return
            self.closing = True
        reason = reason or self.server.reason.SERVER_DISCONNECT
        self.server._trigger_event("disconnect", self.sid, reason, run_async=False)
        self.closed = True
        if abort:
            self._outlet.cut()
            return
        self._outlet.finish(frames.close_frame(CloseReason.NORMAL_CLOSURE))
        self._attendant.later(CLOSED_WITHIN_SECONDS, self._outlet.cut)

    def schedule_ping(self) -> None:
        """The answer to a ping has come. (The next one is the attendant's business.)"""
        self.last_ping = None

    def _upgrade_websocket(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Any:
        sock = environ.get("gunicorn.socket") or environ.get("werkzeug.socket")
        self._attendant.later(ADMITTED_WITHIN_SECONDS, self._check_admitted)
        self._attendant.later(self.server.ping_interval, self._ping)
        if not isinstance(sock, socket.socket) or isinstance(sock, ssl.SSLSocket):
            return super()._upgrade_websocket(environ, start_response)
        key = environ.get("HTTP_SEC_WEBSOCKET_KEY", "")
        if not frames.accepts(key, environ.get("HTTP_SEC_WEBSOCKET_VERSION", "")):
            self.close(wait=False, abort=True)
            return self.server._bad_request()
        self._converse(sock, frames.acceptance(key))
        # How a WSGI application tells each server that the connection is no longer its own.
        raise StopIteration if "gunicorn.socket" in environ else ConnectionError

    def _converse(self, sock: socket.socket, greeting: bytes) -> None:
        sock.settimeout(None)
        outlet = Outlet(sock, self._attendant)
        outlet.write(greeting)
        while not self.queue.empty():
            outlet.write(_wire(self.queue.get()))
        self.connected = self.upgraded = True
        self._outlet = outlet
        try:
            self._listen(sock, outlet)
        finally:
            self.server.count_end(outlet)
            reason = self.server.reason.TRANSPORT_CLOSE
            self.close(wait=False, abort=True, reason=reason)
            # Once more: a connect that was under way while another thread closed would stay for ever.
            self.server._trigger_event("disconnect", self.sid, reason, run_async=False)
            outlet.release()

    def _listen(self, sock: socket.socket, outlet: Outlet) -> None:
        wire = Connection(ConnectionType.SERVER)
        message = ""
        with suppress(OSError):
            while received := sock.recv(_READ_BYTES):
                wire.receive_data(received)
                for event in wire.events():
                    if isinstance(event, TextMessage):
                        message += event.data
                        if len(message) > self.server.max_http_buffer_size:
                            return outlet.finish(frames.close_frame(CloseReason.MESSAGE_TOO_BIG))
                        if event.message_finished and not self._take(message):
                            return outlet.finish(frames.close_frame(CloseReason.POLICY_VIOLATION))
                        message = "" if event.message_finished else message
                    elif isinstance(event, Ping):
                        outlet.write(wire.send(event.response()))
                    elif isinstance(event, CloseConnection):
                        return outlet.finish(wire.send(event.response()))
        return None

    def _take(self, message: str) -> bool:
        """Whether the message was one that Engine.IO and Socket.IO understand."""
        try:
            self.receive(packet.Packet(encoded_packet=message))
        except exceptions.SocketIsClosedError:
            return False
        except (exceptions.EngineIOError, ValueError, LookupError, TypeError, AttributeError):
            self.server.logger.info("%s: a message nobody understands", self.sid)
            return False
        return True

    def _ping(self) -> None:
        if not self.closed:
            self.last_ping = time.time()
            self.send(packet.Packet(packet.PING))
            self._attendant.later(self.server.ping_timeout, self._judge_ping)

    def _judge_ping(self) -> None:
        if self.closed:
            return
        if self.last_ping is None:
            self._attendant.later(max(self.server.ping_interval - self.server.ping_timeout, 0), self._ping)
        else:
            self._abandon()

    def _check_admitted(self) -> None:
        if not self.admitted:
            self._abandon()

    def _abandon(self) -> None:
        if self._outlet:
            self._outlet.cut()
        else:
            self.close(wait=False, abort=True, reason=self.server.reason.PING_TIMEOUT)


class DirectEngine(engineio.Server):  # type: ignore[misc]
    """The Engine.IO server whose sockets are ours."""

    attendant: Attendant
    most_sockets: int
    cut_for_slowness: int

    @classmethod
    def take_over(cls, engine: Any, *, most_sockets: int) -> "DirectEngine":
        """Turn a stock engine (which Flask-SocketIO makes by itself) into this one, before its first socket."""
        engine.__class__ = cls
        engine.attendant = Attendant()
        engine.most_sockets = most_sockets
        engine.cut_for_slowness = 0
        engine.start_service_task = False
        assert isinstance(engine, cls)
        return engine

    def count_end(self, outlet: Outlet) -> None:
        """Note why a socket ended, for the figures."""
        self.cut_for_slowness += outlet.was_too_slow

    def _handle_connect(
        self, environ: "WSGIEnvironment", start_response: "StartResponse", *_transport_and_script: object
    ) -> Any:
        # Each socket keeps a thread of the pool: the last ones stay free for those who come by HTTP.
        if len(self.sockets) >= self.most_sockets:
            return _full_house()
        sid = self.generate_id()
        chair = self.sockets[sid] = DirectSocket(self, sid)
        try:
            chair.send(packet.Packet(packet.OPEN, self._greeting(sid)))
            answer = self._trigger_event("connect", sid, environ, run_async=False)
            if answer is not None and answer is not True:
                return self._unauthorized(answer or None)
            return chair.handle_get_request(environ, start_response)
        finally:
            self.sockets.pop(sid, None)

    def _greeting(self, sid: str) -> dict[str, object]:
        return {
            "sid": sid,
            "upgrades": [],
            "pingTimeout": int(self.ping_timeout * 1000),
            "pingInterval": int(self.ping_interval * 1000),
            "maxPayload": self.max_http_buffer_size,
        }


def _wire(pkt: Any) -> bytes:
    known: bytes | None = getattr(pkt, "wire", None)
    if known is None:
        encoded = pkt.encode()
        known = pkt.wire = (
            frames.frame(encoded.encode(), frames.TEXT)
            if isinstance(encoded, str)
            else frames.frame(bytes(encoded), frames.BINARY)
        )
    return known


def _full_house() -> dict[str, str | bytes | Iterable[tuple[str, str]]]:
    return {"status": "503 SERVICE UNAVAILABLE", "headers": [("Retry-After", "5")], "response": b""}
