"""What a catalogue file says, as values, and what would change if it were taken over."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class WindowSpec:
    """One stretch of opening on one day, local time; `opens` is before `closes`."""

    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class HoursSpec:
    """A week of opening: seven days from Monday, each with its windows in order (none: closed)."""

    code: str
    week: tuple[tuple[WindowSpec, ...], ...]
    cutoff_minutes: int
    note: str | None = None


@dataclass(frozen=True, slots=True)
class SeasonSpec:
    """Hours that stand in for others between two dates (Ramadan); without dates it waits for them."""

    hours: HoursSpec
    first: date | None
    last: date | None
    replaces: tuple[str, ...]

    @property
    def code(self) -> str:
        return self.hours.code


@dataclass(frozen=True, slots=True)
class DailyVisitors:
    """Visits expected on four sorts of day; only planning and the demonstration read them."""

    quiet: int
    typical: int
    busy: int
    design_peak: int


@dataclass(frozen=True, slots=True)
class MallSpec:
    """The house itself; `timezone` is an IANA name."""

    code: str
    name: str
    timezone: str
    locale: str
    daily_visitors: DailyVisitors | None = None


@dataclass(frozen=True, slots=True)
class ZoneSpec:
    """A part of the hall on one floor: `Z1`, "Zona 1"."""

    code: str
    name: str
    name_en: str
    floor: int


@dataclass(frozen=True, slots=True)
class LineSpec:
    """People behind one prefix; `code` is the prefix, `counters` how many have it as their first."""

    code: str
    name: str
    name_en: str
    counters: int


@dataclass(frozen=True, slots=True)
class ServiceSpec:
    """What people come for. `daily_quota` and `hours` are None when there is none of its own."""

    code: str
    name: str
    name_en: str
    line: str
    target_minutes: int
    daily_quota: int | None = None
    short_name: str | None = None
    short_name_en: str | None = None
    demand_share: float | None = None
    popular: bool = False
    hours: str | None = None
    requirements: tuple[str, ...] = ()
    requirements_en: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CounterSpec:
    """A desk: its code, the number on its sign, its lines in order of preference, and those it only helps."""

    code: str
    number: str
    lines: tuple[str, ...]
    helping: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AgencySpec:
    """A tenant of the mall with all that is its own; `zone` and `hours` are codes."""

    code: str
    short_name: str
    name: str
    name_en: str
    kind: str
    zone: str
    floor: int
    demand_share: float
    hours: str
    note: str | None = None
    lines: tuple[LineSpec, ...] = ()
    services: tuple[ServiceSpec, ...] = ()
    counters: tuple[CounterSpec, ...] = ()


@dataclass(frozen=True, slots=True)
class CatalogueFile:
    """Everything one catalogue file says, checked as a whole."""

    mall: MallSpec
    hours: Mapping[str, HoursSpec]
    seasons: tuple[SeasonSpec, ...]
    zones: tuple[ZoneSpec, ...]
    agencies: tuple[AgencySpec, ...]


class Sort(StrEnum):
    """The sorts of thing a catalogue speaks of, in the order in which a plan is told and applied."""

    MALL = "mall"
    ZONE = "zone"
    HOURS = "hours"
    SEASON = "season"
    AGENCY = "agency"
    LINE = "line"
    SERVICE = "service"
    COUNTER = "counter"


@dataclass(frozen=True, slots=True)
class Named:
    """One thing of a catalogue by sort and code, with its name for people."""

    sort: Sort
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one thing: what stands, and what the file says."""

    subject: Named
    field: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Plan:
    """What taking a file over would do. Archived things keep their rows and history."""

    added: tuple[Named, ...] = ()
    changed: tuple[Change, ...] = ()
    archived: tuple[Named, ...] = ()
    unchanged: Mapping[Sort, int] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changed or self.archived)
