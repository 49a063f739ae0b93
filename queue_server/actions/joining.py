"""How a ticket comes to stand in a line: first issued, sent on from another, or come back."""

from queue_server.db import flow
from queue_server.db.work import Work
from queue_server.domain.estimate import Wait
from queue_server.domain.events import TicketIssued
from queue_server.domain.house import Service
from queue_server.domain.lifecycle import State
from queue_server.domain.line import Place, queue_key
from queue_server.domain.ticket import Ticket, ticket_face


def join_line(
    work: Work,
    service: Service,
    place: Place,
    *,
    visit_id: int,
    number: str,
    sequence: int | None = None,
    ahead: int | None = None,
    expected: Wait | None = None,
) -> Ticket:
    """A new waiting ticket of the visit. `sequence` None: a visit sent on keeps the number on its paper."""
    key = queue_key(place, service.agency.policy)
    seq = work.next_seq
    ticket_id = work.add(
        flow.Ticket,
        mall_id=work.mall_id,
        visit_id=visit_id,
        line_id=service.line.id,
        service_id=service.id,
        day=work.day,
        sequence=sequence,
        number=number,
        state=State.WAITING.value,
        seq=seq,
        priority=place.priority,
        join=place.join.value,
        key=key,
        issued_at=work.now,
        joined_at=place.joined_at,
        announced=0,
        promised_ahead=ahead,
        promised_low=expected.low if expected else None,
        promised_likely=expected.likely if expected else None,
        promised_high=expected.high if expected else None,
    )
    ticket = Ticket(
        id=ticket_id,
        visit_id=visit_id,
        line_id=service.line.id,
        service_id=service.id,
        counter_id=None,
        day=work.day,
        number=number,
        state=State.WAITING,
        seq=seq,
        priority=place.priority,
        join=place.join.value,
        key=key,
        issued_at=work.now,
        joined_at=place.joined_at,
        called_at=None,
        serving_at=None,
        ended_at=None,
        announced=0,
        announced_at=None,
        missed_at=None,
        park_reason=None,
    )
    work.record(TicketIssued(ticket=ticket_face(ticket, work.house)))
    return ticket
