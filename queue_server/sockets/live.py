"""Watch in, fact out: the one socket every screen of a hall listens on. It commands nothing."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol, TypeAlias

from flask import Flask, request
from flask_socketio import ConnectionRefusedError as ConnectionRefused
from flask_socketio import SocketIO, join_room

from queue_server.runtime.direct_socket import DirectEngine
from queue_server.runtime.no_deflate import NoDeflate
from queue_server.sockets.cadence import Cadence, Fact
from queue_server.sockets.rooms import Rooms
from queue_server.sockets.seats import Seat, Seats
from queue_server.sockets.spread import Spread

PULSE_SECONDS = 10.0
PING_SECONDS = 15
PING_ANSWER_SECONDS = 10
MOST_SOCKETS = 340  # of the 400 threads a worker has by default: sixty stay free for commands
_MOST_INBOUND_BYTES = 16_384

_log = logging.getLogger(__name__)


class Actor(Protocol):
    """Who is there: a device or a person, of one mall or (then None) of several."""

    @property
    def kind(self) -> str: ...
    @property
    def id(self) -> int | None: ...
    @property
    def mall_id(self) -> int | None: ...


Origins: TypeAlias = Sequence[str] | Callable[..., bool]


class Live:
    """Owns the Socket.IO server of `app` and puts itself into `app.extensions["live"]`.

    who:       the actor behind the handshake's `auth` (or its cookie, in the request's context), or None.
    mall_of:   the id of the mall whose hall an actor watches.
    board_seq: the newest `seq` of a mall.
    origins:   the web origins that may connect, or `f(origin, environ) -> bool`.
    """

    def __init__(
        self,
        app: Flask,
        *,
        who: Callable[[dict[str, Any] | None], Actor | None],
        mall_of: Callable[[Any], int],
        board_seq: Callable[[int], int],
        origins: Origins,
        redis_url: str | None = None,
        build: str = "",
        most_sockets: int = MOST_SOCKETS,
        pulse_seconds: float = PULSE_SECONDS,
    ) -> None:
        self._app = app
        self._who = who
        self._mall_of = mall_of
        self._board_seq = board_seq
        self._build = build
        self._pulse_seconds = pulse_seconds
        self._seats = Seats()
        self._cadence = Cadence(self._emit_facts)
        self._pulse_now = threading.Event()
        self._start = threading.Lock()
        self._beat: threading.Thread | None = None
        self._is_leaving = False
        self._spread = Spread(redis_url, on_drop=self._drop_here, on_back=self._pulse_now.set) if redis_url else None
        self._io = SocketIO(
            app,
            async_mode="threading",
            transports=["websocket"],
            path="/socket.io",
            cors_allowed_origins=_allowed(origins),
            client_manager=self._spread or Rooms(),
            # One after the other, on the socket's own thread: a `watch` must not overtake the connect.
            async_handlers=False,
            manage_session=False,
            monitor_clients=False,
            allow_upgrades=False,
            ping_interval=PING_SECONDS,
            ping_timeout=PING_ANSWER_SECONDS,
            max_http_buffer_size=_MOST_INBOUND_BYTES,
        )
        self._engine = DirectEngine.take_over(self._io.server.eio, most_sockets=most_sockets)
        self._io.on_event("connect", self._connect)
        self._io.on_event("watch", self._watch)
        self._io.on_event("disconnect", self._disconnect)
        app.wsgi_app = NoDeflate(app.wsgi_app)  # type: ignore[method-assign]
        app.extensions["live"] = self

    @property
    def io(self) -> SocketIO:
        """Flask-SocketIO's own object, for its test client."""
        return self._io

    @property
    def sockets(self) -> int:
        """How many sockets are open in this process, those not yet admitted too."""
        return len(self._engine.sockets)

    def counts(self) -> dict[str, int]:
        """Figures for /health and the metrics: `sockets`, `most`, `too_slow`, and one per kind of actor."""
        return {
            "sockets": self.sockets,
            "most": self._engine.most_sockets,
            "too_slow": self._engine.cut_for_slowness,
            **self._seats.counts(),
        }

    def tell(self, mall_id: int, facts: Sequence[Fact]) -> None:
        """Listener of the store, after commit: returns at once, whatever state sockets and Redis are in."""
        if facts and (self._spread or self._seats.has_watchers(mall_id)):
            self._cadence.add(mall_id, facts)

    def drop(self, kind: str, actor_id: int | None) -> None:
        """Close every socket of a revoked device or a signed-out person, in all processes."""
        self._drop_here(_name(kind, actor_id))
        if self._spread:
            self._spread.drop_elsewhere(_name(kind, actor_id))

    def farewell(self, after_ms: int) -> None:
        """Ask this process's screens to come back in `after_ms` milliseconds, and close their sockets."""
        self._is_leaving = True
        self._cadence.flush()
        self._io.emit("come_back", {"after_ms": after_ms}, ignore_queue=True)
        for chair in list(self._engine.sockets.values()):
            chair.close(wait=False)

    def _connect(self, auth: Any = None) -> None:
        asked_at = time.monotonic()
        seat = self._seat_for(auth if isinstance(auth, dict) else None)
        if seat is None or self._is_leaving or not self._seats.take(seat, asked_at=asked_at):
            raise ConnectionRefused("session.none")
        chair = self._engine.sockets.get(seat.line)
        if chair is not None:
            chair.admitted = True
        self._start_beat()

    def _seat_for(self, auth: dict[str, Any] | None) -> Seat | None:
        sid: str = request.sid  # type: ignore[attr-defined]
        line = self._io.server.manager.eio_sid_from_sid(sid, "/")
        try:
            actor = self._who(auth)
            if actor is None:
                return None
            return Seat(sid, line, _name(actor.kind, actor.id), str(actor.kind), self._mall_of(actor))
        except Exception:
            # Unanswered, a screen would wait for its time-out; refused, it tries again soon.
            _log.exception("could not learn who wants to watch")
            return None

    def _watch(self, *_asked: Any) -> dict[str, int] | None:
        seat = self._seats.watch(request.sid)  # type: ignore[attr-defined]
        if seat is None:
            return None
        # First the room, then the number: a fact in between is heard twice, never missed.
        join_room(_hall(seat.mall_id))
        return {"seq": self._board_seq(seat.mall_id)}

    def _disconnect(self, *_reason: Any) -> None:
        self._seats.leave(request.sid)  # type: ignore[attr-defined]

    def _drop_here(self, who: str) -> None:
        for seat in self._seats.turn_away(who):
            self._io.server.disconnect(seat.sid, ignore_queue=True)
            chair = self._engine.sockets.get(seat.line)
            if chair is not None:
                chair.close(wait=False)
            self._seats.leave(seat.sid)

    def _emit_facts(self, mall_id: int, facts: list[Fact]) -> None:
        self._io.emit("facts", facts, to=_hall(mall_id))

    def _start_beat(self) -> None:
        with self._start:
            if self._beat is None:
                self._beat = threading.Thread(target=self._pulse_for_ever, name="beat", daemon=True)
                self._beat.start()

    def _pulse_for_ever(self) -> None:
        while not self._is_leaving:
            self._pulse_now.wait(self._pulse_seconds)
            self._pulse_now.clear()
            for mall_id in self._seats.malls():
                self._pulse(mall_id)

    def _pulse(self, mall_id: int) -> None:
        try:
            with self._app.app_context():
                seq = self._board_seq(mall_id)
        except Exception:
            # No pulse is the truth then: screens say that their news is old.
            _log.exception("the board's number cannot be read")
            return
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        # Each process beats for its own sockets.
        self._io.emit("pulse", {"seq": seq, "at": at, "build": self._build}, to=_hall(mall_id), ignore_queue=True)


def _hall(mall_id: int) -> str:
    return f"hall:{mall_id}"


def _name(kind: str, actor_id: int | None) -> str:
    return f"{kind}:{actor_id}"


def _allowed(origins: Origins) -> Callable[..., bool]:
    if callable(origins):
        return origins
    if "*" in origins:
        raise ValueError("origins are named one by one")
    named = frozenset(origin.rstrip("/") for origin in origins)

    # Engine.IO takes an empty list for "no check at all"; a function cannot be misread.
    def is_named(origin: str, _environ: Any = None) -> bool:
        return origin in named

    return is_named
