"""Desks: the open one of an officer or a counter, and those of a whole mall."""

from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, Select, select

from queue_server.db.base import AnyRow
from queue_server.db.flow import Call
from queue_server.db.flow import Desk as DeskRow
from queue_server.domain.ticket import Desk

DESK_COLUMNS = [getattr(DeskRow, field.name) for field in fields(Desk)]


def as_desk(row: AnyRow) -> Desk:
    values = list(row[: len(DESK_COLUMNS)])
    values[3] = tuple(values[3])
    return Desk(*values)


def _open(mall_id: int) -> Select[Any]:
    return select(*DESK_COLUMNS).where(DeskRow.mall_id == mall_id, DeskRow.closed_at.is_(None))


def of_person(connection: Connection, mall_id: int, person_id: int) -> Desk | None:
    """The desk that this officer has open."""
    row = connection.execute(_open(mall_id).where(DeskRow.person_id == person_id)).one_or_none()
    return None if row is None else as_desk(row)


def at_counter(connection: Connection, mall_id: int, counter_id: int) -> Desk | None:
    """The desk that is open at this counter."""
    row = connection.execute(_open(mall_id).where(DeskRow.counter_id == counter_id)).one_or_none()
    return None if row is None else as_desk(row)


def by_id(connection: Connection, mall_id: int, desk_id: int) -> Desk | None:
    row = connection.execute(
        select(*DESK_COLUMNS).where(DeskRow.mall_id == mall_id, DeskRow.id == desk_id)
    ).one_or_none()
    return None if row is None else as_desk(row)


def open_desks(connection: Connection, mall_id: int) -> dict[int, Desk]:
    """Every open desk by its counter's id."""
    desks = [as_desk(row) for row in connection.execute(_open(mall_id))]
    return {desk.counter_id: desk for desk in desks}


def open_call(connection: Connection, ticket_id: int) -> int | None:
    """The id of the ticket's open call."""
    return connection.execute(select(Call.id).where(Call.ticket_id == ticket_id, Call.ended_at.is_(None))).scalar()


def last_call_reason(connection: Connection, ticket_id: int) -> str | None:
    """Why the ticket was called, as its newest call has it."""
    query = select(Call.reason).where(Call.ticket_id == ticket_id).order_by(Call.id.desc()).limit(1)
    return connection.execute(query).scalar()
