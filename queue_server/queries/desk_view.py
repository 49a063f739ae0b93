"""What an officer's console shows: the desk, the ticket in hand, who waits, is parked or was missed."""

from collections.abc import Callable
from datetime import date

from sqlalchemy import Connection

from queue_server.domain.house import Counter, House
from queue_server.domain.lifecycle import State
from queue_server.domain.patience import ANNOUNCE_AGAIN_AFTER, ANNOUNCE_AGAIN_MOST
from queue_server.domain.ticket import Desk, Face, Ticket, desk_face, local
from queue_server.queries import desk as desks
from queue_server.queries import line, statistics
from queue_server.queries import ticket as tickets
from queue_server.queries.faces import Faces, Key
from queue_server.queries.hall import officers

WAITING_SHOWN = 50
SIDE_SHOWN = 30


def desk_view(
    connection: Connection,
    house: House,
    desk: Desk,
    *,
    day: date,
    undo: Face | None,
    faces: Faces,
    typical: Callable[[int], list[int] | None],
) -> Face:
    """The whole desk as the contract has it; `undo` is what undoing.open_undo says, already in words of the wire, and
    `typical` says how many minutes a service (by id) usually takes."""
    counter = house.counters_by_id[desk.counter_id]
    in_hand = tickets.in_hand(connection, house.mall_id, counter.id)
    line_ids = [house.lines[code].id for code in desk.lines if code in house.lines]
    waiting = line.waiting(connection, line_ids, most=WAITING_SHOWN)
    aside = line.set_aside(connection, house.mall_id, line_ids, most=SIDE_SHOWN)
    count = len(waiting) if len(waiting) < WAITING_SHOWN else line.waiting_count(connection, line_ids)

    def shown(keys: list[Key]) -> list[Face]:
        return faces.of(connection, house, keys)

    return {
        **desk_face(counter, desk, in_hand, house),
        "agency_name": counter.agency.short_name,
        "lines": [{"code": code, "name": house.lines[code].name} for code in desk.lines if code in house.lines],
        "ticket": next(iter(shown([(in_hand.id, in_hand.seq)])), None) if in_hand else None,
        "waiting": shown(waiting),
        "waiting_count": count,
        "parked": shown(aside[State.PARKED]),
        "missed": shown(aside[State.MISSED]),
        "undo": undo,
        "served_today": statistics.served_by(connection, house.mall_id, desk.person_id, day=day, zone=house.zone),
        "typical_minutes": typical(in_hand.service_id) if in_hand else None,
        "announcements": _announcements(in_hand, house) if in_hand and in_hand.state is State.CALLED else None,
    }


def counters_view(connection: Connection, house: House, counters: list[Counter]) -> list[Face]:
    """The counters an officer may open, with their state now."""
    opened = desks.open_desks(connection, house.mall_id)
    names = officers(connection, house.mall_id)
    return [
        {
            **desk_face(counter, opened.get(counter.id), None, house),
            "lines": [one.code for one in counter.lines],
            "officer": names.get(counter.code),
        }
        for counter in counters
    ]


def _announcements(ticket: Ticket, house: House) -> Face:
    next_at = ticket.announced_at + ANNOUNCE_AGAIN_AFTER if ticket.announced_at else None
    return {"count": ticket.announced - 1, "max": ANNOUNCE_AGAIN_MOST, "next_at": local(next_at, house.zone)}
