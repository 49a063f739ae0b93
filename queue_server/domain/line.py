"""Who is next, and why. Pure: no rows, no clock."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Literal, Self

Code = Literal["order", "priority", "booking", "transfer", "returned"]


@dataclass(frozen=True, slots=True)
class HeadStarts:
    """By how many minutes each class is treated as having come earlier."""

    priority: int = 60
    appointment: int = 60
    late_appointment: int = 15
    transfer: int = 30
    returned: int = 15


@dataclass(frozen=True, slots=True)
class Targets:
    """Minutes each class should wait at most: for colours, alerts and reports, never for the order within a line."""

    normal: int = 30
    priority: int = 15
    appointment: int = 10


@dataclass(frozen=True, slots=True)
class Policy:
    """The rule of one mall or agency. Refuses with ValueError a head start above `max_head_start_min`.

    `max_head_start_min` is the public guarantee: nobody is overtaken by someone who came later than that.
    `transfer_by_visit`: one sent on stands by the beginning of the visit if that is earlier.
    """

    head_start_min: HeadStarts = field(default_factory=HeadStarts)
    late_grace_min: int = 10
    max_head_start_min: int = 90
    targets_min: Targets = field(default_factory=Targets)
    transfer_by_visit: bool = False

    def __post_init__(self) -> None:
        for name, minutes in _minutes_of(self).items():
            if type(minutes) is not int or minutes < 0:
                raise ValueError(f"{name} is a whole number of minutes, not {minutes!r}")
        for part in fields(self.head_start_min):
            if getattr(self.head_start_min, part.name) > self.max_head_start_min:
                raise ValueError(f"head_start_min.{part.name} is above max_head_start_min {self.max_head_start_min}")
        if type(self.transfer_by_visit) is not bool:
            raise ValueError("transfer_by_visit is true or false")

    @classmethod
    def of(cls, rules: Mapping[str, object] | None, base: Self | None = None) -> Self:
        """The policy that `rules` ask for, over `base` (the mall's, for an agency) or the defaults.

        Keys are this class's names; `head_start_min.return` is read as `returned`. ValueError for a key unknown.
        """
        policy = base or cls()
        asked = dict(rules or {})
        starts = _part(asked, "head_start_min")
        if "return" in starts:
            starts["returned"] = starts.pop("return")
        targets = _part(asked, "targets_min")
        _known(starts, policy.head_start_min, "head_start_min.")
        _known(targets, policy.targets_min, "targets_min.")
        _known(asked, policy, "")
        asked["head_start_min"] = replace(policy.head_start_min, **starts)
        asked["targets_min"] = replace(policy.targets_min, **targets)
        return replace(policy, **asked)  # type: ignore[arg-type]  # __post_init__ judges every value


class Join(StrEnum):
    """How somebody came to stand in this line."""

    WALK_IN = "walk_in"
    BOOKING = "booking"
    TRANSFER = "transfer"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Place:
    """One person's claim to a place: when and how they joined this line. Instants are aware.

    `slot` is the booked time of a booking; `first_joined_at` the beginning of the visit.
    """

    joined_at: datetime
    join: Join = Join.WALK_IN
    priority: bool = False
    slot: datetime | None = None
    first_joined_at: datetime | None = None

    def __post_init__(self) -> None:
        if (self.join is Join.BOOKING) != (self.slot is not None):
            raise ValueError("a booking has a slot, nothing else has one")


@dataclass(frozen=True, slots=True)
class Why:
    """The reason of a call, as an officer tells it: came at `joined_at`, treated as if at `counted_from` (UTC)."""

    code: Code
    joined_at: datetime
    counted_from: datetime


@dataclass(frozen=True, slots=True)
class Head:
    """The first waiting ticket of a line."""

    ticket_id: int
    line_id: int
    key: int
    issued_at: datetime
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class Served:
    """A line that a counter serves: its own, or one it only helps."""

    line_id: int
    helping: bool = False


def queue_key(place: Place, policy: Policy) -> int:
    """The effective arrival in whole seconds since 1970, fixed when somebody joins; the smallest is called first."""
    key, _ = _effective(place, policy)
    return key


def reason(place: Place, policy: Policy) -> Why:
    """Why the key is what it is; `order` when nothing but the arrival counts."""
    key, code = _effective(place, policy)
    if code == "order":
        return Why(code, place.joined_at, place.joined_at)
    return Why(code, place.joined_at, datetime.fromtimestamp(key, UTC))


def next_in_line(heads: Iterable[Head], served: Sequence[Served], now: datetime, policy: Policy) -> Head | None:
    """Who is called next at a counter that serves these lines; None when nobody waits for it.

    The smallest (key, issued_at, id) of all lines served, own and helping alike. But as soon as one head of the
    counter's own lines has waited longer than the normal target, counted from its key, only own lines are called:
    helping never costs the counter's own people their promise. Counted from the key, since nobody behind a head can
    have waited longer than that.
    """
    helped = {line.line_id: line.helping for line in served}
    waiting = [head for head in heads if head.line_id in helped]
    own = [head for head in waiting if not helped[head.line_id]]
    patience = timedelta(minutes=policy.targets_min.normal).total_seconds()
    overdue = any(now.timestamp() - head.key > patience for head in own)
    return min(own if overdue else waiting, key=_rank, default=None)


def _rank(head: Head) -> tuple[int, datetime, int]:
    return head.key, head.issued_at, head.ticket_id


def _effective(place: Place, policy: Policy) -> tuple[int, Code]:
    arrival = _seconds(place.joined_at)
    key, code = _by_join(place, policy)
    favoured = arrival - 60 * policy.head_start_min.priority
    if place.priority and favoured <= key:
        key, code = favoured, "priority"
    return (key, code) if key < arrival else (arrival, "order")


def _by_join(place: Place, policy: Policy) -> tuple[int, Code]:
    starts = policy.head_start_min
    arrival = _seconds(place.joined_at)
    if place.slot is not None:
        slot = _seconds(place.slot)
        if arrival > slot + 60 * policy.late_grace_min:
            return arrival - 60 * starts.late_appointment, "booking"
        return min(arrival, slot - 60 * starts.appointment), "booking"
    if place.join is Join.TRANSFER:
        key = arrival - 60 * starts.transfer
        if policy.transfer_by_visit and place.first_joined_at is not None:
            key = min(key, _seconds(place.first_joined_at))
        return key, "transfer"
    if place.join is Join.RETURNED:
        return arrival - 60 * starts.returned, "returned"
    return arrival, "order"


def _seconds(instant: datetime) -> int:
    if instant.tzinfo is None:
        raise ValueError("an instant is aware")
    return int(instant.timestamp())


def _minutes_of(policy: Policy) -> dict[str, object]:
    minutes: dict[str, object] = {
        "late_grace_min": policy.late_grace_min,
        "max_head_start_min": policy.max_head_start_min,
    }
    for room in ("head_start_min", "targets_min"):
        values = getattr(policy, room)
        minutes |= {f"{room}.{part.name}": getattr(values, part.name) for part in fields(values)}
    return minutes


def _part(asked: Mapping[str, object], name: str) -> dict[str, int]:
    part = asked.get(name) or {}
    if not isinstance(part, Mapping):
        raise ValueError(f"{name} is a table of minutes")
    return dict(part)


def _known(asked: Mapping[str, object], shape: Policy | HeadStarts | Targets, room: str) -> None:
    unknown = asked.keys() - {part.name for part in fields(shape)}
    if unknown:
        raise ValueError(f"unknown rule {room}{min(unknown)}")
