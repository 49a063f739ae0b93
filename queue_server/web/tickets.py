"""Numbers: take one, look at one, put one forward."""

from flask import Response
from sqlalchemy import Connection

from queue_server.actions import citizen, supervisor
from queue_server.actions.citizen import Issued, Order
from queue_server.domain.estimate import Wait
from queue_server.domain.events import Fact
from queue_server.domain.house import House, Service
from queue_server.domain.printing import JobState
from queue_server.domain.refusals import (
    AgencyOther,
    BodyInvalid,
    KeyReused,
    RateLimited,
    ServiceClosed,
    ServiceUnknown,
    TicketUnknown,
    TicketWrongState,
)
from queue_server.domain.roles import Deed, DeviceKind, in_agency
from queue_server.domain.ticket import Face, Ticket, ticket_face
from queue_server.queries import paper
from queue_server.queries import ticket as tickets
from queue_server.queries.catalogue import wait_face
from queue_server.web import schemas
from queue_server.web.answers import actor, as_json, command, fact_faces, known
from queue_server.web.bodies import Because, TakeNumber
from queue_server.web.door import Door
from queue_server.web.hall import hall


def take(body: TakeNumber) -> Response:
    """Gives a number. The same key gives the same number."""
    who = known()
    if who.actor.device_kind is DeviceKind.KIOSK:
        limits, device = hall().settings.limits, str(who.actor.id)
        hall().limiter.hit(limits.tickets_per_kiosk, "tickets", device)
        hall().limiter.hit(limits.tickets_alike, "alike", device, body.service)
    with command() as done:
        service = service_of(done.house, body.service)
        in_agency(who.actor, service.agency.id)
        if done.again:
            answer = _issued_before(done.work.connection, done.house, done.facts[0])
        else:
            order = Order(
                language=body.language,
                priority=body.priority,
                channel="kiosk" if who.actor.kind == "device" else "reception",
                device_id=who.actor.id if who.actor.kind == "device" else None,
                printer_id=who.printer_id,
                device_name=who.actor.name if who.actor.kind == "device" else "",
                public_url=hall().settings.public_url,
            )
            answer = _issued(citizen.issue(done.work, service, order), done.house)
    return as_json(answer, 201)


def look(ticket_id: int) -> Response:
    """One ticket as it now is."""
    with hall().store.read() as connection:
        house = hall().store.house(connection, actor().mall_id or 0)
        ticket = _found(tickets.by_id(connection, house.mall_id, ticket_id), ticket_id)
        return as_json(ticket_view(ticket, house))


def prioritise(body: Because, ticket_id: int) -> Response:
    """Puts a waiting person forward, with a reason on record."""
    with command() as done:
        found = _found(tickets.by_id(done.work.connection, done.work.mall_id, ticket_id), ticket_id)
        if not done.again:
            found = supervisor.prioritise(done.work, found, reason=body.reason)
        house = done.house
    return as_json({"ticket": ticket_view(found, house), "facts": fact_faces(done.facts, house)})


def service_of(house: House, code: str) -> Service:
    """The standing service with that code. Refuses ServiceUnknown."""
    if code not in house.services:
        raise ServiceUnknown(service=code)
    return house.services[code]


def ticket_view(ticket: Ticket, house: House) -> Face:
    """A ticket's face with the names that go with its codes."""
    service = ticket.service(house)
    return {
        **ticket_face(ticket, house),
        "service_name": service.name,
        "service_name_en": service.name_en,
        "agency_name": service.agency.short_name,
        "zone_name": service.agency.zone.name,
        "zone_name_en": service.agency.zone.name_en,
        "floor": service.agency.zone.floor,
    }


def _issued(issued: Issued, house: House) -> Face:
    slip = {"id": issued.slip_id, "state": JobState.QUEUED.value} if issued.slip_id is not None else None
    return {
        **ticket_view(issued.ticket, house),
        "ahead": issued.ahead,
        "wait": wait_face(issued.wait),
        "token": issued.token,
        "follow_url": f"{hall().settings.public_url}/t/{issued.token}",
        "slip": slip,
    }


def _issued_before(connection: Connection, house: House, fact: Fact) -> Face:
    """The answer of then to a key that comes again: the ticket's face as it was in the fact."""
    face = fact.body["ticket"]
    then = face if isinstance(face, dict) else {}
    ticket_id = int(then.get("id", 0))
    ticket = _found(tickets.by_id(connection, house.mall_id, ticket_id), ticket_id)
    promise, visit = tickets.promised(connection, ticket_id), tickets.visit_of(connection, ticket)
    expected = None if promise.low is None else Wait(promise.low, promise.likely or 0, promise.high or 0)
    slips = paper.of_ticket(connection, house.mall_id, ticket_id)
    issued = Issued(ticket, visit.token, promise.ahead, expected, slips[0].id if slips else None)
    return {**_issued(issued, house), **then}


def _found(ticket: Ticket | None, ticket_id: int) -> Ticket:
    if ticket is None:
        raise TicketUnknown(ticket=ticket_id)
    return ticket


DOORS = [
    Door(
        method="POST",
        path="/api/v1/tickets",
        view=take,
        needs=Deed.ISSUE,
        summary="Take a number",
        body=TakeNumber,
        answer=schemas.IssuedTicket,
        status=201,
        refusals=(ServiceUnknown, ServiceClosed, AgencyOther, RateLimited, KeyReused, BodyInvalid),
    ),
    Door(
        method="GET",
        path="/api/v1/tickets/<int:ticket_id>",
        view=look,
        needs=Deed.FOLLOW_STAFF,
        summary="One ticket as it now is",
        answer=schemas.Ticket,
        refusals=(TicketUnknown,),
    ),
    Door(
        method="POST",
        path="/api/v1/tickets/<int:ticket_id>/prioritise",
        view=prioritise,
        needs=Deed.PRIORITISE,
        summary="Put a waiting person forward, with a reason",
        body=Because,
        answer=schemas.TicketAnswer,
        refusals=(TicketUnknown, TicketWrongState, AgencyOther),
    ),
]
