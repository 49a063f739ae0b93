"""What a newcomer is shown: every address of the demonstration, its people, and the devices' tokens."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from queue_server.cli.words import Words
from queue_server.demo.mall import DemoMall, DemoPerson
from queue_server.settings import Settings

OFFICERS_SHOWN = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Sights:
    """What there is to be seen; `free_officers` are those whose counters nobody else takes."""

    mall: str
    demo: DemoMall
    tokens: dict[str, str]
    free_officers: Sequence[DemoPerson]
    phone: str | None
    paper_page: str
    is_busy: bool


def tour(words: Words, settings: Settings, sights: Sights) -> str:
    """The whole table, ready to be printed."""
    lines = [
        "",
        words("cli.tour.title", mall=sights.mall),
        "",
        *_table(_places(words, settings, sights)),
        "",
        words("cli.tour.people", password=sights.demo.password),
        *_table(_people(words, sights)),
        "",
        words("cli.tour.tokens"),
        *_table((f"{one.kind} {one.name}", sights.tokens[one.name]) for one in sights.demo.devices),
        "",
        words("cli.tour.elsewhere", address=settings.public_url),
        words("cli.tour.busy" if sights.is_busy else "cli.tour.quiet"),
        words("cli.tour.stop"),
        "",
    ]
    return "\n".join(lines)


def _places(words: Words, settings: Settings, sights: Sights) -> Iterator[tuple[str, str]]:
    here = f"http://localhost:{settings.port}"
    yield words("cli.tour.door"), f"{here}/"
    for device in sights.demo.devices:
        if device.kind == "kiosk":
            yield words("cli.tour.kiosk", name=device.name), f"{here}/kiosk/#token={sights.tokens[device.name]}"
    for device in sights.demo.devices:
        if device.kind == "display":
            place = words("cli.tour.display_zone" if device.zone else "cli.tour.display_mall", zone=device.zone)
            yield place, f"{here}/display/#token={sights.tokens[device.name]}"
    for room in ("console", "dashboard", "office"):
        yield words(f"cli.tour.{room}"), f"{here}/{room}/"
    if sights.phone is not None:
        yield words("cli.tour.phone"), sights.phone
    yield words("cli.tour.paper"), sights.paper_page


def _people(words: Words, sights: Sights) -> Iterator[tuple[str, str]]:
    for person in sights.demo.people:
        if person.role != "officer":
            yield person.username, _described(words, person)
    for person in sights.free_officers[:OFFICERS_SHOWN]:
        yield person.username, _described(words, person)
    others = sum(person.role == "officer" for person in sights.demo.people) - OFFICERS_SHOWN
    if others > 0:
        yield "…", words("cli.tour.more_officers", count=others)


def _described(words: Words, person: DemoPerson) -> str:
    place = person.counter or person.agency
    role = words(f"cli.role.{person.role}")
    return f"{person.name}, {role} {place}" if place else f"{person.name}, {role}"


def _table(rows: Iterator[tuple[str, str]]) -> list[str]:
    listed = list(rows)
    width = max((len(left) for left, _ in listed), default=0)
    return [f"  {left:<{width}}  {right}" for left, right in listed]
