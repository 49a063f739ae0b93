"""What a supervisor does: open and close services against the plan, with a reason, and put a person forward."""

from datetime import datetime

from queue_server.actions.moves import change
from queue_server.db import house as rows
from queue_server.db.work import Work
from queue_server.domain.events import Event, ServiceClosed, ServiceOpened, ServiceScheduled, TicketPrioritised
from queue_server.domain.house import Service
from queue_server.domain.lifecycle import State
from queue_server.domain.line import Join, Place, queue_key
from queue_server.domain.refusals import TicketWrongState
from queue_server.domain.roles import in_agency
from queue_server.domain.ticket import Face, Ticket, local
from queue_server.queries import availability
from queue_server.queries import ticket as tickets


def open_service(work: Work, service: Service, *, reason: str, until: datetime | None) -> Face:
    """Opens the service against its plan. Refuses AgencyOther."""
    return _override(work, service, ServiceOpened, is_open=True, reason=reason, until=until)


def close_service(work: Work, service: Service, *, reason: str, until: datetime | None) -> Face:
    """Closes the service; those who wait are still called. Refuses AgencyOther."""
    return _override(work, service, ServiceClosed, is_open=False, reason=reason, until=until)


def leave_to_plan(work: Work, service: Service, *, reason: str) -> Face:
    """Takes the supervisor's word back: hours and quota decide again. Refuses AgencyOther."""
    return _override(work, service, ServiceScheduled, is_open=None, reason=reason, until=None)


def prioritise(work: Work, ticket: Ticket, *, reason: str) -> Ticket:
    """Gives a waiting person the head start of those whom the law names. Refuses AgencyOther, TicketWrongState."""
    service = ticket.service(work.house)
    in_agency(work.by, service.agency.id)
    if ticket.state is not State.WAITING:
        raise TicketWrongState(state=ticket.state, move="prioritise")
    visit = tickets.visit_of(work.connection, ticket)
    place = Place(ticket.joined_at, Join(ticket.join), priority=True, first_joined_at=visit.created_at)
    key = min(ticket.key, queue_key(place, service.agency.policy))
    moved, _ = change(
        work, ticket, TicketPrioritised, note={"reason": reason}, seq=work.next_seq, priority=True, key=key
    )
    return moved


def service_face(work: Work, code: str) -> Face:
    """What anyone may know of a service now."""
    service = work.house.services[code]
    decision = availability.decision(work.connection, work.house, service, day=work.day, now=work.now)
    return {
        "code": service.code,
        "agency": service.agency.code,
        "line": service.line.code,
        "open": decision.open,
        "reason": decision.reason.value if decision.reason else None,
        "opens_at": local(decision.opens_at, work.house.zone),
    }


def _override(
    work: Work, service: Service, event: type[Event], *, is_open: bool | None, reason: str, until: datetime | None
) -> Face:
    in_agency(work.by, service.agency.id)
    kept = reason if is_open is not None else None
    work.change(rows.Service, service.id, override_open=is_open, override_reason=kept, override_until=until)
    work.house_changed()
    face = service_face(work, service.code)
    work.record(event(service=face, note={"reason": reason}))
    return face
