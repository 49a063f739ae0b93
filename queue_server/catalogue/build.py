"""Makes one checked catalogue out of what a reader found; a wrong file is refused as a whole."""

import re
from collections import Counter
from collections.abc import Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from queue_server.catalogue.agencies import CODE, Around, read_agency
from queue_server.catalogue.fields import Section
from queue_server.catalogue.found import WHOLE_FILE, Branch, Leaf, LeafKind, Place, Problems
from queue_server.catalogue.hours import read_hours
from queue_server.catalogue.plan import AgencySpec, CatalogueFile, DailyVisitors, MallSpec, ZoneSpec

MOST_ZONES = 40
MOST_AGENCIES = 60
MOST_SERVICES = 400
MOST_COUNTERS = 120
ZONE_NAME_LIMIT = 60
MOST_VISITORS = 1_000_000
REMARKS = ("meta",)  # what a file says about itself
MALL_CODE = "MPP"  # where the file names none
_ZONE_CODE = re.compile(r"[A-Z][A-Z0-9_]{0,19}")


def build(root: Branch) -> CatalogueFile:
    """The catalogue in what was found. Raises CatalogueRefused with every problem (the first fifty)."""
    problems = Problems()
    top = Section(root, "", problems)
    mall = _mall(top)
    hours, seasons = read_hours(_branch(top, "schedules"), problems)
    agencies = top.sections("agencies")
    if not top.has("agencies"):
        top.wrong("agencies", "field.missing")
    if len(agencies) > MOST_AGENCIES:
        top.wrong("agencies", "too_many", got=str(len(agencies)), wanted=f"≤ {MOST_AGENCIES}")
        problems.refuse_if_any()
    zones = _zones(top, agencies)
    read = _agencies(agencies, zones, hours)
    top.refuse_unknown(REMARKS)
    _check_whole(top, agencies, read)
    listed = tuple(dict.fromkeys(zones.values()))
    for code, count in Counter(zone.code for zone in listed).items():
        if count > 1:
            top.wrong("zones", "code.twice", got=code)
    problems.refuse_if_any()
    return CatalogueFile(mall, hours, seasons, listed, read)


def _branch(top: Section, name: str) -> Branch:
    section = top.section_or_none(name)
    if section is None:
        if not top.has(name):
            top.wrong(name, "field.missing")
        return Branch({}, top.place(name))
    return section.branch


def _mall(top: Section) -> MallSpec:
    section = Section(_branch(top, "mpp"), "mpp", top.problems)
    timezone = section.text("timezone", longest=40)
    if timezone and not _is_timezone(timezone):
        section.wrong("timezone", "timezone.unknown", got=timezone, wanted="Asia/Jakarta")
    mall = MallSpec(
        code=section.text_or_none("code", pattern=CODE) or MALL_CODE,
        name=section.text("name"),
        timezone=timezone,
        locale=section.text_or_none("locale", longest=20) or "id-ID",
        daily_visitors=_visitors(section.section_or_none("daily_visitors")),
    )
    section.refuse_unknown()
    return mall


def _is_timezone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return "/" in name


def _visitors(section: Section | None) -> DailyVisitors | None:
    if section is None:
        return None
    quiet, typical, busy, peak = (
        section.whole(name, least=0, most=MOST_VISITORS) for name in ("quiet", "typical", "busy", "design_peak")
    )
    section.refuse_unknown()
    return DailyVisitors(quiet, typical, busy, peak)


def _zones(top: Section, agencies: tuple[Section, ...]) -> dict[str, ZoneSpec]:
    """Zones by code and by name: the file's own list, or else what its agencies say of zone and floor."""
    if not top.has("zones"):
        return _zones_of(agencies)
    zones: dict[str, ZoneSpec] = {}
    sections = top.sections("zones")
    if len(sections) > MOST_ZONES:
        top.wrong("zones", "too_many", got=str(len(sections)), wanted=f"≤ {MOST_ZONES}")
    for section in sections[:MOST_ZONES]:
        zone = ZoneSpec(
            code=section.text("code", pattern=_ZONE_CODE),
            name=section.text("name", longest=ZONE_NAME_LIMIT),
            name_en=section.text("name_en", longest=ZONE_NAME_LIMIT),
            floor=section.whole("floor", least=-9, most=99),
        )
        section.refuse_unknown()
        for name in dict.fromkeys((zone.code, zone.name)):
            if name in zones:
                section.wrong("code", "code.twice", got=name)
            zones[name] = zone
    return zones


