"""How often a hall hears news: the first at once, then one frame in forty milliseconds with all that came since."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

Fact: TypeAlias = dict[str, Any]

GAP_SECONDS = 0.040

_log = logging.getLogger(__name__)


class Cadence:
    """Gathers facts per mall and sends them from one thread of its own, each frame in order of `seq`.

    One emit per fact brings a server with 500 screens from 1,300 tickets a second down to 11.
    """

    def __init__(self, send: Callable[[int, list[Fact]], None], *, gap_seconds: float = GAP_SECONDS) -> None:
        self._send = send
        self._gap_seconds = gap_seconds
        self._bell = threading.Condition()
        self._kept: dict[int, list[Fact]] = {}
        self._not_before: dict[int, float] = {}
        self._thread: threading.Thread | None = None

    def add(self, mall_id: int, facts: Sequence[Fact]) -> None:
        """Keep `facts` for the mall's next frame. Never waits for a socket."""
        with self._bell:
            self._kept.setdefault(mall_id, []).extend(facts)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="cadence", daemon=True)
                self._thread.start()
            self._bell.notify()

    def flush(self) -> None:
        """Send what is kept now, on the caller's thread: nothing may be left when the house closes."""
        with self._bell:
            frames = [(mall_id, self._taken(mall_id)) for mall_id in list(self._kept)]
        self._send_all(frames)

    def _run(self) -> None:
        while True:
            with self._bell:
                while not (ripe := self._ripe()):
                    self._bell.wait(self._seconds_till_ripe())
                frames = [(mall_id, self._taken(mall_id)) for mall_id in ripe]
            self._send_all(frames)

    def _ripe(self) -> list[int]:
        now = time.monotonic()
        return [mall_id for mall_id in self._kept if self._not_before.get(mall_id, 0.0) <= now]

    def _seconds_till_ripe(self) -> float | None:
        if not self._kept:
            return None
        return max(min(self._not_before[mall_id] for mall_id in self._kept) - time.monotonic(), 0.0)

    def _taken(self, mall_id: int) -> list[Fact]:
        self._not_before[mall_id] = time.monotonic() + self._gap_seconds
        return sorted(self._kept.pop(mall_id), key=_seq)

    def _send_all(self, frames: Sequence[tuple[int, list[Fact]]]) -> None:
        for mall_id, facts in frames:
            try:
                self._send(mall_id, facts)
            except Exception:
                # A frame that is lost is a gap in `seq`, and every screen repairs those by itself.
                _log.exception("a frame of facts was not sent")


def _seq(fact: Fact) -> int:
    seq: int = fact["seq"]
    return seq
