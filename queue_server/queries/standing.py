"""The mall as a catalogue would say it: the standing rows, read back into the values of a catalogue file."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import time
from typing import Any

from sqlalchemy import Connection, select

from queue_server.catalogue.plan import (
    AgencySpec,
    CatalogueFile,
    CounterSpec,
    DailyVisitors,
    HoursSpec,
    LineSpec,
    MallSpec,
    Named,
    SeasonSpec,
    ServiceSpec,
    Sort,
    WindowSpec,
    ZoneSpec,
)
from queue_server.db import house as rows
from queue_server.db.base import AnyRow
from queue_server.db.flow import Desk
from queue_server.db.flow import Ticket as TicketRow

Rows = Sequence[AnyRow]


def standing(connection: Connection, mall_id: int) -> CatalogueFile | None:
    """What stands, archived things left out, in the order of the file that was taken over; None for an empty mall.

    The mall's own code is that of its row, whatever a file called it."""
    agencies = _live(connection, rows.Agency, mall_id)
    if not agencies:
        return None
    mall = connection.execute(select(rows.Mall.__table__).where(rows.Mall.id == mall_id)).one()
    hours, zones = (rows_of(connection, table, mall_id) for table in (rows.Hours, rows.Zone))
    weekly = [row for row in hours if row.archived_at is None]
    return CatalogueFile(
        mall=_mall(mall),
        hours={row.code: _hours(row) for row in weekly if row.replaces is None},
        seasons=tuple(_season(row) for row in weekly if row.replaces is not None),
        zones=tuple(_zone(row) for row in zones if row.archived_at is None),
        agencies=_agencies(connection, mall_id, agencies, zones=zones, hours=hours),
    )


def rows_of(connection: Connection, table: Any, mall_id: int) -> Rows:
    """Every row of that table of the house, the archived ones too, in the order in which people see them."""
    query = select(table.__table__).where(table.mall_id == mall_id).order_by(table.position, table.id)
    return connection.execute(query).all()


def in_use(connection: Connection, mall_id: int, named: Iterable[Named]) -> list[Named]:
    """Those that somebody needs now: with living tickets, with an open desk, or with paired devices in the zone."""
    used = _waited_for(connection, mall_id) | _staffed(connection, mall_id) | _equipped(connection, mall_id)
    return [one for one in named if (one.sort, one.code) in used]


def _waited_for(connection: Connection, mall_id: int) -> set[tuple[Sort, str]]:
    query = (
        select(rows.Service.code, rows.Line.code)
        .select_from(TicketRow)
        .join(rows.Service, rows.Service.id == TicketRow.service_id)
        .join(rows.Line, rows.Line.id == TicketRow.line_id)
        .where(TicketRow.mall_id == mall_id, TicketRow.ended_at.is_(None))
        .distinct()
    )
    return {
        key for service, line in connection.execute(query).all() for key in ((Sort.SERVICE, service), (Sort.LINE, line))
    }


def _staffed(connection: Connection, mall_id: int) -> set[tuple[Sort, str]]:
    query = (
        select(rows.Counter.code, Desk.lines)
        .join(Desk, Desk.counter_id == rows.Counter.id)
        .where(Desk.mall_id == mall_id, Desk.closed_at.is_(None))
    )
    opened = connection.execute(query).all()
    return {(Sort.COUNTER, counter) for counter, _ in opened} | {
        (Sort.LINE, line) for _, lines in opened for line in lines
    }


def _equipped(connection: Connection, mall_id: int) -> set[tuple[Sort, str]]:
    query = (
        select(rows.Zone.code)
        .join(rows.Device, rows.Device.zone_id == rows.Zone.id)
        .where(rows.Device.mall_id == mall_id, rows.Device.revoked_at.is_(None))
        .distinct()
    )
    return {(Sort.ZONE, code) for code in connection.execute(query).scalars()}


def _live(connection: Connection, table: Any, mall_id: int) -> Rows:
    return [row for row in rows_of(connection, table, mall_id) if row.archived_at is None]


def _agencies(
    connection: Connection, mall_id: int, agencies: Rows, *, zones: Rows, hours: Rows
) -> tuple[AgencySpec, ...]:
    lines = _live(connection, rows.Line, mall_id)
    services = _live(connection, rows.Service, mall_id)
    counters = _live(connection, rows.Counter, mall_id)
    zone_of, hours_of = {row.id: row for row in zones}, {row.id: row.code for row in hours}
    line_of = {row.id: row for row in lines}
    first = Counter(row.lines[0] for row in counters if row.lines)
    lines_in = _grouped(lines, lambda row: row.agency_id)
    services_in = _grouped(services, lambda row: line_of[row.line_id].agency_id)
    counters_in = _grouped(counters, lambda row: row.agency_id)
    return tuple(
        AgencySpec(
            code=row.code,
            short_name=row.short_name,
            name=row.name,
            name_en=row.name_en,
            kind=row.kind,
            zone=zone_of[row.zone_id].code,
            floor=zone_of[row.zone_id].floor,
            demand_share=row.demand_share,
            hours=hours_of[row.hours_id],
            note=row.note,
            lines=tuple(LineSpec(one.code, one.name, one.name_en, first[one.code]) for one in lines_in.get(row.id, ())),
            services=tuple(
                _service(one, line_of[one.line_id].code, hours_of.get(one.hours_id))
                for one in services_in.get(row.id, ())
            ),
            counters=tuple(map(_counter, counters_in.get(row.id, ()))),
        )
        for row in agencies
    )


def _grouped(every: Rows, agency_of: Callable[[AnyRow], int]) -> Mapping[int, list[AnyRow]]:
    found: dict[int, list[AnyRow]] = {}
    for row in every:
        found.setdefault(agency_of(row), []).append(row)
    return found


def _mall(row: AnyRow) -> MallSpec:
    visitors = DailyVisitors(**row.daily_visitors) if row.daily_visitors else None
    return MallSpec(row.code, row.name, row.timezone, row.locale, visitors)


def _zone(row: AnyRow) -> ZoneSpec:
    return ZoneSpec(row.code, row.name, row.name_en, row.floor)


def _hours(row: AnyRow) -> HoursSpec:
    week = tuple(tuple(map(_window, row.week.get(str(day), ()))) for day in range(7))
    return HoursSpec(row.code, week, row.cutoff_minutes, row.note)


def _window(ends: Sequence[str]) -> WindowSpec:
    opens, closes = map(time.fromisoformat, ends)
    return WindowSpec(opens, closes)


def _season(row: AnyRow) -> SeasonSpec:
    return SeasonSpec(_hours(row), row.season_first, row.season_last, tuple(row.replaces))


def _service(row: AnyRow, line: str, hours: str | None) -> ServiceSpec:
    return ServiceSpec(
        code=row.code,
        name=row.name,
        name_en=row.name_en,
        line=line,
        target_minutes=row.target_minutes,
        daily_quota=row.daily_quota,
        short_name=row.short_name,
        short_name_en=row.short_name_en,
        demand_share=row.demand_share,
        popular=row.popular,
        hours=hours,
        requirements=tuple(row.requirements),
        requirements_en=tuple(row.requirements_en),
        synonyms=tuple(row.synonyms),
    )


def _counter(row: AnyRow) -> CounterSpec:
    return CounterSpec(row.code, row.number, tuple(row.lines), tuple(row.helping))
