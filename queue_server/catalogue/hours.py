"""Reads the weekly schedules and seasons of a catalogue; a window never overlaps another."""

import re
from datetime import date, time
from itertools import pairwise

from queue_server.catalogue.fields import NOTE_LIMIT, Section
from queue_server.catalogue.found import Branch, Found, Leaf, Problems, Rows, got_of
from queue_server.catalogue.plan import HoursSpec, SeasonSpec, WindowSpec

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SPANS = {
    "mon_thu": ("mon", "tue", "wed", "thu"),
    "mon_fri": ("mon", "tue", "wed", "thu", "fri"),
    "mon_sat": ("mon", "tue", "wed", "thu", "fri", "sat"),
    **{day: (day,) for day in DAYS},
}
MOST_WINDOWS = 6
MOST_CUTOFF_MINUTES = 480
MOST_SCHEDULES = 60
SEASON_BY_NAME = "ramadan"  # a season even without its dates: they are known only by decree
STANDARD = "default"
_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
_CODE = re.compile(r"[a-z][a-z0-9_-]{0,39}")


def read_hours(schedules: Branch, problems: Problems) -> tuple[dict[str, HoursSpec], tuple[SeasonSpec, ...]]:
    """All schedules by code, and beside them those that are seasons; problems are noted."""
    hours: dict[str, HoursSpec] = {}
    seasons: list[SeasonSpec] = []
    if len(schedules.fields) > MOST_SCHEDULES:
        problems.add(
            schedules.place, "schedules", "too_many", got=str(len(schedules.fields)), wanted=f"≤ {MOST_SCHEDULES}"
        )
    for code, found in list(schedules.fields.items())[:MOST_SCHEDULES]:
        section = _section(code, found, problems)
        if section is None:
            continue
        read = _hours(code, section)
        if _is_season(code, section):
            seasons.append(_season(read, section))
        else:
            hours[code] = read
        section.refuse_unknown()
    _check_replaced(seasons, hours, schedules, problems)
    return hours, tuple(seasons)


def _section(code: str, found: Found, problems: Problems) -> Section | None:
    path = f"schedules.{code}"
    if not _CODE.fullmatch(code):
        problems.add(found.place, path, "code.malformed", got=code, wanted="a-z 0-9 _ -")
        return None
    if not isinstance(found, Branch):
        problems.add(found.place, path, "type.wrong", got=got_of(found), wanted="fields")
        return None
    return Section(found, path, problems)


def _is_season(code: str, section: Section) -> bool:
    return code == SEASON_BY_NAME or section.has("from") or section.has("to") or section.has("replaces")


def _hours(code: str, section: Section) -> HoursSpec:
    return HoursSpec(
        code=code,
        week=_week(section),
        cutoff_minutes=section.whole_or_none("ticket_cutoff_minutes", least=0, most=MOST_CUTOFF_MINUTES) or 0,
        note=section.text_or_none("note", longest=NOTE_LIMIT),
    )


def _season(hours: HoursSpec, section: Section) -> SeasonSpec:
    first, last = _dates(section)
    replaces = section.texts("replaces", most=MOST_SCHEDULES) or (STANDARD,)
    return SeasonSpec(hours=hours, first=first, last=last, replaces=replaces)


def _dates(section: Section) -> tuple[date | None, date | None]:
    first, last = section.day_or_none("from"), section.day_or_none("to")
    if section.has("from") != section.has("to"):
        section.wrong("to" if section.has("from") else "from", "field.missing")
    if first and last and last < first:
        section.wrong("to", "date.reversed", got=last.isoformat(), wanted=f"≥ {first.isoformat()}")
    return first, last


def _check_replaced(
    seasons: list[SeasonSpec], hours: dict[str, HoursSpec], schedules: Branch, problems: Problems
) -> None:
    for season in seasons:
        for code in season.replaces:
            if code not in hours:
                place = schedules.fields[season.code].place
                problems.add(place, f"schedules.{season.code}.replaces", "hours.unknown", got=code)


def _week(section: Section) -> tuple[tuple[WindowSpec, ...], ...]:
    week: dict[str, tuple[WindowSpec, ...]] = {}
    for span, days in SPANS.items():
        if section.has(span):
            windows = _windows(section, span)
            week.update(dict.fromkeys(days, windows))
    if section.has("days") or section.has("windows"):
        windows = _windows(section, "windows")
        week.update(dict.fromkeys(_days(section), windows))
    if not any(week.values()) and not section.problems.any_under(section.path):
        section.problems.add(section.branch.place, section.path, "hours.empty")
    return tuple(week.get(day, ()) for day in DAYS)


def _days(section: Section) -> tuple[str, ...]:
    days = section.texts("days", most=len(DAYS))
    for day in days:
        if day not in DAYS:
            section.wrong("days", "day.unknown", got=day, wanted=" ".join(DAYS))
    if not section.has("days"):
        section.wrong("days", "field.missing")
    return tuple(day for day in days if day in DAYS)


def _windows(section: Section, name: str) -> tuple[WindowSpec, ...]:
    if not section.has(name):
        section.wrong(name, "field.missing")
    rows = section.rows(name)
    if len(rows) > MOST_WINDOWS:
        section.wrong(name, "list.too_long", got=str(len(rows)), wanted=f"≤ {MOST_WINDOWS}")
    windows = tuple(filter(None, (_window(section, name, row) for row in rows[:MOST_WINDOWS])))
    for earlier, later in pairwise(windows):
        if later.opens < earlier.closes:
            section.wrong(name, "window.overlapping", got=_shown(later), wanted=f"≥ {earlier.closes:%H:%M}")
    return windows


def _window(section: Section, name: str, row: Found) -> WindowSpec | None:
    if not isinstance(row, Rows) or len(row.rows) != 2:
        section.problems.add(row.place, section.name_of(name), "time.malformed", got=got_of(row), wanted="08:00-15:30")
        return None
    opens, closes = (_time(section, name, end) for end in row.rows)
    if opens is None or closes is None:
        return None
    window = WindowSpec(opens, closes)
    if closes <= opens:
        section.problems.add(row.place, section.name_of(name), "window.reversed", got=_shown(window))
        return None
    return window


def _time(section: Section, name: str, found: Found) -> time | None:
    # The raw text is read, for YAML takes 13:00 for a number in base sixty.
    written = _TIME.fullmatch(found.text.strip()) if isinstance(found, Leaf) else None
    if written is None:
        section.problems.add(found.place, section.name_of(name), "time.malformed", got=got_of(found), wanted="08:00")
        return None
    return time(int(written[1]), int(written[2]))


def _shown(window: WindowSpec) -> str:
    return f"{window.opens:%H:%M}-{window.closes:%H:%M}"
