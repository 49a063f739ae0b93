"""Answers kept for a moment, so that two hundred screens which ask at once cost one reading."""

import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar, cast

MOST = 8_000  # answers; more are let go together, which costs one reading each

Answer = TypeVar("Answer")


class Kept:
    """A small memory of answers by key, each for its own time. One asker makes a missing answer, the others wait."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._answers: dict[object, tuple[float, Any]] = {}
        self._making: dict[object, threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, key: object, make: Callable[[], Answer], *, seconds: float) -> Answer:
        """The answer under `key`, made anew when it is older than `seconds`."""
        found = self._found(key)
        if found is not None:
            return cast(Answer, found[0])
        with self._lock:
            making = self._making.setdefault(key, threading.Lock())
        with making:
            try:
                return self._made(key, make, seconds)
            finally:
                with self._lock:
                    self._making.pop(key, None)

    def forget(self, key: object) -> None:
        """Lets one answer go at once."""
        with self._lock:
            self._answers.pop(key, None)

    def _made(self, key: object, make: Callable[[], Answer], seconds: float) -> Answer:
        found = self._found(key)
        if found is not None:
            return cast(Answer, found[0])
        answer = make()
        with self._lock:
            if len(self._answers) >= MOST:
                self._answers.clear()
            self._answers[key] = (self._clock() + seconds, answer)
        return answer

    def _found(self, key: object) -> tuple[Any] | None:
        held = self._answers.get(key)
        return None if held is None or held[0] < self._clock() else (held[1],)
