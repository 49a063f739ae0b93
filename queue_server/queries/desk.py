"""Desks: the open one of an officer or a counter, and those of a whole mall."""

from dataclasses import fields

from sqlalchemy import Connection, bindparam, select

from queue_server.db.base import AnyRow
from queue_server.db.flow import Desk as DeskRow
from queue_server.db.prepared import Prepared
from queue_server.domain.ticket import Desk

_COLUMNS = [getattr(DeskRow, field.name) for field in fields(Desk)]
_OPEN = select(*_COLUMNS).where(DeskRow.mall_id == bindparam("mall_id"), DeskRow.closed_at.is_(None))
_EVERY_OPEN = Prepared(_OPEN)
_OF_PERSON = Prepared(_OPEN.where(DeskRow.person_id == bindparam("person_id")))
_AT_COUNTER = Prepared(_OPEN.where(DeskRow.counter_id == bindparam("counter_id")))
_BY_ID = Prepared(select(*_COLUMNS).where(DeskRow.mall_id == bindparam("mall_id"), DeskRow.id == bindparam("desk_id")))


def _as_desk(row: AnyRow) -> Desk:
    values = list(row)
    values[3] = tuple(values[3])
    return Desk(*values)


def of_person(connection: Connection, mall_id: int, person_id: int) -> Desk | None:
    """The desk that this officer has open."""
    row = _OF_PERSON.first(connection, mall_id=mall_id, person_id=person_id)
    return None if row is None else _as_desk(row)


def at_counter(connection: Connection, mall_id: int, counter_id: int) -> Desk | None:
    """The desk that is open at this counter."""
    row = _AT_COUNTER.first(connection, mall_id=mall_id, counter_id=counter_id)
    return None if row is None else _as_desk(row)


def by_id(connection: Connection, mall_id: int, desk_id: int) -> Desk | None:
    row = _BY_ID.first(connection, mall_id=mall_id, desk_id=desk_id)
    return None if row is None else _as_desk(row)


def open_desks(connection: Connection, mall_id: int) -> dict[int, Desk]:
    """Every open desk by its counter's id."""
    return {row.counter_id: _as_desk(row) for row in _EVERY_OPEN.all(connection, mall_id=mall_id)}
