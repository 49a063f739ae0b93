"""Reads a mall's standing parts into one value."""

from collections.abc import Sequence
from datetime import time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, exists, select

from queue_server.db import house as rows
from queue_server.db.base import AnyRow
from queue_server.domain.availability import Hours, Override, Season, SpecialDate, Window
from queue_server.domain.house import Agency, Counter, House, Line, Service, Zone
from queue_server.domain.line import Policy

Rows = Sequence[AnyRow]
Plan = tuple[Hours, tuple[Season, ...]]


def load(connection: Connection, mall_id: int) -> House:
    """The whole mall: what is archived is found by id only (history still names it), the rest also by code.

    Raises NoResultFound for an unknown mall."""
    mall = connection.execute(select(rows.Mall.__table__).where(rows.Mall.id == mall_id)).one()
    zone_rows = _in_order(connection, rows.Zone, mall_id)
    agency_rows = _in_order(connection, rows.Agency, mall_id)
    line_rows = _in_order(connection, rows.Line, mall_id)
    service_rows = _in_order(connection, rows.Service, mall_id)
    counter_rows = _in_order(connection, rows.Counter, mall_id)
    zones = {row.id: Zone(row.id, row.code, row.name, row.name_en, row.floor) for row in zone_rows}
    hours = _plans(_in_order(connection, rows.Hours, mall_id))
    agencies = _agencies(connection, mall, agency_rows, zones=zones, hours=hours)
    lines = {row.id: Line(row.id, row.code, row.name, row.name_en, agencies[row.agency_id]) for row in line_rows}
    services = {row.id: _service(row, lines[row.line_id], hours) for row in service_rows}
    by_code = {line.code: line for line in lines.values()}
    counters = {row.id: _counter(row, agencies[row.agency_id], by_code) for row in counter_rows}
    return House(
        mall_id=mall_id,
        code=mall.code,
        name=mall.name,
        zone=ZoneInfo(mall.timezone),
        version=mall.version,
        zones={row.code: zones[row.id] for row in _standing(zone_rows)},
        agencies={row.code: agencies[row.id] for row in _standing(agency_rows)},
        lines={row.code: lines[row.id] for row in _standing(line_rows)},
        services={row.code: services[row.id] for row in _standing(service_rows)},
        counters={row.code: counters[row.id] for row in _standing(counter_rows)},
        lines_by_id=lines,
        services_by_id=services,
        counters_by_id=counters,
        has_printer=_has_printer(connection, mall_id),
    )


def _in_order(connection: Connection, table: Any, mall_id: int) -> Rows:
    return connection.execute(
        select(table.__table__).where(table.mall_id == mall_id).order_by(table.position, table.id)
    ).all()


def _standing(every: Rows) -> list[AnyRow]:
    return [row for row in every if row.archived_at is None]


def _plans(every: Rows) -> dict[int, Plan]:
    """Each weekly plan with the seasons that take its place, by the row's id; a season without dates never does."""
    seasons = [
        (row.replaces, Season(row.season_first, row.season_last, _hours(row)))
        for row in _standing(every)
        if row.replaces is not None and row.season_first and row.season_last
    ]
    return {
        row.id: (_hours(row), tuple(season for replaces, season in seasons if row.code in replaces)) for row in every
    }


def _agencies(
    connection: Connection, mall: AnyRow, every: Rows, *, zones: dict[int, Zone], hours: dict[int, Plan]
) -> dict[int, Agency]:
    dates = connection.execute(
        select(rows.SpecialDate.__table__).where(rows.SpecialDate.mall_id == mall.id).order_by(rows.SpecialDate.day)
    ).all()
    return {
        row.id: Agency(
            id=row.id,
            code=row.code,
            short_name=row.short_name,
            name=row.name,
            name_en=row.name_en,
            zone=zones[row.zone_id],
            demand_share=row.demand_share,
            hours=hours[row.hours_id][0],
            seasons=hours[row.hours_id][1],
            dates=tuple(_date(special) for special in dates if special.agency_id in (None, row.id)),
            policy=Policy.of(row.policy, Policy.of(mall.policy)),
        )
        for row in every
    }


def _hours(row: AnyRow) -> Hours:
    week = {int(weekday): _windows(windows) for weekday, windows in row.week.items()}
    return Hours(week, timedelta(minutes=row.cutoff_minutes))


def _windows(windows: list[list[str]]) -> tuple[Window, ...]:
    return tuple(Window(time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in windows)


def _date(row: AnyRow) -> SpecialDate:
    return SpecialDate(row.day, None if row.windows is None else _windows(row.windows), row.kind, row.name)


def _service(row: AnyRow, line: Line, plans: dict[int, Plan]) -> Service:
    hours, seasons = plans[row.hours_id] if row.hours_id else (line.agency.hours, line.agency.seasons)
    override = None
    if row.override_open is not None:
        override = Override(row.override_open, row.override_reason or "", row.override_until)
    return Service(
        id=row.id,
        code=row.code,
        name=row.name,
        name_en=row.name_en,
        short_name=row.short_name or row.name,
        short_name_en=row.short_name_en or row.name_en,
        line=line,
        target_minutes=row.target_minutes,
        daily_quota=row.daily_quota,
        demand_share=row.demand_share or 0.0,
        hours=hours,
        seasons=seasons,
        popular=row.popular,
        requirements=tuple(row.requirements),
        requirements_en=tuple(row.requirements_en),
        synonyms=tuple(row.synonyms),
        override=override,
    )


def _counter(row: AnyRow, agency: Agency, by_code: dict[str, Line]) -> Counter:
    return Counter(
        id=row.id,
        code=row.code,
        number=row.number,
        agency=agency,
        lines=tuple(by_code[code] for code in row.lines if code in by_code),
        helping=tuple(by_code[code] for code in row.helping if code in by_code),
    )


def _has_printer(connection: Connection, mall_id: int) -> bool:
    return bool(
        connection.execute(
            select(
                exists().where(
                    rows.Device.mall_id == mall_id, rows.Device.kind == "printer", rows.Device.revoked_at.is_(None)
                )
            )
        ).scalar()
    )
