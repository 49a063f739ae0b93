"""Figures of the day: how many were served, how long people wait now, and how long a service usually takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, case, func, select

from queue_server.db.flow import Call, Desk
from queue_server.db.flow import Ticket as TicketRow
from queue_server.db.prepared import Prepared
from queue_server.domain.lifecycle import State
from queue_server.queries.line import WAITING_IN_MALL

TYPICAL_OF = 40  # the latest services of a kind say how long it usually takes
TYPICAL_FROM = 8  # fewer say nothing


@dataclass(frozen=True, slots=True)
class LineDay:
    """One line's day so far. Waits are in seconds; None where there is nobody to speak of."""

    waiting: int
    oldest_joined_at: datetime | None
    average_wait: float | None
    finished: int
    missed: int
    withdrawn: int


def served_by(connection: Connection, mall_id: int, person_id: int, *, day: date, zone: ZoneInfo) -> int:
    """How many this officer has served today, at every desk of theirs."""
    since = datetime.combine(day, time.min, zone)
    return int(_SERVED.scalar(connection, mall_id=mall_id, person_id=person_id, since=since))


def typical_minutes(connection: Connection, service_id: int) -> list[int] | None:
    """`[p25, p75]` in minutes of the service's latest services; None while there are too few."""
    rows = _LASTED.all(connection, service_id=service_id)
    lasted = sorted((row.ended_at - row.arrived_at).total_seconds() for row in rows)
    if len(lasted) < TYPICAL_FROM:
        return None
    return [_minutes(_quantile(lasted, 0.25)), _minutes(_quantile(lasted, 0.75))]


_SERVED = Prepared(
    select(func.coalesce(func.sum(Desk.served), 0)).where(
        Desk.mall_id == bindparam("mall_id"),
        Desk.person_id == bindparam("person_id"),
        Desk.opened_at >= bindparam("since", type_=Desk.opened_at.type),
    )
)
_LASTED = Prepared(
    select(Call.arrived_at, Call.ended_at)
    .where(
        Call.service_id == bindparam("service_id"),
        Call.ended_at.is_not(None),
        Call.outcome == bindparam("finished", State.FINISHED.value),
        Call.arrived_at.is_not(None),
    )
    .order_by(Call.ended_at.desc())
    .limit(TYPICAL_OF)
)


def line_days(connection: Connection, mall_id: int, day: date) -> dict[int, LineDay]:
    """The day so far of every line that has given a number, by line id."""
    waits = _average_waits(connection, mall_id, day)
    state = TicketRow.state
    query = (
        select(
            TicketRow.line_id,
            func.sum(case((state == State.FINISHED.value, 1), else_=0)),
            func.sum(case((state == State.MISSED.value, 1), else_=0)),
            func.sum(case((state == State.WITHDRAWN.value, 1), else_=0)),
        )
        .where(TicketRow.mall_id == mall_id, TicketRow.day == day)
        .group_by(TicketRow.line_id)
    )
    standing = _standing(connection, mall_id)
    days = {}
    for line_id, finished, missed, withdrawn in connection.execute(query):
        waiting, oldest = standing.get(line_id, (0, None))
        days[line_id] = LineDay(waiting, oldest, waits.get(line_id), finished, missed, withdrawn)
    return days


def waiting_by_service(connection: Connection, mall_id: int) -> dict[int, int]:
    """Waiting people per service id."""
    query = (
        select(TicketRow.service_id, func.count())
        .where(TicketRow.mall_id == mall_id, WAITING_IN_MALL)
        .group_by(TicketRow.service_id)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def _standing(connection: Connection, mall_id: int) -> dict[int, tuple[int, datetime | None]]:
    query = (
        select(TicketRow.line_id, func.count(), func.min(TicketRow.joined_at))
        .where(TicketRow.mall_id == mall_id, WAITING_IN_MALL)
        .group_by(TicketRow.line_id)
    )
    return {row[0]: (row[1], row[2]) for row in connection.execute(query)}


def _average_waits(connection: Connection, mall_id: int, day: date) -> dict[int, float]:
    """Seconds from joining to being called, over today's calls that were not taken back."""
    query = (
        select(TicketRow.line_id, func.avg(Call.waited_seconds))
        .select_from(Call)
        .join(TicketRow, TicketRow.id == Call.ticket_id)
        .where(Call.mall_id == mall_id, Call.day == day, Call.reason != "resumed")
        .where(func.coalesce(Call.outcome, "") != "undone")
        .group_by(TicketRow.line_id)
    )
    return {row[0]: float(row[1]) for row in connection.execute(query)}


def _quantile(values: Sequence[float], part: float) -> float:
    return values[min(len(values) - 1, int(part * len(values)))]


def _minutes(seconds: float) -> int:
    return max(1, round(seconds / 60))
