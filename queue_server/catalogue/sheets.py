"""The shape of a catalogue as a workbook: its sheets, their columns, and how a cell holds a list."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: the title we write, the titles we also read, and its columns; a header is a field's name."""

    title: str
    also: tuple[str, ...]
    columns: tuple[str, ...]

    def is_titled(self, title: str) -> bool:
        return title.strip().casefold() in {name.casefold() for name in (self.title, *self.also)}


DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
VISITORS = {
    "visitors_quiet": "quiet",
    "visitors_typical": "typical",
    "visitors_busy": "busy",
    "visitors_design_peak": "design_peak",
}

MALL = Sheet("Mall", ("MPP",), ("code", "name", "timezone", "locale", *VISITORS))
ZONES = Sheet("Zones", ("Zona",), ("code", "name", "name_en", "floor"))
HOURS = Sheet(
    "Jadwal",
    ("Hours", "Schedules"),
    ("code", *DAYS, "ticket_cutoff_minutes", "from", "to", "replaces", "note"),
)
AGENCIES = Sheet(
    "Agencies",
    ("Instansi",),
    ("code", "short_name", "name", "name_en", "type", "zone", "floor", "demand_share", "schedule", "note"),
)
LINES = Sheet("Lines", ("Antrean",), ("agency", "prefix", "name_id", "name_en", "counters"))
SERVICES = Sheet(
    "Services",
    ("Layanan",),
    (
        "agency",
        "code",
        "name_id",
        "name_en",
        "short_name",
        "short_name_en",
        "queue",
        "target_minutes",
        "daily_quota",
        "demand_share",
        "popular",
        "schedule",
        "requirements",
        "requirements_en",
        "synonyms",
    ),
)
COUNTERS = Sheet("Counters", ("Loket",), ("agency", "code", "number", "lines", "helps"))

SHEETS = (MALL, ZONES, HOURS, AGENCIES, LINES, SERVICES, COUNTERS)
OPTIONAL = frozenset({ZONES.title, COUNTERS.title})

# Columns beyond those we write: counters may be counted instead of listed.
ALSO_READ = {AGENCIES.title: ("counters", "first_counter"), LINES.title: ("helps",)}

# Texts may hold commas, codes never do.
TEXT_LISTS = frozenset({"requirements", "requirements_en", "synonyms"})
CODE_LISTS = frozenset({"lines", "helps", "replaces"})
_BETWEEN_TEXTS = re.compile(r"[;\n]")
_BETWEEN_CODES = re.compile(r"[\s,;]+")


def texts_of(cell: str) -> list[str]:
    """`KTP asli; Kartu Keluarga` as its texts."""
    return [part.strip() for part in _BETWEEN_TEXTS.split(cell) if part.strip()]


def codes_of(cell: str) -> list[str]:
    """`1A, 1B` as its codes."""
    return [part for part in _BETWEEN_CODES.split(cell) if part]


def windows_of(cell: str) -> list[list[str]]:
    """`08:00-11:30, 13:00-15:00` as pairs; what is no pair stays alone, to be refused by whoever reads it."""
    return [re.split(r"\s*[-–]\s*", part.strip()) for part in re.split(r"[,;\n]", cell) if part.strip()]
