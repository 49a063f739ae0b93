"""Who waits: the head of each line, how many stand before somebody, and how fast a line has moved today."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache

from sqlalchemy import Connection, bindparam, func, literal_column, select, tuple_, union_all

from queue_server.db.flow import Desk, LineDay
from queue_server.db.flow import Ticket as TicketRow
from queue_server.db.prepared import Prepared, list_of, numbered
from queue_server.domain.estimate import Pace
from queue_server.domain.lifecycle import State
from queue_server.domain.line import Head
from queue_server.domain.ticket import Ticket

WAITING = TicketRow.state == literal_column("'waiting'")  # as in the index, see flow.WAITING
WAITING_IN_MALL = WAITING & TicketRow.ended_at.is_(None)  # as in the index of live tickets
_IN_ORDER = (TicketRow.key, TicketRow.issued_at, TicketRow.id)


def heads(connection: Connection, line_ids: Sequence[int]) -> list[Head]:
    """The first waiting ticket of each of those lines: one search in an index per line, whatever the history."""
    if not line_ids:
        return []
    return [Head(*row) for row in _heads(len(line_ids)).all(connection, **numbered("line", line_ids))]


def ahead_of(connection: Connection, *, line_id: int, key: int, issued_at: datetime, ticket_id: int) -> int:
    """How many waiting people of the line are called before that place."""
    return int(_AHEAD.scalar(connection, line_id=line_id, key=key, issued_at=issued_at, ticket_id=ticket_id))


def people_ahead(connection: Connection, ticket: Ticket) -> int:
    """How many are called before this ticket; 0 unless it waits."""
    if ticket.state is not State.WAITING:
        return 0
    return ahead_of(connection, line_id=ticket.line_id, key=ticket.key, issued_at=ticket.issued_at, ticket_id=ticket.id)


def waiting_counts(connection: Connection, mall_id: int) -> dict[int, int]:
    """Waiting people per line id; lines where nobody waits are left out."""
    return {row[0]: row[1] for row in _COUNTS.all(connection, mall_id=mall_id)}


def waiting(connection: Connection, line_ids: Sequence[int], *, most: int) -> list[tuple[int, int]]:
    """`(id, seq)` of the waiting tickets of those lines, in calling order."""
    rows = _waiting(len(line_ids)).all(connection, most=most, **numbered("line", line_ids))
    return [(row[0], row[1]) for row in rows]


def set_aside(
    connection: Connection, mall_id: int, line_ids: Sequence[int], *, most: int
) -> dict[State, list[tuple[int, int]]]:
    """`(id, seq)` of the parked and of the missed tickets of those lines, oldest call first."""
    aside: dict[State, list[tuple[int, int]]] = {State.PARKED: [], State.MISSED: []}
    for row in _aside(len(line_ids)).all(connection, mall_id=mall_id, most=2 * most, **numbered("line", line_ids)):
        if len(aside[State(row[2])]) < most:
            aside[State(row[2])].append((row[0], row[1]))
    return aside


def waiting_count(connection: Connection, line_ids: Sequence[int]) -> int:
    return int(_count(len(line_ids)).scalar(connection, **numbered("line", line_ids)))


def pace_of(connection: Connection, line_id: int, day: date) -> Pace:
    return paces(connection, [line_id], day).get(line_id, Pace())


def paces(connection: Connection, line_ids: Sequence[int], day: date) -> dict[int, Pace]:
    """Each line's pace of the day; lines that have not called anybody are left out."""
    rows = _paces(len(line_ids)).all(connection, day=day, **numbered("line", line_ids))
    return {row[0]: Pace(row[1], row[2], row[3]) for row in rows}


def open_lines(connection: Connection, mall_id: int) -> dict[str, int]:
    """How many open, unpaused counters serve each line code now."""
    counts: dict[str, int] = {}
    for (codes,) in _OPEN_LINES.all(connection, mall_id=mall_id):
        for code in codes:
            counts[code] = counts.get(code, 0) + 1
    return counts


@cache
def _heads(count: int) -> Prepared:
    columns = (TicketRow.id, TicketRow.line_id, TicketRow.key, TicketRow.issued_at, TicketRow.joined_at)
    firsts = [
        select(*columns).where(WAITING, TicketRow.line_id == line).order_by(*_IN_ORDER).limit(1).subquery()
        for line in list_of("line", count)
    ]
    return Prepared(union_all(*(select(first) for first in firsts)))


_AHEAD = Prepared(
    select(func.count()).where(
        WAITING,
        TicketRow.line_id == bindparam("line_id"),
        tuple_(*_IN_ORDER)
        < tuple_(
            bindparam("key", type_=TicketRow.key.type),
            bindparam("issued_at", type_=TicketRow.issued_at.type),
            bindparam("ticket_id", type_=TicketRow.id.type),
        ),
    )
)
_COUNTS = Prepared(
    select(TicketRow.line_id, func.count())
    .where(TicketRow.mall_id == bindparam("mall_id"), WAITING_IN_MALL)
    .group_by(TicketRow.line_id)
)
_OPEN_LINES = Prepared(
    select(Desk.lines).where(Desk.mall_id == bindparam("mall_id"), Desk.closed_at.is_(None), Desk.paused_at.is_(None))
)


@cache
def _waiting(count: int) -> Prepared:
    # By lines alone, which belong to one mall: with the mall's id SQLite would walk through the mall's whole history.
    query = select(TicketRow.id, TicketRow.seq).where(WAITING, TicketRow.line_id.in_(list_of("line", count)))
    return Prepared(query.order_by(*_IN_ORDER).limit(bindparam("most")))


@cache
def _aside(count: int) -> Prepared:
    mine = (TicketRow.mall_id == bindparam("mall_id")) & TicketRow.line_id.in_(list_of("line", count))
    states = TicketRow.state.in_([bindparam("parked", State.PARKED.value), bindparam("missed", State.MISSED.value)])
    query = select(TicketRow.id, TicketRow.seq, TicketRow.state).where(TicketRow.ended_at.is_(None), states, mine)
    return Prepared(query.order_by(TicketRow.called_at, TicketRow.id).limit(bindparam("most")))


@cache
def _count(count: int) -> Prepared:
    return Prepared(select(func.count()).where(WAITING, TicketRow.line_id.in_(list_of("line", count))))


@cache
def _paces(count: int) -> Prepared:
    columns = (LineDay.line_id, LineDay.pace_seconds, LineDay.pace_count, LineDay.last_called_at)
    mine = LineDay.line_id.in_(list_of("line", count))
    return Prepared(select(*columns).where(mine, LineDay.day == bindparam("day")))
