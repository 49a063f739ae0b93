"""Socket.IO's register of who is in which room, made safe for threads."""

import threading
from typing import Any

import socketio


class RoomsWithLock:
    """Mixed into a Socket.IO manager.

    The stock register takes no lock: a socket that leaves an emptying room can take one that
    enters at that moment with it, which then hears nothing for ever. A restart, where hundreds
    leave and enter at once, is when that happens.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._register = threading.RLock()
        super().__init__(*args, **kwargs)

    def get_participants(self, namespace: str, room: Any) -> list[tuple[str, str]]:
        with self._register:
            return list(super().get_participants(namespace, room))  # type: ignore[misc]

    def pre_connect(self, eio_sid: str, namespace: str) -> Any:
        with self._register:
            return super().pre_connect(eio_sid, namespace)  # type: ignore[misc]

    def connect(self, sid: str, namespace: str) -> Any:
        with self._register:
            return super().connect(sid, namespace)  # type: ignore[misc]

    def pre_disconnect(self, sid: str, namespace: str) -> Any:
        with self._register:
            return super().pre_disconnect(sid, namespace)  # type: ignore[misc]

    def basic_disconnect(self, sid: str, namespace: str, **kwargs: Any) -> Any:
        with self._register:
            return super().basic_disconnect(sid, namespace, **kwargs)  # type: ignore[misc]

    def basic_enter_room(self, sid: str, namespace: str, room: Any, eio_sid: str | None = None) -> Any:
        with self._register:
            return super().basic_enter_room(sid, namespace, room, eio_sid=eio_sid)  # type: ignore[misc]

    def basic_leave_room(self, sid: str, namespace: str, room: Any) -> Any:
        with self._register:
            return super().basic_leave_room(sid, namespace, room)  # type: ignore[misc]


class Rooms(RoomsWithLock, socketio.Manager):  # type: ignore[misc]
    """The register of a server that is alone."""
