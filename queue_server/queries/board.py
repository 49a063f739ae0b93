"""The board: one snapshot of the hall, from which every screen starts and to which it applies the facts that follow."""

from datetime import date, datetime

from sqlalchemy import Connection

from queue_server.domain.house import House
from queue_server.domain.ticket import Face, Ticket, desk_face, local, ticket_face
from queue_server.queries import availability, journal, line
from queue_server.queries import desk as desks
from queue_server.queries import ticket as tickets
from queue_server.queries.catalogue import agency_opening, line_waits, mall_face, reason_of, wait_face
from queue_server.queries.ticket import IN_HAND

RECENT_CALLS = 20


def board(connection: Connection, house: House, *, day: date, now: datetime, zone: str | None = None) -> Face:
    """The hall, or one zone of it, at the mall's last `seq`."""
    live = tickets.live(connection, house.mall_id)
    recent = tickets.recently_called(connection, house.mall_id, day, most=RECENT_CALLS * (1 if zone is None else 4))
    waiting = line.waiting_counts(connection, house.mall_id)
    decisions = availability.decisions(connection, house, day=day, now=now)
    waits = line_waits(connection, house, waiting, day=day, now=now)

    def here(code: str) -> bool:
        return zone is None or code == zone

    agencies = [agency for agency in house.agencies.values() if here(agency.zone.code)]
    openings = {agency.code: agency_opening(house, agency, decisions) for agency in agencies}
    return {
        "mall": mall_face(house, day, now),
        "seq": journal.seq_of(connection, house.mall_id),
        "at": local(now, house.zone),
        "zones": [
            {"code": one.code, "name": one.name, "name_en": one.name_en, "floor": one.floor}
            for one in house.zones.values()
        ],
        "agencies": [
            {
                "code": agency.code,
                "name": agency.name,
                "name_en": agency.name_en,
                "short_name": agency.short_name,
                "zone": agency.zone.code,
                "floor": agency.zone.floor,
                "open": openings[agency.code].open,
                "reason": reason_of(openings[agency.code]),
                "opens_at": local(openings[agency.code].opens_at, house.zone),
            }
            for agency in agencies
        ],
        "lines": [
            {
                "code": one.code,
                "name": one.name,
                "name_en": one.name_en,
                "agency": one.agency.code,
                "zone": one.agency.zone.code,
                "wait": wait_face(waits.get(one.id)),
            }
            for one in house.lines.values()
            if here(one.agency.zone.code)
        ],
        "desks": [face for face in desk_faces(connection, house, live) if here(str(face["zone"]))],
        "tickets": [face for face in (ticket_face(one, house) for one in live) if here(str(face["zone"]))],
        "calls": [face for face in (call_face(one, house) for one in recent) if here(str(face["zone"]))][:RECENT_CALLS],
    }


def desk_faces(connection: Connection, house: House, live: list[Ticket]) -> list[Face]:
    """Every counter of the mall, the closed ones too."""
    opened = desks.open_desks(connection, house.mall_id)
    in_hand = {one.counter_id: one for one in live if one.state.value in IN_HAND}
    return [
        desk_face(counter, opened.get(counter.id), in_hand.get(counter.id), house)
        for counter in house.counters.values()
    ]


def call_face(ticket: Ticket, house: House) -> Face:
    """One row of the recent calls."""
    counter, agency = ticket.counter(house), ticket.service(house).agency
    return {
        "ticket": ticket.id,
        "number": ticket.number,
        "counter": counter.code if counter else None,
        "counter_number": counter.number if counter else None,
        "agency": agency.code,
        "zone": agency.zone.code,
        "at": local(ticket.announced_at, house.zone),
        "announced": ticket.announced,
        "seq": ticket.seq,
        "state": ticket.state.value,
    }
