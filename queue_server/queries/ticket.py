"""Finds tickets: by id, by today's number, by the visit's token, or in a counter's hand."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from queue_server.db.base import AnyRow
from queue_server.db.flow import Ticket as TicketRow
from queue_server.db.flow import Visit
from queue_server.db.prepared import Prepared
from queue_server.domain.lifecycle import State
from queue_server.domain.ticket import Ticket

TICKET_COLUMNS = [getattr(TicketRow, field.name) for field in fields(Ticket)]
IN_HAND = (State.CALLED.value, State.SERVING.value)


@dataclass(frozen=True, slots=True)
class Promised:
    """What the paper said: people ahead, and the range in minutes (null when it was not yet known)."""

    ahead: int
    low: int | None
    likely: int | None
    high: int | None


def as_ticket(row: AnyRow) -> Ticket:
    """The row's columns, in the order of TICKET_COLUMNS, as a value."""
    values = list(row)
    values[7] = State(values[7])
    return Ticket(*values)


def tickets() -> Select[Any]:
    """A SELECT of whole tickets of one mall (`mall_id`), to be narrowed by the asker."""
    return select(*TICKET_COLUMNS).where(TicketRow.mall_id == bindparam("mall_id"))


_BY_ID = Prepared(tickets().where(TicketRow.id == bindparam("ticket_id")))
_IN_HAND = Prepared(
    tickets().where(
        TicketRow.counter_id == bindparam("counter_id"),
        TicketRow.ended_at.is_(None),
        TicketRow.state.in_([bindparam("called", IN_HAND[0]), bindparam("serving", IN_HAND[1])]),
    )
)
_VISIT = Prepared(
    select(Visit.id, Visit.mall_id, Visit.token, Visit.language, Visit.day).where(Visit.token == bindparam("token"))
)
_NEWEST_OF_VISIT = Prepared(
    tickets().where(TicketRow.visit_id == bindparam("visit_id")).order_by(TicketRow.id.desc()).limit(1)
)
_VISIT_BY_ID = Prepared(
    select(Visit.id, Visit.token, Visit.language, Visit.number, Visit.created_at).where(
        Visit.id == bindparam("visit_id")
    )
)
_PROMISED = Prepared(
    select(TicketRow.promised_ahead, TicketRow.promised_low, TicketRow.promised_likely, TicketRow.promised_high).where(
        TicketRow.id == bindparam("ticket_id")
    )
)
_LIVE = Prepared(
    tickets().where(TicketRow.ended_at.is_(None)).order_by(TicketRow.key, TicketRow.issued_at, TicketRow.id)
)
_RECENTLY_CALLED = Prepared(
    tickets()
    .where(TicketRow.day == bindparam("day"), TicketRow.announced_at.is_not(None), TicketRow.counter_id.is_not(None))
    .order_by(TicketRow.announced_at.desc(), TicketRow.id.desc())
    .limit(bindparam("most"))
)


def by_id(connection: Connection, mall_id: int, ticket_id: int) -> Ticket | None:
    row = _BY_ID.first(connection, mall_id=mall_id, ticket_id=ticket_id)
    return None if row is None else as_ticket(row)


def in_hand(connection: Connection, mall_id: int, counter_id: int) -> Ticket | None:
    """The ticket called to or served at that counter."""
    row = _IN_HAND.first(connection, mall_id=mall_id, counter_id=counter_id)
    return None if row is None else as_ticket(row)


def of_visit(connection: Connection, token: str) -> tuple[int, AnyRow, Ticket] | None:
    """`(mall id, visit, its newest ticket)` for a follower's token; the token alone says which mall."""
    visit = _VISIT.first(connection, token=token)
    if visit is None:
        return None
    row = _NEWEST_OF_VISIT.first(connection, mall_id=visit.mall_id, visit_id=visit.id)
    return None if row is None else (visit.mall_id, visit, as_ticket(row))


def visit_of(connection: Connection, ticket: Ticket) -> AnyRow:
    """The visit's `id, token, language, number, created_at`."""
    return _VISIT_BY_ID.first(connection, visit_id=ticket.visit_id)


def promised(connection: Connection, ticket_id: int) -> Promised:
    row = _PROMISED.first(connection, ticket_id=ticket_id)
    return Promised(0, None, None, None) if row is None else Promised(row[0] or 0, row[1], row[2], row[3])


def live(connection: Connection, mall_id: int) -> list[Ticket]:
    """Every ticket that has not ended, in calling order."""
    return [as_ticket(row) for row in _LIVE.all(connection, mall_id=mall_id)]


def recently_called(connection: Connection, mall_id: int, day: date, *, most: int) -> list[Ticket]:
    """The day's latest calls, newest first, whatever became of them, as long as they still name a counter."""
    return [as_ticket(row) for row in _RECENTLY_CALLED.all(connection, mall_id=mall_id, day=day, most=most)]
