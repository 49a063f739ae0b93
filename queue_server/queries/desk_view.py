"""What an officer's console shows: the desk, the ticket in hand, who waits, is parked or was missed."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from sqlalchemy import Connection, select

from queue_server.db.flow import Visit
from queue_server.db.prepared import Prepared, list_of, numbered
from queue_server.domain.house import Counter, House
from queue_server.domain.lifecycle import State
from queue_server.domain.line import Join, Place, Why, reason
from queue_server.domain.patience import ANNOUNCE_AGAIN_AFTER, ANNOUNCE_AGAIN_MOST, COME_BACK_WITHIN
from queue_server.domain.ticket import Desk, Face, Ticket, desk_face, local, ticket_face
from queue_server.queries import desk as desks
from queue_server.queries import line, statistics
from queue_server.queries import ticket as tickets

WAITING_SHOWN = 50
SIDE_SHOWN = 30


def desk_view(connection: Connection, house: House, desk: Desk, *, day: date, undo: Face | None) -> Face:
    """The whole desk as the contract has it; `undo` is what undoing.open_undo says, already in words of the wire."""
    counter = house.counters_by_id[desk.counter_id]
    in_hand = tickets.in_hand(connection, house.mall_id, counter.id)
    line_ids = [house.lines[code].id for code in desk.lines if code in house.lines]
    waiting = line.waiting(connection, house.mall_id, line_ids, most=WAITING_SHOWN)
    parked = line.in_state(connection, house.mall_id, line_ids, State.PARKED, most=SIDE_SHOWN)
    missed = line.in_state(connection, house.mall_id, line_ids, State.MISSED, most=SIDE_SHOWN)
    shown = [*waiting, *parked, *missed, *([in_hand] if in_hand else [])]
    languages = _languages(connection, shown)
    count = len(waiting) if len(waiting) < WAITING_SHOWN else line.waiting_count(connection, line_ids)
    return {
        **desk_face(counter, desk, in_hand, house),
        "agency_name": counter.agency.short_name,
        "lines": [{"code": code, "name": house.lines[code].name} for code in desk.lines if code in house.lines],
        "ticket": full_face(in_hand, house, languages) if in_hand else None,
        "waiting": [full_face(one, house, languages) for one in waiting],
        "waiting_count": count,
        "parked": [full_face(one, house, languages) for one in parked],
        "missed": [full_face(one, house, languages) for one in missed],
        "undo": undo,
        "served_today": statistics.served_by(connection, house.mall_id, desk.person_id, day=day, zone=house.zone),
        "typical_minutes": statistics.typical_minutes(connection, in_hand.service_id) if in_hand else None,
        "announcements": _announcements(in_hand, house) if in_hand and in_hand.state is State.CALLED else None,
    }


def counters_view(connection: Connection, house: House, counters: list[Counter]) -> list[Face]:
    """The counters an officer may open, with their state now."""
    opened = desks.open_desks(connection, house.mall_id)
    return [
        {
            **desk_face(counter, opened.get(counter.id), None, house),
            "lines": [one.code for one in counter.lines],
        }
        for counter in counters
    ]


def full_face(ticket: Ticket, house: House, languages: Mapping[int, str]) -> Face:
    """A ticket's face with what its officer needs besides."""
    service = ticket.service(house)
    come_back = ticket.missed_at + COME_BACK_WITHIN if ticket.missed_at and ticket.state is State.MISSED else None
    why = why_of(house, ticket)
    return {
        **ticket_face(ticket, house),
        "service_name": service.name,
        "service_name_en": service.name_en,
        "service_short_name": service.short_name,
        "language": languages.get(ticket.visit_id, "id"),
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


def _announcements(ticket: Ticket, house: House) -> Face:
    next_at = ticket.announced_at + ANNOUNCE_AGAIN_AFTER if ticket.announced_at else None
    return {"count": ticket.announced - 1, "max": ANNOUNCE_AGAIN_MOST, "next_at": local(next_at, house.zone)}


def _languages(connection: Connection, shown: list[Ticket]) -> dict[int, str]:
    if not shown:
        return {}
    ids = [one.visit_id for one in shown]
    return {row[0]: row[1] for row in _languages_of(len(ids)).all(connection, **numbered("visit", ids))}


@cache
def _languages_of(count: int) -> Prepared:
    return Prepared(select(Visit.id, Visit.language).where(Visit.id.in_(list_of("visit", count))))
