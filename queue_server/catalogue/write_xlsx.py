"""Writes a catalogue as a workbook that reads back as the same catalogue; the template is the same with no rows."""

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from queue_server.catalogue import sheets
from queue_server.catalogue.plan import AgencySpec, CatalogueFile, HoursSpec, SeasonSpec, ServiceSpec, WindowSpec
from queue_server.catalogue.sheets import Sheet

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

WIDEST = 48
NARROWEST = 10

_Cell = str | int | float | bool | None


def to_xlsx(catalogue: CatalogueFile) -> bytes:
    """The workbook's bytes."""
    agencies = catalogue.agencies
    return _written(
        {
            sheets.MALL: [_mall(catalogue)],
            sheets.ZONES: [(zone.code, zone.name, zone.name_en, zone.floor) for zone in catalogue.zones],
            sheets.HOURS: [*map(_hours, catalogue.hours.values()), *map(_season, catalogue.seasons)],
            sheets.AGENCIES: map(_agency, agencies),
            sheets.LINES: _lines(agencies),
            sheets.SERVICES: (_service(agency, service) for agency in agencies for service in agency.services),
            sheets.COUNTERS: _counters(agencies),
        }
    )


def template() -> bytes:
    """An empty workbook: every sheet with its header row, to be filled in."""
    return _written({sheet: [] for sheet in sheets.SHEETS})


def _written(tables: dict[Sheet, Iterable[Sequence[_Cell]]]) -> bytes:
    from openpyxl import Workbook

    workbook = Workbook(write_only=False)
    workbook.remove(workbook.worksheets[0])
    for sheet, rows in tables.items():
        _write_sheet(workbook.create_sheet(sheet.title), sheet, [list(row) for row in rows])
    kept = io.BytesIO()
    workbook.save(kept)
    return kept.getvalue()


def _write_sheet(page: "Worksheet", sheet: Sheet, rows: list[list[_Cell]]) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    for at, row in enumerate([list[_Cell](sheet.columns), *rows], start=1):
        for column, value in enumerate(row, start=1):
            cell = page.cell(at, column, value)
            if isinstance(value, str):
                cell.data_type = "s"  # a name that begins with = is a name, not a formula
            if at == 1:
                cell.font = Font(bold=True)
    page.freeze_panes = "A2"
    for column, name in enumerate(sheet.columns):
        longest = max([len(name), *(len(str(row[column] or "")) for row in rows)])
        page.column_dimensions[get_column_letter(column + 1)].width = min(max(longest + 2, NARROWEST), WIDEST)


def _mall(catalogue: CatalogueFile) -> Sequence[_Cell]:
    mall, visitors = catalogue.mall, catalogue.mall.daily_visitors
    counts = [getattr(visitors, name) if visitors else None for name in sheets.VISITORS.values()]
    return (mall.code, mall.name, mall.timezone, mall.locale, *counts)


def _hours(hours: HoursSpec) -> Sequence[_Cell]:
    return (hours.code, *map(_day, hours.week), hours.cutoff_minutes, None, None, None, hours.note)


def _season(season: SeasonSpec) -> Sequence[_Cell]:
    hours = season.hours
    dates = [day.isoformat() if day else None for day in (season.first, season.last)]
    week = map(_day, hours.week)
    return (hours.code, *week, hours.cutoff_minutes, *dates, ", ".join(season.replaces), hours.note)


def _day(windows: Sequence[WindowSpec]) -> str | None:
    return ", ".join(f"{window.opens:%H:%M}-{window.closes:%H:%M}" for window in windows) or None


def _agency(agency: AgencySpec) -> Sequence[_Cell]:
    names = (agency.code, agency.short_name, agency.name, agency.name_en, agency.kind)
    return (*names, agency.zone, agency.floor, agency.demand_share, agency.hours, agency.note)


def _lines(agencies: Iterable[AgencySpec]) -> Iterator[Sequence[_Cell]]:
    for agency in agencies:
        for line in agency.lines:
            yield (agency.code, line.code, line.name, line.name_en, line.counters)


def _service(agency: AgencySpec, service: ServiceSpec) -> Sequence[_Cell]:
    return (
        agency.code,
        service.code,
        service.name,
        service.name_en,
        service.short_name,
        service.short_name_en,
        service.line,
        service.target_minutes,
        service.daily_quota,
        service.demand_share,
        service.popular or None,
        service.hours,
        "; ".join(service.requirements) or None,
        "; ".join(service.requirements_en) or None,
        "; ".join(service.synonyms) or None,
    )


def _counters(agencies: Iterable[AgencySpec]) -> Iterator[Sequence[_Cell]]:
    for agency in agencies:
        for counter in agency.counters:
            yield (agency.code, counter.code, counter.number, ", ".join(counter.lines), ", ".join(counter.helping))
