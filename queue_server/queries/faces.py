"""Officers' faces of tickets, remembered by ticket and `seq`: while its seq stands, a ticket's face stays the same."""

from functools import cache

from sqlalchemy import Connection, bindparam, select

from queue_server.db.flow import Ticket as TicketRow
from queue_server.db.flow import Visit
from queue_server.db.prepared import Prepared, list_of, numbered
from queue_server.domain.house import House
from queue_server.domain.lifecycle import State
from queue_server.domain.line import Join, Place, Why, reason
from queue_server.domain.patience import COME_BACK_WITHIN
from queue_server.domain.ticket import Face, Ticket, local, ticket_face
from queue_server.queries.ticket import TICKET_COLUMNS, as_ticket

MOST = 8_000  # faces; a mall has a tenth of that waiting on its busiest day

Key = tuple[int, int]  # a ticket's id and its seq


class Faces:
    """A memory of faces for one process. Nobody may change a face that it gives."""

    def __init__(self) -> None:
        self._faces: dict[tuple[int, int, int], Face] = {}

    def of(self, connection: Connection, house: House, keys: list[Key]) -> list[Face]:
        """The faces of those tickets, in that order; the ones not remembered are read together."""
        missing = [ticket_id for ticket_id, seq in keys if (ticket_id, seq, house.version) not in self._faces]
        if missing:
            if len(self._faces) > MOST:
                self._faces = {}
            for row in _whole(len(missing)).all(connection, mall_id=house.mall_id, **numbered("ticket", missing)):
                ticket = as_ticket(row[:-1])
                self._faces[ticket.id, ticket.seq, house.version] = full_face(ticket, house, row[-1])
        found = [self._faces.get((ticket_id, seq, house.version)) for ticket_id, seq in keys]
        return [face for face in found if face is not None]


def full_face(ticket: Ticket, house: House, language: str) -> Face:
    """A ticket's face with what its officer needs besides."""
    service = ticket.service(house)
    come_back = ticket.missed_at + COME_BACK_WITHIN if ticket.missed_at and ticket.state is State.MISSED else None
    why = why_of(house, ticket)
    return {
        **ticket_face(ticket, house),
        "service_name": service.name,
        "service_name_en": service.name_en,
        "service_short_name": service.short_name,
        "language": language,
        "why": {
            "code": why.code,
            "joined_at": local(why.joined_at, house.zone),
            "counted_from": local(why.counted_from, house.zone),
        },
        "come_back_until": local(come_back, house.zone),
    }


def why_of(house: House, ticket: Ticket) -> Why:
    """Why the ticket stands where it stands."""
    policy = ticket.service(house).agency.policy
    return reason(Place(ticket.joined_at, Join(ticket.join), ticket.priority), policy)


@cache
def _whole(count: int) -> Prepared:
    return Prepared(
        select(*TICKET_COLUMNS, Visit.language)
        .join(Visit, Visit.id == TicketRow.visit_id)
        .where(TicketRow.mall_id == bindparam("mall_id"), TicketRow.id.in_(list_of("ticket", count)))
    )
