"""The visit report's figures: visits, numbers given, services done, people who did not come, per agency and service."""

from datetime import date

from sqlalchemy import Connection, case, func, select

from queue_server.db.flow import Call, Visit
from queue_server.db.flow import Ticket as TicketRow
from queue_server.domain.house import House
from queue_server.domain.lifecycle import State
from queue_server.domain.ticket import Face


def report(connection: Connection, house: House, *, first: date, last: date, agency_id: int | None) -> Face:
    """Figures of the days from `first` to `last`, both included. A visit is a person's stay, a number a place in a
    line, a service done a number that was served to its end: three figures, never one."""
    in_period = (TicketRow.mall_id == house.mall_id, TicketRow.day >= first, TicketRow.day <= last)
    services = [one.id for one in house.services_by_id.values() if agency_id in (None, one.agency.id)]
    mine = (*in_period, TicketRow.service_id.in_(services)) if agency_id is not None else in_period
    state = TicketRow.state
    columns = (
        func.count(),
        func.sum(case((TicketRow.sequence.is_not(None), 1), else_=0)),
        func.sum(case((state == State.FINISHED.value, 1), (state == State.TRANSFERRED.value, 1), else_=0)),
        func.sum(case((state == State.MISSED.value, 1), (TicketRow.missed_at.is_not(None), 1), else_=0)),
        func.sum(case((state == State.WITHDRAWN.value, 1), else_=0)),
        func.sum(case((TicketRow.priority.is_(True), 1), else_=0)),
    )
    rows = connection.execute(select(TicketRow.service_id, *columns).where(*mine).group_by(TicketRow.service_id)).all()
    waits = _waits(connection, house, first, last)
    by_service = [
        {
            "agency": house.services_by_id[row[0]].agency.code,
            "service": house.services_by_id[row[0]].code,
            "name": house.services_by_id[row[0]].name,
            "numbers": row[2],
            "places": row[1],
            "done": row[3],
            "missed": row[4],
            "withdrawn": row[5],
            "priority": row[6],
            "average_wait_minutes": waits.get(row[0]),
        }
        for row in rows
    ]
    by_service.sort(key=lambda one: (-int(one["numbers"] or 0), str(one["service"])))
    return {
        "mall": {"code": house.code, "name": house.name},
        "from": first.isoformat(),
        "to": last.isoformat(),
        "visits": _visits(connection, house, first, last, services if agency_id is not None else None),
        "numbers": sum(row[2] for row in rows),
        "done": sum(row[3] for row in rows),
        "missed": sum(row[4] for row in rows),
        "withdrawn": sum(row[5] for row in rows),
        "agencies": _by_agency(house, by_service),
        "services": by_service,
    }


def _by_agency(house: House, services: list[dict[str, object]]) -> list[Face]:
    agencies: dict[str, Face] = {}
    for one in services:
        code = str(one["agency"])
        sums = agencies.setdefault(
            code, {"agency": code, "name": house.agencies[code].name if code in house.agencies else code}
        )
        for figure in ("numbers", "done", "missed", "withdrawn", "priority"):
            sums[figure] = int(str(sums.get(figure, 0))) + int(str(one[figure]))
    return sorted(agencies.values(), key=lambda one: -int(str(one["numbers"])))


def _visits(connection: Connection, house: House, first: date, last: date, services: list[int] | None) -> int:
    if services is None:
        query = select(func.count()).where(Visit.mall_id == house.mall_id, Visit.day >= first, Visit.day <= last)
    else:
        query = select(func.count(TicketRow.visit_id.distinct())).where(
            TicketRow.mall_id == house.mall_id,
            TicketRow.day >= first,
            TicketRow.day <= last,
            TicketRow.service_id.in_(services),
        )
    return int(connection.execute(query).scalar_one())


def _waits(connection: Connection, house: House, first: date, last: date) -> dict[int, float]:
    query = (
        select(Call.service_id, func.avg(Call.waited_seconds))
        .where(Call.mall_id == house.mall_id, Call.day >= first, Call.day <= last, Call.reason != "resumed")
        .where(func.coalesce(Call.outcome, "") != "undone")
        .group_by(Call.service_id)
    )
    return {row[0]: round(float(row[1]) / 60, 1) for row in connection.execute(query)}
