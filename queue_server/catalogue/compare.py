"""What a catalogue file would change in the mall as it stands. Pure: values in, a plan out."""

import math
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType

from queue_server.catalogue.plan import (
    AgencySpec,
    CatalogueFile,
    Change,
    CounterSpec,
    HoursSpec,
    LineSpec,
    MallSpec,
    Named,
    Plan,
    SeasonSpec,
    ServiceSpec,
    Sort,
    ZoneSpec,
)

# Never a change: the key itself, remarks, what has its own place in the plan, and what follows from other fields.
LEFT_OUT: Mapping[Sort, frozenset[str]] = {
    Sort.MALL: frozenset({"code", "locale", "daily_visitors"}),
    Sort.ZONE: frozenset({"code"}),
    Sort.HOURS: frozenset({"code", "note"}),
    Sort.SEASON: frozenset({"hours"}),
    Sort.AGENCY: frozenset({"code", "note", "floor", "lines", "services", "counters"}),
    Sort.LINE: frozenset({"code", "counters"}),
    Sort.SERVICE: frozenset({"code"}),
    Sort.COUNTER: frozenset({"code"}),
}

_Spec = MallSpec | ZoneSpec | HoursSpec | SeasonSpec | AgencySpec | LineSpec | ServiceSpec | CounterSpec
_Key = tuple[Sort, str]


@dataclass(frozen=True, slots=True)
class _Face:
    """One thing with the fields that are compared."""

    subject: Named
    values: Mapping[str, object]


def plan(
    standing: CatalogueFile | None, wanted: CatalogueFile, *, unkept: Collection[tuple[Sort, str]] = frozenset()
) -> Plan:
    """What must be added, changed and archived so that `standing` becomes `wanted`; the same twice gives nothing.

    `unkept` names the fields (sort, name) for which the house keeps no row: they are never a change.
    """
    before = _by_key(standing) if standing else {}
    after = _by_key(wanted)
    changes = {key: tuple(_changes(before[key], face, unkept)) for key, face in after.items() if key in before}
    return Plan(
        added=tuple(face.subject for key, face in after.items() if key not in before),
        changed=tuple(change for found in changes.values() for change in found),
        archived=tuple(face.subject for key, face in before.items() if key not in after),
        unchanged=Counter(sort for (sort, _), found in changes.items() if not found),
    )


def _changes(before: _Face, after: _Face, unkept: Collection[tuple[Sort, str]]) -> Iterator[Change]:
    for name, value in after.values.items():
        if (after.subject.sort, name) not in unkept and not _same(before.values[name], value):
            yield Change(after.subject, name, before.values[name], value)


def _same(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-6, abs_tol=1e-9)
    return one == other


def _by_key(catalogue: CatalogueFile) -> dict[_Key, _Face]:
    """Everything in the catalogue, in the order in which it may be written: what is pointed to comes first."""
    faces = {(face.subject.sort, face.subject.code): face for face in _faces(catalogue)}
    # There is one mall on either side, whatever its code.
    return {(sort, "" if sort is Sort.MALL else code): face for (sort, code), face in faces.items()}


def _faces(catalogue: CatalogueFile) -> Iterator[_Face]:
    mall, agencies = catalogue.mall, catalogue.agencies
    yield _face(Named(Sort.MALL, mall.code, mall.name), mall)
    for zone in catalogue.zones:
        yield _face(Named(Sort.ZONE, zone.code, zone.name), zone)
    for hours in catalogue.hours.values():
        yield _face(Named(Sort.HOURS, hours.code, hours.code), hours)
    for season in catalogue.seasons:
        weekly = _values(season.hours, LEFT_OUT[Sort.HOURS])
        yield _face(Named(Sort.SEASON, season.code, season.code), season, weekly)
    for agency in agencies:
        yield _face(Named(Sort.AGENCY, agency.code, agency.name), agency)
    for agency in agencies:
        yield from (_face(Named(Sort.LINE, one.code, one.name), one, _of(agency)) for one in agency.lines)
    for agency in agencies:
        yield from (_face(Named(Sort.SERVICE, one.code, one.name), one, _of(agency)) for one in agency.services)
    for agency in agencies:
        yield from (_face(Named(Sort.COUNTER, one.code, one.number), one, _of(agency)) for one in agency.counters)


def _of(agency: AgencySpec) -> Mapping[str, object]:
    return {"agency": agency.code}


def _face(subject: Named, spec: _Spec, more: Mapping[str, object] = MappingProxyType({})) -> _Face:
    return _Face(subject, {**_values(spec, LEFT_OUT[subject.sort]), **more})


def _values(spec: _Spec, left_out: Collection[str]) -> dict[str, object]:
    return {field.name: getattr(spec, field.name) for field in fields(spec) if field.name not in left_out}
