"""May this service give a number now? One decision, one reason, and when it opens again."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Literal

DAYS_AHEAD = 14  # further than this nobody wants to know when it opens


class Reason(StrEnum):
    """Why no number is given now."""

    CLOSED_BY_HAND = "service.closed_by_hand"
    HOLIDAY = "holiday"
    SPECIAL_DATE = "special_date"
    NOT_TODAY = "not_today"
    BEFORE_HOURS = "before_hours"
    BREAK = "break"
    CUTOFF = "cutoff"
    AFTER_HOURS = "after_hours"
    QUOTA_FULL = "quota.full"
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class Window:
    """Open from `opens` up to, not including, `closes`, local time; 00.00 as `closes` is the end of the day."""

    opens: time
    closes: time

    def __post_init__(self) -> None:
        if self.closes <= self.opens and self.closes != time.min:
            raise ValueError(f"a window closes after it opens, not {self.opens} to {self.closes}")


@dataclass(frozen=True, slots=True)
class Hours:
    """A week of windows, 0 = Monday; a gap between two windows of a day is a break (Friday prayers).

    `cutoff`: numbers are no longer given so long before the day's last window ends; calling goes on.
    """

    week: Mapping[int, tuple[Window, ...]]
    cutoff: timedelta = timedelta(0)

    def __post_init__(self) -> None:
        if not set(self.week) <= set(range(7)) or self.cutoff < timedelta(0):
            raise ValueError("days are 0 to 6, a cut-off is not negative")
        for windows in self.week.values():
            _check_order(windows)


@dataclass(frozen=True, slots=True)
class SpecialDate:
    """A day that is not like its weekday: with its own windows, or closed where there are none."""

    day: date
    windows: tuple[Window, ...] | None
    kind: Literal["holiday", "special"]
    name: str

    def __post_init__(self) -> None:
        _check_order(self.windows or ())


@dataclass(frozen=True, slots=True)
class Season:
    """A run of days with other hours, such as Ramadan; both ends belong to it."""

    first: date
    last: date
    hours: Hours

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a season ends after it begins")


@dataclass(frozen=True, slots=True)
class Override:
    """Somebody opened or closed the service by hand, with a reason; it holds before `until`, or until it is lifted."""

    open: bool
    reason: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """All that decides. `now` is aware and local to the mall; seasons and dates stand from general to particular."""

    now: datetime
    hours: Hours
    seasons: Sequence[Season] = ()
    dates: Sequence[SpecialDate] = ()
    override: Override | None = None
    archived: bool = False
    quota: int | None = None
    issued_today: int = 0

    def __post_init__(self) -> None:
        if self.now.tzinfo is None:
            raise ValueError("now is aware")


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer for kiosk, desk, display and API alike.

    `opens_at` is the next moment, aware and local, at which a number may be had; None when that is not known or more
    than two weeks away. `note` is the name of the date or the officer's reason.
    """

    open: bool
    reason: Reason | None = None
    opens_at: datetime | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class _Day:
    """One day's plan: the windows of service, or the reason why there are none."""

    day: date
    windows: tuple[Window, ...]
    closed: Reason | None = None
    note: str | None = None
    cutoff: timedelta = field(default=timedelta(0))


def decide(situation: Situation) -> Decision:
    """Archived, then by hand, then the day (holiday, special date, week), then its hours, cut-off and quota.

    Opening by hand sets aside everything but archiving, the quota too: a supervisor has looked and answers for it.
    """
    if situation.archived:
        return Decision(False, Reason.ARCHIVED)
    override = _override_in_force(situation)
    if override is not None:
        if override.open:
            return Decision(True, note=override.reason)
        return Decision(False, Reason.CLOSED_BY_HAND, _opens_after_override(situation, override), override.reason)
    return _by_plan(situation, _plan(situation, situation.now.date()))


def _by_plan(situation: Situation, today: _Day) -> Decision:
    closed = today.closed or _closed_by_hours(today, situation.now)
    if closed is None and not _quota_is_full(situation):
        return Decision(True)
    return Decision(False, closed or Reason.QUOTA_FULL, _next_opening(situation, situation.now), today.note)


def _override_in_force(situation: Situation) -> Override | None:
    override = situation.override
    if override is None or override.until is None or situation.now < override.until:
        return override
    return None


def _opens_after_override(situation: Situation, override: Override) -> datetime | None:
    if override.until is None:
        return None
    return _next_opening(situation, override.until.astimezone(situation.now.tzinfo))


def _plan(situation: Situation, day: date) -> _Day:
    """What the calendar says of a day. A holiday closes it, unless a special date expressly opens it."""
    holiday = _last(situation.dates, day, "holiday")
    special = _last(situation.dates, day, "special")
    hours = next(
        (season.hours for season in reversed(situation.seasons) if season.first <= day <= season.last), situation.hours
    )
    if holiday is not None and not holiday.windows and not (special and special.windows):
        return _Day(day, (), Reason.HOLIDAY, holiday.name)
    date_of_its_own = special or holiday
    if date_of_its_own is not None:
        closed = None if date_of_its_own.windows else Reason.SPECIAL_DATE
        return _Day(day, date_of_its_own.windows or (), closed, date_of_its_own.name, hours.cutoff)
    windows = hours.week.get(day.weekday(), ())
    return _Day(day, windows, None if windows else Reason.NOT_TODAY, None, hours.cutoff)


def _last(dates: Sequence[SpecialDate], day: date, kind: str) -> SpecialDate | None:
    return next((found for found in reversed(dates) if found.day == day and found.kind == kind), None)


def _closed_by_hours(today: _Day, now: datetime) -> Reason | None:
    """Why the hours of an open day give no number at this moment; None when they do."""
    spans = list(_spans(today, now))
    issuing = list(_issuing(today, now))
    if any(opens <= now < closes for opens, closes in issuing):
        return None
    if now < spans[0][0]:
        return Reason.BEFORE_HOURS
    if now >= spans[-1][1]:
        return Reason.AFTER_HOURS
    if any(now < opens for opens, _ in issuing):
        return Reason.BREAK
    return Reason.CUTOFF


def _next_opening(situation: Situation, after: datetime) -> datetime | None:
    """The first moment from `after` on, up to 14 days ahead of now, at which the plan gives numbers."""
    today = situation.now.date()
    for ahead in range(DAYS_AHEAD + 1):
        day = today + timedelta(days=ahead)
        if ahead == 0 and _quota_is_full(situation):
            continue
        for opens, closes in _issuing(_plan(situation, day), after):
            if after < closes:
                return max(opens, after)
    return None


def _spans(plan: _Day, like: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The day's windows as moments in the zone of `like`."""
    for window in plan.windows:
        last_day = plan.day + timedelta(days=1) if window.closes == time.min else plan.day
        yield (
            datetime.combine(plan.day, window.opens, like.tzinfo),
            datetime.combine(last_day, window.closes, like.tzinfo),
        )


def _issuing(plan: _Day, like: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The parts of the day in which numbers are given: the windows, up to the cut-off before the last one's end.

    Before a break numbers go on being given: service resumes after it.
    """
    spans = list(_spans(plan, like))
    for opens, closes in spans:
        end = min(closes, spans[-1][1] - plan.cutoff)
        if opens < end:
            yield opens, end


def _quota_is_full(situation: Situation) -> bool:
    return situation.quota is not None and situation.issued_today >= situation.quota


def _check_order(windows: Sequence[Window]) -> None:
    for before, after in pairwise(windows):
        if before.closes == time.min or after.opens < before.closes:
            raise ValueError("windows of a day stand in order and do not overlap")
