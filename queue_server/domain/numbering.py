"""The number on the paper: 1A-012, its business day, and the token that follows it."""

import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

TOKEN_LENGTH = 12  # 5 bits each: 60 bits
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

# I and O look like 1 and 0; a spreadsheet reads 1E001 as a number. It ends in a letter, so that 1A012 has one reading.
_PREFIX = re.compile(r"(?=.{1,3}\Z)[0-9]*[A-DF-HJ-NP-Z]+")
_NUMBER = re.compile(r"([0-9A-Z]*[A-Z])([0-9]{1,6})")
_SEPARATORS = re.compile(r"[\s\-‐‑–—_./]+")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as a person writes or says it, without its day."""

    prefix: str
    sequence: int


def label(prefix: str, sequence: int) -> str:
    """`1A-012`: three digits, more when the day has more than 999. ValueError below 1."""
    if sequence < 1:
        raise ValueError(f"a sequence begins at 1, not {sequence}")
    return f"{check_prefix(prefix)}-{sequence:03d}"


def parse(text: str) -> Number:
    """Reads `1a 12`, `1A012`, `1A-012`; a typed O is 0 and I is 1, for no prefix has them. ValueError otherwise."""
    plain = _SEPARATORS.sub("", text).upper().replace("O", "0").replace("I", "1")
    found = _NUMBER.fullmatch(plain)
    if found is None or int(found[2]) < 1:
        raise ValueError(f"not a ticket number: {text!r}")
    return Number(check_prefix(found[1]), int(found[2]))


def check_prefix(text: str) -> str:
    """The prefix itself: one to three characters, digits then letters, never I, O or E. ValueError otherwise."""
    if _PREFIX.fullmatch(text) is None:
        raise ValueError(f"not a prefix: {text!r}")
    return text


def new_token() -> str:
    """Twelve characters of Crockford's base 32, 60 random bits: whoever has it may follow the ticket."""
    bits = secrets.randbits(5 * TOKEN_LENGTH)
    return "".join(CROCKFORD[bits >> 5 * place & 31] for place in range(TOKEN_LENGTH))


def normal_token(text: str) -> str | None:
    """A token as typed, put right: upper case, O is 0, I and L are 1; None when it cannot be one."""
    plain = _SEPARATORS.sub("", text).upper().translate(str.maketrans("OIL", "011"))
    if len(plain) != TOKEN_LENGTH or not set(plain) <= set(CROCKFORD):
        return None
    return plain


def business_day(now: datetime, zone: ZoneInfo, last: date | None) -> date:
    """The mall's day: the local date, but never earlier than the `last` one, even when the clock jumps back."""
    if now.tzinfo is None:
        raise ValueError("now is aware")
    today = now.astimezone(zone).date()
    return today if last is None else max(today, last)
