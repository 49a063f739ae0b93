"""Who waits: the head of each line, how many stand before somebody, and how fast a line has moved today."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, bindparam, func, literal_column, select, tuple_, union_all

from queue_server.db.flow import Desk, LineDay
from queue_server.db.flow import Ticket as TicketRow
from queue_server.domain.estimate import Pace
from queue_server.domain.lifecycle import State
from queue_server.domain.line import Head
from queue_server.domain.ticket import Ticket
from queue_server.queries.ticket import as_ticket, tickets

WAITING = TicketRow.state == literal_column("'waiting'")  # as in the index, see flow.WAITING


def heads(connection: Connection, line_ids: Sequence[int]) -> list[Head]:
    """The first waiting ticket of each of those lines: one search in an index per line, whatever the history."""
    if not line_ids:
        return []
    firsts = [
        select(TicketRow.id, TicketRow.line_id, TicketRow.key, TicketRow.issued_at, TicketRow.joined_at)
        .where(WAITING, TicketRow.line_id == line_id)
        .order_by(TicketRow.key, TicketRow.issued_at, TicketRow.id)
        .limit(1)
        .subquery()
        for line_id in line_ids
    ]
    return [Head(*row) for row in connection.execute(union_all(*(select(first) for first in firsts)))]


_AHEAD = select(func.count()).where(
    WAITING,
    TicketRow.line_id == bindparam("line_id"),
    tuple_(TicketRow.key, TicketRow.issued_at, TicketRow.id)
    < tuple_(bindparam("key"), bindparam("issued_at", type_=TicketRow.issued_at.type), bindparam("ticket_id")),
)


def ahead_of(connection: Connection, *, line_id: int, key: int, issued_at: object, ticket_id: int) -> int:
    """How many waiting people of the line are called before that place."""
    place = {"line_id": line_id, "key": key, "issued_at": issued_at, "ticket_id": ticket_id}
    return int(connection.execute(_AHEAD, place).scalar_one())


def people_ahead(connection: Connection, ticket: Ticket) -> int:
    """How many are called before this ticket; 0 unless it waits."""
    if ticket.state is not State.WAITING:
        return 0
    return ahead_of(connection, line_id=ticket.line_id, key=ticket.key, issued_at=ticket.issued_at, ticket_id=ticket.id)


def waiting_counts(connection: Connection, mall_id: int) -> dict[int, int]:
    """Waiting people per line id; lines where nobody waits are left out."""
    query = (
        select(TicketRow.line_id, func.count()).where(TicketRow.mall_id == mall_id, WAITING).group_by(TicketRow.line_id)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def waiting(connection: Connection, mall_id: int, line_ids: Sequence[int], *, most: int) -> list[Ticket]:
    """The waiting tickets of those lines in calling order."""
    query = (
        tickets(mall_id)
        .where(WAITING, TicketRow.line_id.in_(line_ids))
        .order_by(TicketRow.key, TicketRow.issued_at, TicketRow.id)
        .limit(most)
    )
    return [as_ticket(row) for row in connection.execute(query)]


def in_state(connection: Connection, mall_id: int, line_ids: Sequence[int], state: State, *, most: int) -> list[Ticket]:
    """The parked or missed tickets of those lines, oldest first."""
    query = (
        tickets(mall_id)
        .where(TicketRow.state == state.value, TicketRow.ended_at.is_(None), TicketRow.line_id.in_(line_ids))
        .order_by(TicketRow.called_at, TicketRow.id)
        .limit(most)
    )
    return [as_ticket(row) for row in connection.execute(query)]


def waiting_count(connection: Connection, line_ids: Sequence[int]) -> int:
    return int(connection.execute(select(func.count()).where(WAITING, TicketRow.line_id.in_(line_ids))).scalar_one())


def pace_of(connection: Connection, line_id: int, day: date) -> Pace:
    return paces(connection, [line_id], day).get(line_id, Pace())


def paces(connection: Connection, line_ids: Sequence[int], day: date) -> dict[int, Pace]:
    """Each line's pace of the day; lines that have not called anybody are left out."""
    query = select(LineDay.line_id, LineDay.pace_seconds, LineDay.pace_count, LineDay.last_called_at).where(
        LineDay.line_id.in_(line_ids), LineDay.day == day
    )
    return {row[0]: Pace(row[1], row[2], row[3]) for row in connection.execute(query)}


def open_lines(connection: Connection, mall_id: int) -> dict[str, int]:
    """How many open, unpaused counters serve each line code now."""
    query = select(Desk.lines).where(Desk.mall_id == mall_id, Desk.closed_at.is_(None), Desk.paused_at.is_(None))
    counts: dict[str, int] = {}
    for (codes,) in connection.execute(query):
        for code in codes:
            counts[code] = counts.get(code, 0) + 1
    return counts
