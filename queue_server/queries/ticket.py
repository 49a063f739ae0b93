"""Finds tickets: by id, by today's number, by the visit's token, or in a counter's hand."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, select

from queue_server.db.base import AnyRow
from queue_server.db.flow import Ticket as TicketRow
from queue_server.db.flow import Visit
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
    """The row's first columns, in the order of TICKET_COLUMNS, as a value."""
    values = list(row[: len(TICKET_COLUMNS)])
    values[7] = State(values[7])
    return Ticket(*values)


def tickets(mall_id: int) -> Select[Any]:
    """A SELECT of whole tickets of one mall, to be narrowed by the asker."""
    return select(*TICKET_COLUMNS).where(TicketRow.mall_id == mall_id)


def by_id(connection: Connection, mall_id: int, ticket_id: int) -> Ticket | None:
    row = connection.execute(tickets(mall_id).where(TicketRow.id == ticket_id)).one_or_none()
    return None if row is None else as_ticket(row)


def by_number(connection: Connection, mall_id: int, day: date, number: str) -> Ticket | None:
    """The newest ticket of the day under that number: a person who was sent on has several."""
    query = (
        tickets(mall_id).where(TicketRow.day == day, TicketRow.number == number).order_by(TicketRow.id.desc()).limit(1)
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else as_ticket(row)


def in_hand(connection: Connection, mall_id: int, counter_id: int) -> Ticket | None:
    """The ticket called to or served at that counter."""
    query = tickets(mall_id).where(
        TicketRow.counter_id == counter_id, TicketRow.state.in_(IN_HAND), TicketRow.ended_at.is_(None)
    )
    row = connection.execute(query).first()
    return None if row is None else as_ticket(row)


def of_visit(connection: Connection, token: str) -> tuple[int, AnyRow, Ticket] | None:
    """`(mall id, visit, its newest ticket)` for a follower's token; the token alone says which mall."""
    visit = connection.execute(
        select(Visit.id, Visit.mall_id, Visit.token, Visit.language, Visit.day).where(Visit.token == token)
    ).one_or_none()
    if visit is None:
        return None
    query = tickets(visit.mall_id).where(TicketRow.visit_id == visit.id).order_by(TicketRow.id.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    return None if row is None else (visit.mall_id, visit, as_ticket(row))


def visit_of(connection: Connection, ticket: Ticket) -> AnyRow:
    """The visit's `id, token, language, number, created_at`."""
    return connection.execute(
        select(Visit.id, Visit.token, Visit.language, Visit.number, Visit.created_at).where(Visit.id == ticket.visit_id)
    ).one()


def promised(connection: Connection, ticket_id: int) -> Promised:
    row = connection.execute(
        select(
            TicketRow.promised_ahead, TicketRow.promised_low, TicketRow.promised_likely, TicketRow.promised_high
        ).where(TicketRow.id == ticket_id)
    ).one()
    return Promised(row[0] or 0, row[1], row[2], row[3])


def live(connection: Connection, mall_id: int) -> list[Ticket]:
    """Every ticket that has not ended, in calling order."""
    query = (
        tickets(mall_id).where(TicketRow.ended_at.is_(None)).order_by(TicketRow.key, TicketRow.issued_at, TicketRow.id)
    )
    return [as_ticket(row) for row in connection.execute(query)]


def recently_called(connection: Connection, mall_id: int, day: date, *, most: int) -> list[Ticket]:
    """The day's latest calls, newest first, whatever became of them, as long as they still name a counter."""
    query = (
        tickets(mall_id)
        .where(TicketRow.day == day, TicketRow.announced_at.is_not(None), TicketRow.counter_id.is_not(None))
        .order_by(TicketRow.announced_at.desc(), TicketRow.id.desc())
        .limit(most)
    )
    return [as_ticket(row) for row in connection.execute(query)]
