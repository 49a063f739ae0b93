"""A ticket and a desk as values, with the face that each shows to the hall: nothing personal."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from queue_server.domain.house import Counter, House, Line, Service
from queue_server.domain.lifecycle import State

Face = dict[str, object]


@dataclass(frozen=True, slots=True)
class Ticket:
    """One row of `tickets`, as it is. Instants are UTC and aware; `key` is seconds since the epoch."""

    id: int
    visit_id: int
    line_id: int
    service_id: int
    counter_id: int | None
    day: date
    number: str
    state: State
    seq: int
    priority: bool
    join: str
    key: int
    issued_at: datetime
    joined_at: datetime
    called_at: datetime | None
    serving_at: datetime | None
    ended_at: datetime | None
    announced: int
    announced_at: datetime | None
    missed_at: datetime | None
    park_reason: str | None

    def service(self, house: House) -> Service:
        return house.services_by_id[self.service_id]

    def line(self, house: House) -> Line:
        return house.lines_by_id[self.line_id]

    def counter(self, house: House) -> Counter | None:
        return None if self.counter_id is None else house.counters_by_id[self.counter_id]


@dataclass(frozen=True, slots=True)
class Desk:
    """One row of `desks`: an officer at a counter from opening to closing."""

    id: int
    counter_id: int
    person_id: int
    lines: tuple[str, ...]
    seq: int
    opened_at: datetime
    closed_at: datetime | None
    since: datetime
    paused_at: datetime | None
    pause_reason: str | None
    pause_until: datetime | None
    served: int
    undo: str | None

    @property
    def is_paused(self) -> bool:
        return self.paused_at is not None


def ticket_face(ticket: Ticket, house: House) -> Face:
    """What anyone in the hall may know of a ticket; times in the mall's own zone."""
    service, counter, zone = ticket.service(house), ticket.counter(house), house.zone
    return {
        "id": ticket.id,
        "number": ticket.number,
        "state": ticket.state.value,
        "line": service.line.code,
        "service": service.code,
        "agency": service.agency.code,
        "zone": service.agency.zone.code,
        "counter": counter.code if counter else None,
        "priority": ticket.priority,
        "seq": ticket.seq,
        "issued_at": local(ticket.issued_at, zone),
        "waiting_since": local(ticket.joined_at, zone),
        "key": ticket.key,
        "called_at": local(ticket.called_at, zone),
        "serving_since": local(ticket.serving_at, zone),
        "announced": ticket.announced,
        "ended_at": local(ticket.ended_at, zone),
        "park_reason": ticket.park_reason,
    }


def desk_face(counter: Counter, desk: Desk | None, in_hand: Ticket | None, house: House) -> Face:
    """What anyone may know of a counter: open, paused or closed, and which ticket is there. No officer's name."""
    is_open = desk is not None and desk.closed_at is None
    return {
        "counter": counter.code,
        "number": counter.number,
        "agency": counter.agency.code,
        "zone": counter.agency.zone.code,
        "state": desk_state(desk, in_hand),
        "lines": list(desk.lines) if desk and is_open else [],
        "ticket": in_hand.id if in_hand else None,
        "since": local(desk.since, house.zone) if desk else None,
        "pause": {"reason": desk.pause_reason, "until": local(desk.pause_until, house.zone)}
        if desk and is_open and desk.is_paused
        else None,
        "seq": desk.seq if desk else 0,
    }


def desk_state(desk: Desk | None, in_hand: Ticket | None) -> str:
    """closed · calling · serving · paused · ready, in that order of weight."""
    if desk is None or desk.closed_at is not None:
        return "closed"
    if in_hand is not None:
        return "calling" if in_hand.state is State.CALLED else "serving"
    return "paused" if desk.is_paused else "ready"


@lru_cache(16_384)
def local(instant: datetime | None, zone: ZoneInfo) -> str | None:
    """ISO 8601 with the mall's offset, to the second's thousandth."""
    return None if instant is None else instant.astimezone(zone).isoformat(timespec="milliseconds")
