"""News between the processes of one server through Redis: never waited for, and missed without harm."""

import json
import logging
import queue
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import redis
import socketio
from redis.backoff import NoBackoff
from redis.retry import Retry

from queue_server.sockets.rooms import RoomsWithLock

CHANNEL = "giliran"
_ANSWER_WITHIN_SECONDS = 1.0
_TRY_AGAIN_SECONDS = 1.0
_SILENCE_SECONDS = 5.0
_MOST_LETTERS = 1_000

_log = logging.getLogger(__name__)


class Spread(RoomsWithLock, socketio.PubSubManager):  # type: ignore[misc]
    """Socket.IO's message queue on Redis, in its own format.

    The stock one publishes on the thread that emits and waits for Redis there. This one has a thread
    for it, so that a Redis which is gone, or silent, delays nobody. What is not delivered is a gap
    in `seq`, which screens repair; only a request to drop somebody is kept until it is delivered.
    """

    name = "redis"

    def __init__(self, url: str, *, on_drop: Callable[[str], None], on_back: Callable[[], None]) -> None:
        super().__init__(channel=CHANNEL)
        self._url = url
        self._on_drop = on_drop
        self._on_back = on_back
        self._letters: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._start = threading.Lock()
        self._poster: threading.Thread | None = None

    def drop_elsewhere(self, who: str) -> None:
        """Ask the other processes to close the sockets of `who`."""
        self._publish({"method": "close_room", "room": who, "namespace": "/", "host_id": self.host_id})

    def _handle_close_room(self, message: dict[str, Any]) -> None:
        # Nobody closes a hall; a room that closes is a device or a person who must go.
        self._on_drop(message["room"])

    def _publish(self, data: dict[str, Any]) -> None:
        with self._start:
            if self._poster is None:
                self._poster = threading.Thread(target=self._post, name="redis-poster", daemon=True)
                self._poster.start()
        if self._letters.qsize() < _MOST_LETTERS or _must_arrive(data):
            self._letters.put(data)

    def _post(self) -> None:
        notice = _Notice("told to")
        waiting: list[dict[str, Any]] = []
        with self._link() as link:
            while True:
                waiting = waiting or [self._letters.get()]
                while waiting and self._posted(link, waiting[0], notice):
                    waiting.pop(0)
                if waiting:
                    time.sleep(_TRY_AGAIN_SECONDS)
                    waiting = [letter for letter in waiting + self._all_letters() if _must_arrive(letter)]

    def _all_letters(self) -> list[dict[str, Any]]:
        return [self._letters.get() for _ in range(self._letters.qsize())]

    def _posted(self, link: "redis.Redis", letter: dict[str, Any], notice: "_Notice") -> bool:
        try:
            link.publish(self.channel, json.dumps(letter, separators=(",", ":")))
        except redis.RedisError as error:
            notice.lost(error)
            return False
        notice.found()
        return True

    def _listen(self) -> Iterator[bytes]:
        notice = _Notice("heard from")
        while True:
            try:
                with self._link() as link, link.pubsub(ignore_subscribe_messages=True) as ear:
                    ear.subscribe(self.channel)
                    notice.found()
                    self._on_back()
                    while True:
                        message = ear.get_message(timeout=_SILENCE_SECONDS)
                        if message:
                            yield message["data"]
            except redis.RedisError as error:
                notice.lost(error)
            time.sleep(_TRY_AGAIN_SECONDS)

    def _link(self) -> "redis.Redis":
        return redis.Redis.from_url(
            self._url,
            socket_connect_timeout=_ANSWER_WITHIN_SECONDS,
            socket_timeout=_ANSWER_WITHIN_SECONDS,
            health_check_interval=_SILENCE_SECONDS,
            retry=Retry(NoBackoff(), 1),
        )


class _Notice:
    """Says once that Redis is gone, and once that it is back."""

    def __init__(self, way: str) -> None:
        self._way = way
        self._is_lost = False

    def lost(self, error: Exception) -> None:
        if not self._is_lost:
            self._is_lost = True
            _log.warning("Redis cannot be %s: other processes miss news until it is back (%s)", self._way, error)

    def found(self) -> None:
        if self._is_lost:
            self._is_lost = False
            _log.warning("Redis can be %s again", self._way)


def _must_arrive(letter: dict[str, Any]) -> bool:
    return str(letter["method"]) == "close_room"
