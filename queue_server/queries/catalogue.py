"""What the mall offers now: every agency and service, open or why not, how many wait and how long."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, func, select

from queue_server.db.flow import Ticket as TicketRow
from queue_server.domain.availability import Decision
from queue_server.domain.estimate import Pace, Wait, wait
from queue_server.domain.house import Agency, House, Line, Service
from queue_server.domain.ticket import Face, local
from queue_server.queries import availability, line

# A month of days makes a service's popularity; today counts more, so that a run on one service shows within the hour.
POPULAR_DAYS = 28
TODAY_WEIGHT = 5


def catalogue(
    connection: Connection, house: House, *, day: date, now: datetime, seq: int, wanted: Mapping[int, float]
) -> Face:
    """The whole catalogue as the contract has it; `wanted` is what popularity said lately."""
    decisions = availability.decisions(connection, house, day=day, now=now)
    waiting = line.waiting_counts(connection, house.mall_id)
    waits = line_waits(connection, house, waiting, day=day, now=now)
    return {
        "mall": mall_face(house, day, now),
        "agencies": [_agency(house, agency, decisions, waiting, waits, wanted) for agency in house.agencies.values()],
        "at": local(now, house.zone),
        "seq": seq,
    }


def mall_face(house: House, day: date, now: datetime) -> Face:
    return {
        "code": house.code,
        "name": house.name,
        "timezone": house.zone.key,
        "zone_name": now.astimezone(house.zone).tzname(),
        "day": day.isoformat(),
    }


def line_waits(
    connection: Connection, house: House, waiting: Mapping[int, int], *, day: date, now: datetime
) -> dict[int, Wait | None]:
    """How long somebody who joined each line now would wait, by line id."""
    paces = line.paces(connection, [one.id for one in house.lines.values()], day)
    counters = line.open_lines(connection, house.mall_id)
    return {
        one.id: wait(
            waiting.get(one.id, 0), paces.get(one.id, Pace()), open_counters=counters.get(one.code, 0), now=now
        )
        for one in house.lines.values()
    }


def popularity(connection: Connection, house: House, day: date) -> dict[int, float]:
    """A rank per service id: the catalogue's own share of demand, then what people here really took lately.

    It walks through four weeks of numbers: to be kept for minutes, not asked for at each look."""
    since = day - timedelta(days=POPULAR_DAYS)
    query = (
        select(TicketRow.service_id, TicketRow.day == day, func.count())
        .where(TicketRow.mall_id == house.mall_id, TicketRow.day >= since)
        .group_by(TicketRow.service_id, TicketRow.day == day)
    )
    taken: dict[int, int] = {}
    for service_id, is_today, count in connection.execute(query):
        taken[service_id] = taken.get(service_id, 0) + count * (TODAY_WEIGHT if is_today else 1)
    every = sum(taken.values()) or 1
    # The plan weighs as much as two hundred numbers: it leads on the first day and is outgrown within a week.
    weight = 200 / (every + 200)
    return {
        service.id: weight * service.agency.demand_share * service.demand_share
        + (1 - weight) * taken.get(service.id, 0) / every
        for service in house.services.values()
    }


def wait_face(expected: Wait | None) -> Face | None:
    return {"low": expected.low, "likely": expected.likely, "high": expected.high} if expected else None


def reason_of(decision: Decision) -> str | None:
    return decision.reason.value if decision.reason else None


def agency_opening(house: House, agency: Agency, decisions: Mapping[str, Decision]) -> Decision:
    """An agency is open when any of its services is; else the reason of the one that opens first."""
    own = [decisions[service.code] for service in house.services.values() if service.agency.id == agency.id]
    opened = next((decision for decision in own if decision.open), None)
    if opened is not None:
        return opened
    dated = [decision for decision in own if decision.opens_at is not None]
    return min(dated, key=lambda one: str(one.opens_at)) if dated else (own[0] if own else Decision(False))


def _agency(
    house: House,
    agency: Agency,
    decisions: Mapping[str, Decision],
    waiting: Mapping[int, int],
    waits: Mapping[int, Wait | None],
    wanted: Mapping[int, float],
) -> Face:
    opening = agency_opening(house, agency, decisions)
    services = [service for service in house.services.values() if service.agency.id == agency.id]
    return {
        "code": agency.code,
        "name": agency.name,
        "name_en": agency.name_en,
        "short_name": agency.short_name,
        "zone": agency.zone.code,
        "zone_name": agency.zone.name,
        "floor": agency.zone.floor,
        "demand_share": agency.demand_share,
        "open": opening.open,
        "reason": reason_of(opening),
        "opens_at": local(opening.opens_at, house.zone),
        "services": [_service(house, service, decisions[service.code], waiting, waits, wanted) for service in services],
    }


def _service(
    house: House,
    service: Service,
    decision: Decision,
    waiting: Mapping[int, int],
    waits: Mapping[int, Wait | None],
    wanted: Mapping[int, float],
) -> Face:
    own: Line = service.line
    return {
        "code": service.code,
        "name": service.name,
        "name_en": service.name_en,
        "short_name": service.short_name,
        "short_name_en": service.short_name_en,
        "line": own.code,
        "open": decision.open,
        "reason": reason_of(decision),
        "opens_at": local(decision.opens_at, house.zone),
        "ahead": waiting.get(own.id, 0),
        "wait": wait_face(waits.get(own.id)),
        "target_minutes": service.target_minutes,
        "requirements": list(service.requirements),
        "requirements_en": list(service.requirements_en),
        "synonyms": list(service.synonyms),
        "popularity": round(wanted.get(service.id, 0.0), 6),
    }