def _zones_of(agencies: tuple[Section, ...]) -> dict[str, ZoneSpec]:
    zones: dict[str, ZoneSpec] = {}
    for section in agencies:
        name, floor = section.branch.fields.get("zone"), section.branch.fields.get("floor")
        if not isinstance(name, Leaf) or not name.text.strip() or name.text.strip() in zones:
            continue
        number = int(floor.text) if isinstance(floor, Leaf) and re.fullmatch(r"-?\d{1,2}", floor.text) else 1
        zone = _zone_named(name.text.strip(), number)
        zones[zone.name] = zone
        zones.setdefault(zone.code, zone)
    return zones


def _zone_named(name: str, floor: int) -> ZoneSpec:
    """`Zona 1` is Z1 and "Zone 1" in English; any other name keeps itself."""
    numbered = re.fullmatch(r"Zona (\w{1,4})", name)
    code = f"Z{numbered[1]}" if numbered else re.sub(r"\W+", "_", name)
    return ZoneSpec(code.upper()[:20], name, f"Zone {numbered[1]}" if numbered else name, floor)


def _agencies(
    sections: tuple[Section, ...], zones: Mapping[str, ZoneSpec], hours: Mapping[str, object]
) -> tuple[AgencySpec, ...]:
    agencies: list[AgencySpec] = []
    number = 1
    for section in sections:
        agency = read_agency(section, Around(zones, hours, number))
        number = max([number, *(int(one.number) + 1 for one in agency.counters if one.number.isdecimal())])
        agencies.append(agency)
        _check_floor(section, zones)
    return tuple(agencies)


def _check_floor(section: Section, zones: Mapping[str, ZoneSpec]) -> None:
    zone, floor = section.branch.fields.get("zone"), section.branch.fields.get("floor")
    if not isinstance(zone, Leaf) or not isinstance(floor, Leaf) or floor.kind is not LeafKind.WHOLE:
        return
    known = zones.get(zone.text.strip())
    if known and str(known.floor) != floor.text:
        section.wrong("floor", "zone.other_floor", got=floor.text, wanted=str(known.floor))


def _check_whole(top: Section, sections: tuple[Section, ...], agencies: tuple[AgencySpec, ...]) -> None:
    """What only the whole mall can tell: codes, prefixes and signs stand once, and nothing is too much."""
    services = [service.code for agency in agencies for service in agency.services]
    counters = [counter.code for agency in agencies for counter in agency.counters]
    for name, codes, most in (("services", services, MOST_SERVICES), ("counters", counters, MOST_COUNTERS)):
        if len(codes) > most:
            top.problems.add(WHOLE_FILE, name, "too_many", got=str(len(codes)), wanted=f"≤ {most}")
    _once(sections, [agency.code for agency in agencies], "code", "code.twice")
    by_row = [
        ("queues", "prefix", "prefix.twice", [[line.code for line in agency.lines] for agency in agencies]),
        ("services", "code", "code.twice", [[service.code for service in agency.services] for agency in agencies]),
        ("counters", "code", "code.twice", [[one.code for one in agency.counters] for agency in agencies]),
        ("counters", "number", "sign.twice", [[one.number for one in agency.counters] for agency in agencies]),
    ]
    for rows, name, reason, codes_by_agency in by_row:
        _once_in_rows(sections, rows, (name, reason), codes_by_agency)
    _check_served(sections, agencies)


def _check_served(sections: tuple[Section, ...], agencies: tuple[AgencySpec, ...]) -> None:
    for section, agency in zip(sections, agencies, strict=True):
        served = Counter(line for counter in agency.counters for line in (*counter.lines, *counter.helping))
        for line in agency.lines:
            if line.code and not served[line.code]:
                section.wrong("queues", "line.unserved", got=line.code)


def _once(sections: tuple[Section, ...], codes: list[str], name: str, reason: str) -> None:
    seen: set[str] = set()
    for section, code in zip(sections, codes, strict=True):
        if code and code in seen:
            section.wrong(name, reason, got=code)
        seen.add(code)


def _once_in_rows(
    sections: tuple[Section, ...], rows: str, field: tuple[str, str], codes_by_agency: list[list[str]]
) -> None:
    name, reason = field
    seen: set[str] = set()
    for section, codes in zip(sections, codes_by_agency, strict=True):
        for at, code in enumerate(codes):
            if code and code in seen:
                section.problems.add(
                    _place(section, rows, at, name), f"{section.name_of(rows)}[{at + 1}].{name}", reason, got=code
                )
            seen.add(code)


def _place(section: Section, rows: str, at: int, name: str) -> Place:
    """Where the row's field is written, or its list where the rows were counted, not written."""
    written = section.branch.fields.get(rows)
    found = getattr(written, "rows", ())
    row = found[at] if at < len(found) else None
    if isinstance(row, Branch):
        return row.fields[name].place if name in row.fields else row.place
    return section.place(rows)
