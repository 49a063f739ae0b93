"""How long: a range from the pace of the line today, or an honest "not yet known"."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

WEIGHT = 0.2  # of the newest gap
SHORTEST = timedelta(seconds=1)
LONGEST = timedelta(hours=3)
CALLS_NEEDED = 5  # before a line's pace means anything today
STEP_MINUTES = 5
TAIL = 1.28  # standard deviations to each side that hold eight in ten
GAP_SPREAD = 0.8  # of one gap, as a share of it
PACE_SPREAD = 0.3  # of the pace itself over the coming wait


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast one line has moved today: smoothed seconds between its calls while somebody waited."""

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
    """The pace once a ticket that joined at `joined_at` has been called; idle time of the line does not count."""
    since = joined_at if pace.last_at is None else max(pace.last_at, joined_at)
    gap = min(max(now - since, SHORTEST), LONGEST).total_seconds()
    seconds = gap if pace.count == 0 else pace.seconds + WEIGHT * (gap - pace.seconds)
    return Pace(seconds, pace.count + 1, now)


def wait(ahead: int, pace: Pace, *, open_counters: int, now: datetime) -> Wait | None:
    """How long somebody with `ahead` people before them waits; None when it cannot honestly be said."""
    if open_counters < 1 or pace.count < CALLS_NEEDED or pace.last_at is None:
        return None
    gap = pace.seconds
    # The next call is due a gap after the last one; a gap half used up still has about half of itself to come.
    until_next = max(gap - (now - pace.last_at).total_seconds(), gap / 2)
    likely = until_next + ahead * gap
    spread = TAIL * math.hypot(GAP_SPREAD * gap * math.sqrt(ahead + 1), PACE_SPREAD * likely)
    return _rounded(likely - spread, likely, likely + spread)


def _rounded(low: float, likely: float, high: float) -> Wait:
    """Seconds to minutes; the ends go outwards to the next five, so that rounding never makes a promise narrower."""
    step = 60 * STEP_MINUTES
    return Wait(
        low=STEP_MINUTES * math.floor(max(low, 0) / step),
        likely=round(likely / 60),
        high=STEP_MINUTES * max(1, math.ceil(high / step)),
    )
