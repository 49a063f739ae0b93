"""A ticket's open call, written without asking for it first: there is at most one."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, update

from queue_server.db.flow import Call
from queue_server.db.prepared import Prepared

_OPEN = (Call.ticket_id == bindparam("of_ticket")) & Call.ended_at.is_(None)
_MOMENT = bindparam("at", type_=Call.ended_at.type)
_END = Prepared(update(Call).where(_OPEN).values(ended_at=_MOMENT, outcome=bindparam("outcome")).returning(Call.id))
_ANSWER = Prepared(update(Call).where(_OPEN).values(arrived_at=_MOMENT).returning(Call.id))


def end(connection: Connection, ticket_id: int, *, at: datetime, outcome: str) -> int | None:
    """Ends the ticket's open call, if it has one, and gives its id."""
    found: int | None = _END.scalar(connection, of_ticket=ticket_id, at=at, outcome=outcome)
    return found


def answer(connection: Connection, ticket_id: int, *, at: datetime) -> int | None:
    """The person is here: marks the ticket's open call as answered, and gives its id."""
    found: int | None = _ANSWER.scalar(connection, of_ticket=ticket_id, at=at)
    return found
