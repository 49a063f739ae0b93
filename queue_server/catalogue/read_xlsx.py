"""Reads a catalogue from a workbook, each field with its cell, into the same shape as the YAML."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, cast
from xml.etree.ElementTree import ParseError

from queue_server.catalogue import sheets
from queue_server.catalogue.build import build
from queue_server.catalogue.found import (
    WHOLE_FILE,
    Branch,
    Found,
    Leaf,
    LeafKind,
    Place,
    Problems,
    Rows,
    refuse,
)
from queue_server.catalogue.plan import CatalogueFile
from queue_server.catalogue.sheets import Sheet

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.workbook.workbook import Workbook

MOST_UNPACKED = 30_000_000  # bytes; a small file must not unpack into a large one
MOST_PARTS = 200
MOST_ROWS = 1_000
MOST_COLUMNS = 40

_Row = dict[str, Found]


def from_xlsx(content: bytes) -> CatalogueFile:
    """The catalogue in this workbook. Raises CatalogueRefused, also for anything that is no plain workbook."""
    workbook = _opened(content)
    problems = Problems()
    tables = {sheet.title: _table(workbook, sheet, problems) for sheet in sheets.SHEETS}
    workbook.close()
    root = _root(tables, problems)
    problems.refuse_if_any()
    return build(root)


def _opened(content: bytes) -> "Workbook":
    from openpyxl import load_workbook

    try:
        _check_parts(content)
        return load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    except (zipfile.BadZipFile, ParseError, KeyError, ValueError, OSError, TypeError, AttributeError) as wrong:
        # A broken workbook fails in any of these ways inside the library.
        raise refuse(WHOLE_FILE, "", "file.malformed", wanted="xlsx") from wrong


def _check_parts(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        listed = parts.infolist()
        if len(listed) > MOST_PARTS or sum(part.file_size for part in listed) > MOST_UNPACKED:
            raise refuse(WHOLE_FILE, "", "file.too_large")
        for part in listed:
            if part.filename.endswith(".xml") and b"<!DOCTYPE" in parts.read(part):
                raise refuse(WHOLE_FILE, part.filename, "file.alias", got="<!DOCTYPE")


def _table(workbook: "Workbook", sheet: Sheet, problems: Problems) -> list[tuple[Place, _Row]]:
    title = next((title for title in workbook.sheetnames if sheet.is_titled(title)), None)
    if title is None:
        if sheet.title not in sheets.OPTIONAL:
            problems.add(WHOLE_FILE, sheet.title, "sheet.missing", wanted=" / ".join((sheet.title, *sheet.also)))
        return []
    page = workbook[title].iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS)
    rows = iter(cast("Iterable[Sequence[Cell]]", page))
    header = _header(sheet, next(rows, ()), problems)
    read: list[tuple[Place, _Row]] = []
    for at, cells in enumerate(rows, start=2):
        row = _row(title, at, header, cells, problems)
        if row:
            read.append((Place(cell=f"{title}!A{at}"), row))
    if len(read) > MOST_ROWS:
        problems.add(Place(cell=title), sheet.title, "too_many", got=str(len(read)), wanted=f"≤ {MOST_ROWS}")
    return read[:MOST_ROWS]


def _header(sheet: Sheet, cells: "Sequence[Cell]", problems: Problems) -> list[str]:
    known = {*sheet.columns, *sheets.ALSO_READ.get(sheet.title, ())}
    header = [str(cell.value).strip().casefold() if cell.value is not None else "" for cell in cells]
    for at, name in enumerate(header):
        place = Place(cell=f"{sheet.title}!{_letters(at)}1")
        if name and name not in known:
            problems.add(place, name, "field.unknown", got=name)
        if name and name in header[:at]:
            problems.add(place, name, "field.twice", got=name)
    return header


def _row(title: str, at: int, header: list[str], cells: "Sequence[Cell]", problems: Problems) -> _Row:
    row: _Row = {}
    for column, cell in enumerate(cells):
        name = header[column] if column < len(header) else ""
        place = Place(cell=f"{title}!{_letters(column)}{at}")
        if cell.value is None or (isinstance(cell.value, str) and not cell.value.strip()):
            continue
        if cell.data_type == "f":
            problems.add(place, name, "formula", got=str(cell.value))
        elif not name:
            problems.add(place, "", "column.unnamed", got=str(cell.value))
        else:
            row[name] = _found(name, _leaf(cell.value, place))
    return row


def _leaf(value: object, place: Place) -> Leaf:
    match value:
        case bool():
            return Leaf(str(value).lower(), LeafKind.TRUTH, place)
        case int():
            return Leaf(str(value), LeafKind.WHOLE, place)
        case float():
            return Leaf(str(int(value)), LeafKind.WHOLE, place) if value.is_integer() else _number(value, place)
        case datetime():
            return Leaf(value.date().isoformat(), LeafKind.DAY, place)
        case date():
            return Leaf(value.isoformat(), LeafKind.DAY, place)
    return Leaf(str(value), LeafKind.TEXT, place)


def _number(value: float, place: Place) -> Leaf:
    return Leaf(repr(value), LeafKind.NUMBER, place)


def _found(name: str, leaf: Leaf) -> Found:
    if name in sheets.TEXT_LISTS:
        return _list(sheets.texts_of(leaf.text), leaf.place)
    if name in sheets.CODE_LISTS:
        return _list(sheets.codes_of(leaf.text), leaf.place)
    if name in sheets.DAYS:
        return Rows(tuple(_list(pair, leaf.place) for pair in sheets.windows_of(leaf.text)), leaf.place)
    return leaf


def _list(texts: Iterable[str], place: Place) -> Rows:
    return Rows(tuple(Leaf(text, LeafKind.TEXT, place) for text in texts), place)


def _root(tables: Mapping[str, list[tuple[Place, _Row]]], problems: Problems) -> Branch:
    fields: _Row = {
        "mpp": _mall(tables[sheets.MALL.title], problems),
        "schedules": _by_code(tables[sheets.HOURS.title], problems),
        "agencies": _agencies(tables, problems),
    }
    if tables[sheets.ZONES.title]:
        fields["zones"] = _rows(tables[sheets.ZONES.title])
    return Branch(fields, WHOLE_FILE)


def _mall(table: list[tuple[Place, _Row]], problems: Problems) -> Branch:
    if len(table) != 1:
        place = table[1][0] if table else WHOLE_FILE
        problems.add(place, sheets.MALL.title, "rows.not_one", got=str(len(table)), wanted="1")
        return Branch({}, WHOLE_FILE)
    place, row = table[0]
    visitors = {name: row.pop(column) for column, name in sheets.VISITORS.items() if column in row}
    return Branch({**row, "daily_visitors": Branch(visitors, place)} if visitors else row, place)


def _by_code(table: list[tuple[Place, _Row]], problems: Problems) -> Branch:
    fields: _Row = {}
    for place, row in table:
        code = row.pop("code", None)
        if not isinstance(code, Leaf):
            problems.add(place, "code", "field.missing")
        elif code.text in fields:
            problems.add(code.place, "code", "code.twice", got=code.text)
        else:
            fields[code.text.strip()] = Branch(row, place)
    return Branch(fields, WHOLE_FILE)


def _rows(table: list[tuple[Place, _Row]]) -> Rows:
    return Rows(tuple(Branch(row, place) for place, row in table), table[0][0] if table else WHOLE_FILE)


def _agencies(tables: Mapping[str, list[tuple[Place, _Row]]], problems: Problems) -> Rows:
    """The agencies' rows with the rows of their lines, services and counters put under them."""
    below = {
        "queues": _by_agency(tables[sheets.LINES.title], problems),
        "services": _by_agency(tables[sheets.SERVICES.title], problems),
        "counters": _by_agency(tables[sheets.COUNTERS.title], problems),
    }
    for place, row in tables[sheets.AGENCIES.title]:
        code = row.get("code")
        for name, by_agency in below.items():
            rows = by_agency.pop(code.text.strip(), None) if isinstance(code, Leaf) else None
            if rows:
                row[name] = Rows(tuple(rows), place)
    for name, by_agency in below.items():
        for code_left, rows in by_agency.items():
            problems.add(rows[0].place, f"{name}.agency", "agency.unknown", got=code_left)
    return _rows(tables[sheets.AGENCIES.title])


def _by_agency(table: list[tuple[Place, _Row]], problems: Problems) -> dict[str, list[Branch]]:
    by_agency: dict[str, list[Branch]] = {}
    for place, row in table:
        agency = row.pop("agency", None)
        if isinstance(agency, Leaf):
            by_agency.setdefault(agency.text.strip(), []).append(Branch(row, place))
        else:
            problems.add(place, "agency", "field.missing")
    return by_agency


def _letters(column: int) -> str:
    """A column's letters from its place, 0 = A; a catalogue has fewer than 702 columns."""
    return chr(64 + column // 26) * (column >= 26) + chr(65 + column % 26)
