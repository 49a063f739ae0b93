"""The supervisor's view: every line, counter and device as it is now."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, select

from queue_server.db.base import AnyRow
from queue_server.db.flow import Desk as DeskRow
from queue_server.db.house import Counter, Person
from queue_server.domain.availability import Decision
from queue_server.domain.estimate import Wait
from queue_server.domain.house import Agency, House, Line, Service
from queue_server.domain.lifecycle import State
from queue_server.domain.ticket import Face, local
from queue_server.queries import access, availability, journal, statistics
from queue_server.queries import ticket as tickets
from queue_server.queries.board import desk_faces
from queue_server.queries.catalogue import line_waits, reason_of, wait_face
from queue_server.queries.statistics import LineDay

ONLINE_WITHIN = timedelta(seconds=75)  # screens ask at least every thirty
NOBODY = LineDay(0, None, None, 0, 0, 0)


def hall(
    connection: Connection,
    house: House,
    *,
    day: date,
    now: datetime,
    agency_id: int | None,
    seen: Mapping[int, datetime],
) -> Face:
    """The live figures, of one agency where `agency_id` says so. `seen`: when each device (by id) last knocked."""
    days = statistics.line_days(connection, house.mall_id, day)
    live = tickets.live(connection, house.mall_id)
    waits = line_waits(connection, house, {key: value.waiting for key, value in days.items()}, day=day, now=now)
    decisions = availability.decisions(connection, house, day=day, now=now)
    by_service = statistics.waiting_by_service(connection, house.mall_id)
    agencies = [one for one in house.agencies.values() if agency_id in (None, one.id)]
    codes = {one.code for one in agencies}
    names = officers(connection, house.mall_id)
    numbers = {one.id: one.number for one in live}
    counters = [
        {**face, "officer": names.get(str(face["counter"])), "number_in_hand": numbers.get(_int(face["ticket"]))}
        for face in desk_faces(connection, house, live)
        if face["agency"] in codes
    ]
    here = [days.get(one.id, NOBODY) for one in house.lines.values() if one.agency.code in codes]
    in_state = [one.state for one in live if one.service(house).agency.code in codes]
    return {
        "seq": journal.seq_of(connection, house.mall_id),
        "at": local(now, house.zone),
        "mall": {"code": house.code, "name": house.name, "day": day.isoformat()},
        "totals": {
            "waiting": sum(one.waiting for one in here),
            "called": in_state.count(State.CALLED),
            "serving": in_state.count(State.SERVING),
            "parked": in_state.count(State.PARKED),
            "finished": sum(one.finished for one in here),
            "missed": sum(one.missed for one in here),
            "withdrawn": sum(one.withdrawn for one in here),
            **{f"counters_{name}": count for name, count in _counts(counters).items()},
        },
        "agencies": [_agency(house, one, days, waits, decisions, by_service, counters, now) for one in agencies],
        "counters": counters,
        "devices": [_device(row, seen.get(row.id), house, now) for row in access.devices(connection, house.mall_id)],
    }


def _agency(
    house: House,
    agency: Agency,
    days: Mapping[int, LineDay],
    waits: Mapping[int, Wait | None],
    decisions: Mapping[str, Decision],
    by_service: Mapping[int, int],
    counters: list[Face],
    now: datetime,
) -> Face:
    lines = [one for one in house.lines.values() if one.agency.id == agency.id]
    own = [days.get(one.id, NOBODY) for one in lines]
    oldest = [one.oldest_joined_at for one in own if one.oldest_joined_at is not None]
    called = [(one.average_wait, one.finished + one.missed or 1) for one in own if one.average_wait is not None]
    weight = sum(count for _, count in called)
    return {
        "code": agency.code,
        "short_name": agency.short_name,
        "name": agency.name,
        "name_en": agency.name_en,
        "zone": agency.zone.code,
        "waiting": sum(one.waiting for one in own),
        "longest_wait_minutes": _since(min(oldest), now) if oldest else None,
        "average_wait_minutes": _minutes(sum(wait * count for wait, count in called) / weight) if called else None,
        "finished": sum(one.finished for one in own),
        "missed": sum(one.missed for one in own),
        "counters": _counts([one for one in counters if one["agency"] == agency.code]),
        "lines": [_line(house, one, days, waits, decisions, by_service, counters, now) for one in lines],
    }


def _line(
    house: House,
    one: Line,
    days: Mapping[int, LineDay],
    waits: Mapping[int, Wait | None],
    decisions: Mapping[str, Decision],
    by_service: Mapping[int, int],
    counters: list[Face],
    now: datetime,
) -> Face:
    figures = days.get(one.id, NOBODY)
    serving = [face for face in counters if one.code in _codes(face) and face["state"] not in ("closed", "paused")]
    return {
        "code": one.code,
        "name": one.name,
        "name_en": one.name_en,
        "waiting": figures.waiting,
        "longest_wait_minutes": _since(figures.oldest_joined_at, now) if figures.oldest_joined_at else None,
        "average_wait_minutes": _minutes(figures.average_wait) if figures.average_wait is not None else None,
        "finished": figures.finished,
        "missed": figures.missed,
        "open_counters": len(serving),
        "wait": wait_face(waits.get(one.id)),
        "target_minutes": one.agency.policy.targets_min.normal,
        "services": [
            _service(house, service, decisions[service.code], by_service)
            for service in house.services.values()
            if service.line.id == one.id
        ],
    }


def _service(house: House, service: Service, decision: Decision, by_service: Mapping[int, int]) -> Face:
    override = service.override
    return {
        "code": service.code,
        "name": service.name,
        "name_en": service.name_en,
        "open": decision.open,
        "reason": reason_of(decision),
        "opens_at": local(decision.opens_at, house.zone),
        "override": {"open": override.open, "reason": override.reason, "until": local(override.until, house.zone)}
        if override
        else None,
        "waiting": by_service.get(service.id, 0),
    }


def _device(row: AnyRow, seen: datetime | None, house: House, now: datetime) -> Face:
    return {
        "id": row.id,
        "name": row.name,
        "kind": row.kind,
        "zone": row.zone,
        "online": is_online(seen, now),
        "seen_at": local(seen, house.zone),
    }


def is_online(seen: datetime | None, now: datetime) -> bool:
    """Whether a device that knocked then counts as here now."""
    return seen is not None and now - seen < ONLINE_WITHIN


def officers(connection: Connection, mall_id: int) -> dict[str, str]:
    """Who sits where: officer's name by counter code; for staff only, never for the hall."""
    query = (
        select(Counter.code, Person.name)
        .select_from(DeskRow)
        .join(Person, Person.id == DeskRow.person_id)
        .join(Counter, Counter.id == DeskRow.counter_id)
        .where(DeskRow.mall_id == mall_id, DeskRow.closed_at.is_(None))
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def _counts(counters: list[Face]) -> dict[str, int]:
    states = [face["state"] for face in counters]
    closed, paused = states.count("closed"), states.count("paused")
    return {"open": len(states) - closed - paused, "paused": paused, "closed": closed}


def _codes(face: Face) -> list[str]:
    codes = face["lines"]
    return codes if isinstance(codes, list) else []


def _int(value: object) -> int:
    return value if isinstance(value, int) else 0


def _since(instant: datetime, now: datetime) -> int:
    return _minutes((now - instant).total_seconds())


def _minutes(seconds: float) -> int:
    return max(0, round(seconds / 60))
