"""One thread that looks after every websocket: what falls due, and who can be written to again."""

import contextlib
import heapq
import itertools
import logging
import os
import select
import threading
import time
from collections.abc import Callable

_LONGEST_NAP_SECONDS = 60.0
_MOST_EVENTS = 512

_log = logging.getLogger(__name__)


class Attendant:
    """Replaces a ping thread and a writer thread for each socket. Starts with its first use."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._order = itertools.count()
        self._full: dict[int, Callable[[], None]] = {}
        self._epoll: select.epoll | None = None
        self._bell = -1

    def later(self, seconds: float, deed: Callable[[], None]) -> None:
        """Do `deed` once, `seconds` from now, on the attendant's thread. It must not block."""
        with self._lock:
            self._start()
            heapq.heappush(self._due, (time.monotonic() + seconds, next(self._order), deed))
            is_next = self._due[0][2] is deed
        if is_next:
            os.eventfd_write(self._bell, 1)

    def when_writable(self, descriptor: int, deed: Callable[[], None]) -> None:
        """Do `deed` once, when the socket behind `descriptor` takes bytes again."""
        with self._lock:
            epoll = self._start()
            known = descriptor in self._full
            self._full[descriptor] = deed
            mask = select.EPOLLOUT | select.EPOLLONESHOT
            if known:
                epoll.modify(descriptor, mask)
            else:
                epoll.register(descriptor, mask)

    def forget(self, descriptor: int) -> None:
        """The socket is about to be closed: its number will soon be another's."""
        with self._lock:
            if self._full.pop(descriptor, None) and self._epoll:
                with contextlib.suppress(OSError):
                    self._epoll.unregister(descriptor)

    def _start(self) -> select.epoll:
        if self._epoll is None:
            self._bell = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
            self._epoll = select.epoll()
            self._epoll.register(self._bell, select.EPOLLIN)
            threading.Thread(target=self._attend, args=(self._epoll,), name="attendant", daemon=True).start()
        return self._epoll

    def _attend(self, epoll: select.epoll) -> None:
        while True:
            for descriptor, _ in epoll.poll(self._nap_seconds(), _MOST_EVENTS):
                if descriptor == self._bell:
                    os.eventfd_read(self._bell)
                else:
                    _do(self._full.get(descriptor))
            for deed in self._fallen_due():
                _do(deed)

    def _nap_seconds(self) -> float:
        with self._lock:
            if not self._due:
                return _LONGEST_NAP_SECONDS
            return min(max(self._due[0][0] - time.monotonic(), 0.0), _LONGEST_NAP_SECONDS)

    def _fallen_due(self) -> list[Callable[[], None]]:
        now = time.monotonic()
        fallen = []
        with self._lock:
            while self._due and self._due[0][0] <= now:
                fallen.append(heapq.heappop(self._due)[2])
        return fallen


def _do(deed: Callable[[], None] | None) -> None:
    try:
        if deed:
            deed()
    except Exception:
        _log.exception("a socket's errand failed")
