"""The mall as it stands: zones, agencies, lines, services and counters as values, found by code or by id."""

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from queue_server.domain.availability import Hours, Override, Season, SpecialDate
from queue_server.domain.line import Policy


@dataclass(frozen=True, slots=True)
class Zone:
    id: int
    code: str
    name: str
    name_en: str
    floor: int


@dataclass(frozen=True, slots=True)
class Agency:
    id: int
    code: str
    short_name: str
    name: str
    name_en: str
    zone: Zone
    demand_share: float
    hours: Hours
    seasons: tuple[Season, ...]
    dates: tuple[SpecialDate, ...]
    policy: Policy


@dataclass(frozen=True, slots=True)
class Line:
    id: int
    code: str
    name: str
    name_en: str
    agency: Agency


@dataclass(frozen=True, slots=True)
class Service:
    id: int
    code: str
    name: str
    name_en: str
    short_name: str
    short_name_en: str
    line: Line
    target_minutes: int
    daily_quota: int | None
    demand_share: float
    # Its own hours with the seasons that replace those, or else its agency's.
    hours: Hours
    seasons: tuple[Season, ...]
    popular: bool
    requirements: tuple[str, ...]
    requirements_en: tuple[str, ...]
    synonyms: tuple[str, ...]
    override: Override | None

    @property
    def agency(self) -> Agency:
        return self.line.agency


@dataclass(frozen=True, slots=True)
class Counter:
    id: int
    code: str
    number: str
    agency: Agency
    lines: tuple[Line, ...]
    helping: tuple[Line, ...]


@dataclass(frozen=True, slots=True, eq=False)
class House:
    """One mall's standing parts at one `version`. Mappings keep the order in which people see them."""

    mall_id: int
    code: str
    name: str
    zone: ZoneInfo
    version: int
    zones: Mapping[str, Zone]
    agencies: Mapping[str, Agency]
    lines: Mapping[str, Line]
    services: Mapping[str, Service]
    counters: Mapping[str, Counter]
    lines_by_id: Mapping[int, Line]
    services_by_id: Mapping[int, Service]
    counters_by_id: Mapping[int, Counter]
    has_printer: bool
