"""How long: a range from the pace of the line today, or an honest "not yet known"."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

WEIGHT = 0.2  # of the newest gap
SHORTEST = timedelta(seconds=1)
LONGEST = timedelta(hours=3)
CALLS_NEEDED = 5  # before a line's pace means anything today
STEP_MINUTES = 5

# Shares of the plain reckoning and of one gap's share in it, fitted on fifteen simulated days of a whole mall so that
# eight in ten of those who queue are called within the range: people with a head start, breaks and missed calls
# lengthen a wait far more often than anything shortens it.
LOW_OF_RECKONING, LOW_OF_SPREAD = 0.7, -0.2
LIKELY_OF_SPREAD = 0.6
HIGH_OF_SPREAD = 3.5


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast one line has moved today: smoothed seconds between its calls while somebody waited.

    `count` is the calls of the day; the first of them tells no pace. A new day begins with `Pace()`.
    """

    seconds: float = 0.0
    count: int = 0
    last_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Wait:
    """Minutes until the call: eight in ten fall between `low` and `high`; both are multiples of five."""

    low: int
    likely: int
    high: int


def after_call(pace: Pace, *, now: datetime, joined_at: datetime) -> Pace:
    """The pace once a ticket that joined at `joined_at` has been called; time in which nobody waited does not count."""
    if pace.last_at is None:
        # Who waited for the doors to open says nothing about the pace of the counters.
        return Pace(0.0, pace.count + 1, now)
    gap = min(max(now - max(pace.last_at, joined_at), SHORTEST), LONGEST).total_seconds()
    seconds = gap if not pace.seconds else pace.seconds + WEIGHT * (gap - pace.seconds)
    return Pace(seconds, pace.count + 1, now)


def wait(ahead: int, pace: Pace, *, open_counters: int, now: datetime) -> Wait | None:
    """How long somebody with `ahead` people before them waits; None when it cannot honestly be said.

    That is so while no counter is open and before the fifth call of the day. The pace already holds how many counters
    were at work, so `open_counters` only says whether there is any.
    """
    if open_counters < 1 or pace.count < CALLS_NEEDED or pace.last_at is None:
        return None
    gap = pace.seconds
    # The next call is due a gap after the last one; a gap half used up still has about half of itself to come.
    until_next = max(gap - (now - pace.last_at).total_seconds(), gap / 2)
    reckoned = min(until_next, gap) + ahead * gap
    spread = gap * math.sqrt(ahead + 1)
    return _rounded(
        LOW_OF_RECKONING * reckoned + LOW_OF_SPREAD * spread,
        reckoned + LIKELY_OF_SPREAD * spread,
        reckoned + HIGH_OF_SPREAD * spread,
    )


def _rounded(low: float, likely: float, high: float) -> Wait:
    """Seconds to minutes; the ends go outwards to the next five, so that rounding never narrows the promise."""
    step = 60 * STEP_MINUTES
    return Wait(
        low=STEP_MINUTES * math.floor(max(low, 0) / step),
        likely=round(likely / 60),
        high=STEP_MINUTES * math.ceil(high / step),
    )
