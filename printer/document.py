"""What the server asks to have on paper, read strictly. Pure: no printer, no clock, no words."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

VERSION = 1
LONGEST_TEXT = 200
LONGEST_ADDRESS = 180  # a QR of 180 bytes at level M is version 9: still 4 dots a module on 58 mm
LONGEST_NUMBER = 8


class Unreadable(Exception):
    """The document cannot be put on paper; the field that stands in the way is the argument."""


@dataclass(frozen=True, slots=True)
class Wait:
    """A wait in minutes, as promised when the number was taken."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Document:
    """Version 1 of a ticket's document; every text is free of control characters."""

    language: str
    mall: str
    agency: str
    service: str
    number: str
    zone: str | None
    floor: str | None
    priority: bool
    issued_at: datetime
    zone_abbreviation: str
    ahead: int | None
    wait: Wait | None
    follow_url: str | None
    device: str | None
    copy: int
    ticket_id: int


def read_document(fields: object) -> Document:
    """The typed document. Refuses with `Unreadable`: another version or kind, a missing number,
    a moment without offset, a text that is not text, an address that is not plain ASCII."""
    if not isinstance(fields, Mapping):
        raise Unreadable("document")
    if fields.get("version") != VERSION or fields.get("kind") != "ticket":
        raise Unreadable("version")
    return Document(
        language=_maybe_text(fields, "language") or "id",
        mall=_text(fields, "mall"),
        agency=_text(fields, "agency"),
        service=_text(fields, "service"),
        number=_number(fields),
        zone=_maybe_text(fields, "zone"),
        floor=_floor(fields),
        priority=fields.get("priority") is True,
        issued_at=_moment(fields),
        zone_abbreviation=_maybe_text(fields, "zone_abbreviation") or "",
        ahead=_maybe_count(fields, "ahead"),
        wait=_wait(fields),
        follow_url=_address(fields),
        device=_maybe_text(fields, "device"),
        copy=max(1, _count(fields, "copy")),
        ticket_id=_count(fields, "ticket_id"),
    )


def clean(text: str) -> str:
    """The text without control, format and line-breaking characters; runs of blanks become one.

    A name may come from a spreadsheet: `ESC`, `GS V` or `DLE` inside it would cut, kick or clear.
    """
    shown = (
        " " if unicodedata.category(letter) in {"Zs", "Zl", "Zp"} or letter in "\t\r\n" else letter for letter in text
    )
    kept = "".join(letter for letter in shown if not unicodedata.category(letter).startswith("C"))
    return " ".join(kept.split())[:LONGEST_TEXT]


def _text(fields: Mapping[str, object], name: str) -> str:
    text = _maybe_text(fields, name)
    if not text:
        raise Unreadable(name)
    return text


def _maybe_text(fields: Mapping[str, object], name: str) -> str | None:
    value = fields.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise Unreadable(name)
    return clean(value) or None


def _number(fields: Mapping[str, object]) -> str:
    number = _text(fields, "number")
    if len(number) > LONGEST_NUMBER or not number.isascii():
        raise Unreadable("number")
    return number


def _floor(fields: Mapping[str, object]) -> str | None:
    floor = fields.get("floor")
    if isinstance(floor, int) and not isinstance(floor, bool):
        return str(floor)
    return _maybe_text(fields, "floor")


def _moment(fields: Mapping[str, object]) -> datetime:
    value = fields.get("issued_at")
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError as unreadable:
        raise Unreadable("issued_at") from unreadable
    if moment is None or moment.tzinfo is None:
        raise Unreadable("issued_at")
    return moment


def _maybe_count(fields: Mapping[str, object], name: str) -> int | None:
    return None if fields.get(name) is None else _count(fields, name)


def _count(fields: Mapping[str, object], name: str) -> int:
    value = fields.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Unreadable(name)
    return value


def _wait(fields: Mapping[str, object]) -> Wait | None:
    wait = fields.get("wait")
    if wait is None:
        return None
    if not isinstance(wait, Mapping):
        raise Unreadable("wait")
    low, high = _minutes(wait, "low"), _minutes(wait, "high")
    return Wait(low=min(low, high), high=max(low, high))


def _minutes(wait: Mapping[str, object], name: str) -> int:
    value = wait.get(name)
    if not isinstance(value, int | float) or isinstance(value, bool) or value < 0:
        raise Unreadable("wait")
    return round(value)


def _address(fields: Mapping[str, object]) -> str | None:
    address = fields.get("follow_url")
    if address is None or address == "":
        return None
    plain = isinstance(address, str) and address.isascii() and address.isprintable() and " " not in address
    if not plain or len(str(address)) > LONGEST_ADDRESS:
        raise Unreadable("follow_url")
    return str(address)
