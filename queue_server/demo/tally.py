"""Counts what the actors did and what they were refused."""

import threading
from collections import Counter


class Tally:
    """Counts by name, from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()

    def add(self, name: str, many: int = 1) -> None:
        with self._lock:
            self._counts[name] += many

    def now(self) -> dict[str, int]:
        """Everything counted so far, by name in order."""
        with self._lock:
            return dict(sorted(self._counts.items()))
