"""Who sits on which socket, and who may not sit down any more."""

import threading
import time
from collections import Counter
from dataclasses import dataclass

_REMEMBERED_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Seat:
    """One admitted socket: `sid` is Socket.IO's name for it, `line` Engine.IO's; `who` is `"device:7"`."""

    sid: str
    line: str
    who: str
    kind: str
    mall_id: int


class Seats:
    """All sockets of this process. Safe from every thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_sid: dict[str, Seat] = {}
        self._watching: Counter[int] = Counter()
        self._watchers: set[str] = set()
        self._turned_away: dict[str, float] = {}

    def take(self, seat: Seat, *, asked_at: float) -> bool:
        """Sit down, unless they were turned away after they asked who they are (at monotonic `asked_at`)."""
        with self._lock:
            if self._turned_away.get(seat.who, 0.0) >= asked_at:
                return False
            self._by_sid[seat.sid] = seat
            return True

    def watch(self, sid: str) -> Seat | None:
        """This socket wants its mall's news; None when nobody sits there."""
        with self._lock:
            seat = self._by_sid.get(sid)
            if seat and sid not in self._watchers:
                self._watchers.add(sid)
                self._watching[seat.mall_id] += 1
            return seat

    def leave(self, sid: str) -> None:
        with self._lock:
            seat = self._by_sid.pop(sid, None)
            if seat and sid in self._watchers:
                self._watchers.discard(sid)
                self._watching[seat.mall_id] -= 1
                self._watching += Counter()

    def turn_away(self, who: str) -> list[Seat]:
        """Their seats, to be cleared; who is just about to sit down does not."""
        now = time.monotonic()
        with self._lock:
            self._turned_away = {name: at for name, at in self._turned_away.items() if now - at < _REMEMBERED_SECONDS}
            self._turned_away[who] = now
            return [seat for seat in self._by_sid.values() if seat.who == who]

    def malls(self) -> list[int]:
        """The malls somebody here watches."""
        with self._lock:
            return sorted(self._watching)

    def has_watchers(self, mall_id: int) -> bool:
        with self._lock:
            return mall_id in self._watching

    def counts(self) -> dict[str, int]:
        """How many sockets by kind of who sits there: `{"device": 12, "person": 3}`."""
        with self._lock:
            return dict(Counter(seat.kind for seat in self._by_sid.values()))
