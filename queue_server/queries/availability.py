"""May this service give a number now: the house's hours, the day's quota, one decision."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, func, select

from queue_server.db.flow import Ticket as TicketRow
from queue_server.db.prepared import Prepared
from queue_server.domain.availability import Decision, Situation, decide
from queue_server.domain.house import House, Service
from queue_server.domain.lifecycle import State


def decision(connection: Connection, house: House, service: Service, *, day: date, now: datetime) -> Decision:
    """The one decision for one service. Counts the day's numbers only where there is a quota."""
    issued = 0
    if service.daily_quota is not None:
        issued = issued_today(connection, house.mall_id, day, service.id).get(service.id, 0)
    return decide(_situation(house, service, now, issued))


def decisions(connection: Connection, house: House, *, day: date, now: datetime) -> Mapping[str, Decision]:
    """The decision for every standing service, by its code."""
    issued = issued_today(connection, house.mall_id, day)
    return {
        code: decide(_situation(house, service, now, issued.get(service.id, 0)))
        for code, service in house.services.items()
    }


def issued_today(connection: Connection, mall_id: int, day: date, service_id: int | None = None) -> dict[int, int]:
    """Numbers given today per service id. A withdrawn number gives its place in the quota back."""
    if service_id is not None:
        rows = _ISSUED_OF.all(connection, mall_id=mall_id, day=day, service_id=service_id)
    else:
        rows = _ISSUED.all(connection, mall_id=mall_id, day=day)
    return {row[0]: row[1] for row in rows}


_GIVEN = select(TicketRow.service_id, func.count()).where(
    TicketRow.mall_id == bindparam("mall_id"),
    TicketRow.day == bindparam("day"),
    TicketRow.state != bindparam("withdrawn", State.WITHDRAWN.value),
)
_ISSUED = Prepared(_GIVEN.group_by(TicketRow.service_id))
_ISSUED_OF = Prepared(_GIVEN.where(TicketRow.service_id == bindparam("service_id")).group_by(TicketRow.service_id))


def _situation(house: House, service: Service, now: datetime, issued: int) -> Situation:
    return Situation(
        now=now.astimezone(house.zone),
        hours=service.hours,
        seasons=service.seasons,
        dates=service.agency.dates,
        override=service.override,
        archived=service.code not in house.services,
        quota=service.daily_quota,
        issued_today=issued,
    )
