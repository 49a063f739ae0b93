"""Reads one agency of a catalogue with its lines, services and counters; what is wrong is noted."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from queue_server.catalogue.fields import NOTE_LIMIT, Section
from queue_server.catalogue.found import Leaf
from queue_server.catalogue.plan import AgencySpec, CounterSpec, LineSpec, ServiceSpec, ZoneSpec
from queue_server.domain import numbering

CODE = re.compile(r"[A-Z][A-Z0-9_]{0,19}")
COUNTER_CODE = re.compile(r"[A-Z0-9][A-Z0-9_-]{0,23}")
SIGN = re.compile(r"[0-9A-Z]{1,4}")
LINE_NAME_LIMIT = 80
AGENCY_SHORT_LIMIT = 40
SERVICE_SHORT_LIMIT = 28  # what a kiosk tile holds in two rows
KIND_LIMIT = 20
MOST_TARGET_MINUTES = 480
MOST_QUOTA = 9999
MOST_REQUIREMENTS = 16
MOST_SYNONYMS = 16
MOST_COUNTERS = 120


@dataclass(frozen=True, slots=True)
class Around:
    """What the rest of the file holds ready for an agency."""

    zones: Mapping[str, ZoneSpec]
    hours: Mapping[str, object]
    next_number: int


def read_agency(section: Section, around: Around) -> AgencySpec:
    """One agency as it stands in the file; counters without a number of their own are counted on from the last."""
    lines = _lines(section)
    zone = _zone(section, around.zones)
    code = section.text("code", pattern=CODE)
    agency = AgencySpec(
        code=code,
        short_name=section.text("short_name", longest=AGENCY_SHORT_LIMIT),
        name=section.text("name"),
        name_en=section.text("name_en"),
        kind=section.text("type", longest=KIND_LIMIT),
        zone=zone.code if zone else "",
        floor=zone.floor if zone else 0,
        demand_share=section.share_or_none("demand_share") or 0.0,
        hours=_hours(section, "schedule", around.hours),
        note=section.text_or_none("note", longest=NOTE_LIMIT),
        lines=tuple(line for line, _ in lines),
        services=_services(section, [line.code for line, _ in lines], around.hours),
        counters=_counters(section, code, lines, around.next_number),
    )
    section.whole_or_none("floor", least=-9, most=99)
    section.refuse_unknown()
    return agency


def _zone(section: Section, zones: Mapping[str, ZoneSpec]) -> ZoneSpec | None:
    written = section.text("zone", longest=60)
    if written and written not in zones:
        section.wrong("zone", "zone.unknown", got=written)
    return zones.get(written)


def _hours(section: Section, name: str, hours: Mapping[str, object]) -> str:
    code = section.text(name)
    if code and code not in hours:
        section.wrong(name, "hours.unknown", got=code)
    return code


def _lines(agency: Section) -> list[tuple[LineSpec, tuple[str, ...]]]:
    """Each line with the lines its counters help."""
    if not agency.rows("queues"):
        agency.wrong("queues", "field.missing")
    read = []
    for section in agency.sections("queues"):
        line = LineSpec(
            code=_prefix(section),
            name=section.text("name_id", longest=LINE_NAME_LIMIT),
            name_en=section.text("name_en", longest=LINE_NAME_LIMIT),
            counters=section.whole("counters", least=0, most=MOST_COUNTERS),
        )
        read.append((line, section.texts("helps", most=MOST_COUNTERS)))
        section.refuse_unknown()
    known = {line.code for line, _ in read}
    for _, helps in read:
        _check_known(agency, "queues", helps, known)
    return read


def _prefix(section: Section) -> str:
    prefix = section.text("prefix")
    try:
        return numbering.check_prefix(prefix) if prefix else ""
    except ValueError:
        section.wrong("prefix", "prefix.malformed", got=prefix, wanted="1A")
        return ""


def _services(agency: Section, lines: Sequence[str], hours: Mapping[str, object]) -> tuple[ServiceSpec, ...]:
    if not agency.rows("services"):
        agency.wrong("services", "field.missing")
    return tuple(_service(section, lines, hours) for section in agency.sections("services"))


def _service(section: Section, lines: Sequence[str], hours: Mapping[str, object]) -> ServiceSpec:
    line = section.text("queue")
    if line and line not in lines:
        section.wrong("queue", "line.unknown", got=line, wanted=" ".join(lines))
    service = ServiceSpec(
        code=section.text("code", pattern=CODE),
        name=section.text("name_id"),
        name_en=section.text("name_en"),
        line=line,
        target_minutes=section.whole("target_minutes", least=1, most=MOST_TARGET_MINUTES),
        daily_quota=section.whole_or_none("daily_quota", least=1, most=MOST_QUOTA),
        short_name=section.text_or_none("short_name", longest=SERVICE_SHORT_LIMIT),
        short_name_en=section.text_or_none("short_name_en", longest=SERVICE_SHORT_LIMIT),
        demand_share=section.share_or_none("demand_share"),
        popular=section.truth("popular"),
        hours=_hours(section, "schedule", hours) if section.has("schedule") else None,
        requirements=section.texts("requirements", most=MOST_REQUIREMENTS),
        requirements_en=section.texts("requirements_en", most=MOST_REQUIREMENTS),
        synonyms=section.texts("synonyms", most=MOST_SYNONYMS, longest=60),
    )
    section.refuse_unknown()
    return service


def _counters(
    agency: Section, code: str, lines: list[tuple[LineSpec, tuple[str, ...]]], next_number: int
) -> tuple[CounterSpec, ...]:
    found = agency.find("counters")
    number = agency.whole_or_none("first_counter", least=1, most=9999) or next_number
    if found is None or isinstance(found, Leaf):
        return _counted(agency, code, lines, number)
    counters = tuple(_counter(section, code, at, number) for at, section in enumerate(agency.sections("counters")))
    first = Counter(counter.lines[0] for counter in counters if counter.lines)
    known = {line.code for line, _ in lines}
    for counter in counters:
        _check_known(agency, "counters", (*counter.lines, *counter.helping), known)
    for line, _ in lines:
        if first[line.code] != line.counters:
            agency.wrong("counters", "counters.sum", got=f"{line.code}: {first[line.code]}", wanted=str(line.counters))
    return counters


def _counted(
    agency: Section, code: str, lines: list[tuple[LineSpec, tuple[str, ...]]], number: int
) -> tuple[CounterSpec, ...]:
    """Counters made from what the lines say: AGENCY-1, AGENCY-2 … in the order of the lines."""
    total = sum(line.counters for line, _ in lines)
    said = agency.whole_or_none("counters", least=0, most=MOST_COUNTERS)
    if said is not None and said != total:
        agency.wrong("counters", "counters.sum", got=str(said), wanted=str(total))
    firsts = [(line.code, helps) for line, helps in lines for _ in range(min(line.counters, MOST_COUNTERS))]
    return tuple(
        CounterSpec(f"{code}-{at + 1}", str(number + at), (line,), helps) for at, (line, helps) in enumerate(firsts)
    )


def _counter(section: Section, agency_code: str, at: int, number: int) -> CounterSpec:
    lines = section.texts("lines", most=MOST_COUNTERS)
    if not lines:
        section.wrong("lines", "field.missing")
    counter = CounterSpec(
        code=section.text_or_none("code", pattern=COUNTER_CODE) or f"{agency_code}-{at + 1}",
        number=section.text_or_none("number", pattern=SIGN) or str(number + at),
        lines=lines,
        helping=section.texts("helps", most=MOST_COUNTERS),
    )
    section.refuse_unknown()
    return counter


def _check_known(section: Section, name: str, codes: Sequence[str], known: set[str]) -> None:
    for code in codes:
        if code not in known:
            section.wrong(name, "line.unknown", got=code, wanted=" ".join(sorted(known)))
