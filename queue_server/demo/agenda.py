"""Who acts next: a heap of acts by their time, worked off by a few threads."""

import heapq
import itertools
import logging
import threading
import time
from collections.abc import Callable

log = logging.getLogger(__name__)

AFTER_A_FAULT = 10.0  # seconds until an act that failed is tried again

Act = Callable[[], float | None]  # acts once; seconds until it wants to act again, None when it is done


class Agenda:
    """Acts fall due in order of time, then of entry; no act runs in two threads at once."""

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop
        self._order = itertools.count()
        self._due: list[tuple[float, int, Act]] = []
        self._changed = threading.Condition()
        self._threads: list[threading.Thread] = []

    def after(self, seconds: float, act: Act) -> None:
        """Lets the act happen so many seconds from now."""
        with self._changed:
            heapq.heappush(self._due, (time.monotonic() + seconds, next(self._order), act))
            self._changed.notify()

    def start(self, threads: int) -> None:
        """Starts working off what is due."""
        for number in range(threads):
            thread = threading.Thread(target=self._work, name=f"demo-{number}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def join(self, seconds: float) -> None:
        """Wakes everybody to see that it is over, and waits so long for them at most."""
        with self._changed:
            self._changed.notify_all()
        until = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))

    def _work(self) -> None:
        while (act := self._next()) is not None:
            again = _done(act)
            if again is not None:
                self.after(again, act)

    def _next(self) -> Act | None:
        with self._changed:
            while not self._stop.is_set():
                wait = self._due[0][0] - time.monotonic() if self._due else 1.0
                if wait <= 0:
                    return heapq.heappop(self._due)[2]
                self._changed.wait(min(wait, 0.5))
        return None


def _done(act: Act) -> float | None:
    try:
        return act()
    except Exception:
        log.exception("an actor stumbled")
        return AFTER_A_FAULT
