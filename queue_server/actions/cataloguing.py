"""Takes a catalogue over: the house becomes what the file says, and what the file no longer names is archived."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from queue_server.catalogue.plan import (
    AgencySpec,
    CatalogueFile,
    HoursSpec,
    MallSpec,
    Plan,
    ServiceSpec,
    WindowSpec,
    ZoneSpec,
)
from queue_server.db import house as rows
from queue_server.db.base import Base
from queue_server.db.work import Work
from queue_server.domain.events import CatalogueChanged
from queue_server.domain.refusals import CatalogueInUse
from queue_server.queries import standing

Values = dict[str, Any]
Ids = Mapping[str, int]


def take_over(work: Work, wanted: CatalogueFile, plan: Plan) -> None:
    """Makes the house what `wanted` says; `plan` is what that means for the mall as this very work sees it.

    Archived rows keep their history, and a code that comes back is the same row again. Positions follow the file, and
    the mall keeps its own code. An empty plan writes nothing. Refuses CatalogueInUse for what people still wait for,
    sit at or stand before: it goes when the day is over."""
    if plan.is_empty:
        return
    used = standing.in_use(work.connection, work.mall_id, plan.archived)
    if used:
        raise CatalogueInUse(codes=", ".join(one.code for one in used))
    work.change(rows.Mall, work.mall_id, **_mall(wanted.mall))
    zones = _keep(work, rows.Zone, {zone.code: _zone(zone) for zone in wanted.zones})
    hours = _keep(work, rows.Hours, dict(_hours(wanted)))
    agencies = _keep(work, rows.Agency, {one.code: _agency(one, zones, hours) for one in wanted.agencies})
    lines = _keep(work, rows.Line, dict(_lines(wanted, agencies)))
    _keep(work, rows.Service, dict(_services(wanted, lines, hours)))
    _keep(work, rows.Counter, dict(_counters(wanted, agencies)))
    work.house_changed()
    counts = {"added": len(plan.added), "changed": len(plan.changed), "archived": len(plan.archived)}
    work.record(CatalogueChanged(note=counts))


def _keep(work: Work, table: type[Base], wanted: Mapping[str, Values]) -> Ids:
    """Every wanted row as it is wanted, new or brought back, in this order; the others archived. Gives ids by code."""
    before = {row.code: row for row in standing.rows_of(work.connection, table, work.mall_id)}
    ids: dict[str, int] = {}
    for position, (code, values) in enumerate(wanted.items()):
        row, whole = before.get(code), {**values, "position": position, "archived_at": None}
        if row is None:
            ids[code] = work.add(table, mall_id=work.mall_id, code=code, **whole)
            continue
        ids[code] = row.id
        if any(getattr(row, name) != value for name, value in whole.items()):
            work.change(table, row.id, **whole)
    for code, row in before.items():
        if code not in wanted and row.archived_at is None:
            work.change(table, row.id, archived_at=work.now)
    return ids


def _mall(mall: MallSpec) -> Values:
    visitors = asdict(mall.daily_visitors) if mall.daily_visitors else None
    return {"name": mall.name, "timezone": mall.timezone, "locale": mall.locale, "daily_visitors": visitors}


def _zone(zone: ZoneSpec) -> Values:
    return {"name": zone.name, "name_en": zone.name_en, "floor": zone.floor}


def _hours(wanted: CatalogueFile) -> Iterator[tuple[str, Values]]:
    for hours in wanted.hours.values():
        yield hours.code, {**_week(hours), "season_first": None, "season_last": None, "replaces": None}
    for season in wanted.seasons:
        dates = {"season_first": season.first, "season_last": season.last}
        yield season.code, {**_week(season.hours), **dates, "replaces": list(season.replaces)}


def _week(hours: HoursSpec) -> Values:
    week = {str(day): [_window(one) for one in windows] for day, windows in enumerate(hours.week) if windows}
    return {"week": week, "cutoff_minutes": hours.cutoff_minutes, "note": hours.note}


def _window(window: WindowSpec) -> list[str]:
    return [f"{window.opens:%H:%M}", f"{window.closes:%H:%M}"]


def _agency(agency: AgencySpec, zones: Ids, hours: Ids) -> Values:
    return {
        "zone_id": zones[agency.zone],
        "hours_id": hours[agency.hours],
        "short_name": agency.short_name,
        "name": agency.name,
        "name_en": agency.name_en,
        "kind": agency.kind,
        "demand_share": agency.demand_share,
        "note": agency.note,
    }


def _lines(wanted: CatalogueFile, agencies: Ids) -> Iterator[tuple[str, Values]]:
    for agency in wanted.agencies:
        for line in agency.lines:
            yield line.code, {"agency_id": agencies[agency.code], "name": line.name, "name_en": line.name_en}


def _services(wanted: CatalogueFile, lines: Ids, hours: Ids) -> Iterator[tuple[str, Values]]:
    for agency in wanted.agencies:
        for service in agency.services:
            yield service.code, _service(service, lines, hours)


def _service(service: ServiceSpec, lines: Ids, hours: Ids) -> Values:
    return {
        "line_id": lines[service.line],
        "hours_id": hours[service.hours] if service.hours else None,
        "name": service.name,
        "name_en": service.name_en,
        "short_name": service.short_name,
        "short_name_en": service.short_name_en,
        "target_minutes": service.target_minutes,
        "daily_quota": service.daily_quota,
        "demand_share": service.demand_share,
        "popular": service.popular,
        "requirements": list(service.requirements),
        "requirements_en": list(service.requirements_en),
        "synonyms": list(service.synonyms),
    }


def _counters(wanted: CatalogueFile, agencies: Ids) -> Iterator[tuple[str, Values]]:
    for agency in wanted.agencies:
        for counter in agency.counters:
            lines, helping = list(counter.lines), list(counter.helping)
            yield (
                counter.code,
                {"agency_id": agencies[agency.code], "number": counter.number, "lines": lines, "helping": helping},
            )
