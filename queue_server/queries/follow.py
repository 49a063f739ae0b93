"""What a visitor sees on the telephone: the state of the number, people ahead, and the counter when it is called."""

from datetime import datetime

from sqlalchemy import Connection

from queue_server.domain.estimate import wait
from queue_server.domain.house import House
from queue_server.domain.lifecycle import State
from queue_server.domain.patience import COME_BACK_WITHIN
from queue_server.domain.ticket import Face, Ticket, local
from queue_server.queries import line
from queue_server.queries.catalogue import wait_face


def follow(connection: Connection, house: House, ticket: Ticket, *, now: datetime) -> Face:
    """The visitor's view of one ticket as the contract has it."""
    is_waiting = ticket.state is State.WAITING
    ahead = line.people_ahead(connection, ticket)
    expected = None
    if is_waiting:
        pace = line.pace_of(connection, ticket.line_id, ticket.day)
        counters = line.open_lines(connection, house.mall_id).get(ticket.line(house).code, 0)
        expected = wait(ahead, pace, open_counters=counters, now=now)
    service, counter = ticket.service(house), ticket.counter(house)
    called_here = counter is not None and ticket.state in (State.CALLED, State.SERVING)
    come_back = ticket.missed_at + COME_BACK_WITHIN if ticket.missed_at and ticket.state is State.MISSED else None
    return {
        "number": ticket.number,
        "state": ticket.state.value,
        "seq": ticket.seq,
        "service_name": service.name,
        "service_name_en": service.name_en,
        "requirements": list(service.requirements),
        "agency_name": service.agency.name,
        "agency_name_en": service.agency.name_en,
        "agency_short_name": service.agency.short_name,
        "zone": service.agency.zone.code,
        "zone_name": service.agency.zone.name,
        "zone_name_en": service.agency.zone.name_en,
        "floor": service.agency.zone.floor,
        "ahead": ahead if is_waiting else None,
        "wait": wait_face(expected),
        "counter": {"code": counter.code, "number": counter.number} if counter and called_here else None,
        "called_at": local(ticket.called_at, house.zone),
        "issued_at": local(ticket.issued_at, house.zone),
        "priority": ticket.priority,
        "park_reason": ticket.park_reason,
        "come_back_until": local(come_back, house.zone),
    }
