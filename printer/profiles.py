"""What each kind of printer can do, from profiles.toml; the paper in it may be narrower."""

import tomllib
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

SHEET = Path(__file__).with_name("profiles.toml")
NARROW_DOTS = 384  # 48 mm printable on 58 mm paper
WIDE_DOTS = 576  # 72 mm printable on 80 mm paper
FONT_A_DOTS = 12
FONT_B_DOTS = 9


class Proof(StrEnum):
    """What a printer can say about a slip it was given."""

    PROCID = "procid"
    GSR = "gsr"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Profile:
    """One kind of printer; widths in dots and letters."""

    name: str
    dots: int
    columns: int
    small: int
    code_page: int | None
    cutter: bool
    native_qr: bool
    answers: bool
    proves: Proof


def profile_names() -> tuple[str, ...]:
    """The profiles on the sheet, in its order."""
    return tuple(tomllib.loads(SHEET.read_text(encoding="utf-8")))


def load_profile(name: str) -> Profile:
    """The profile of that name; `KeyError` when the sheet has none."""
    row = tomllib.loads(SHEET.read_text(encoding="utf-8"))[name]
    return Profile(
        name=name,
        dots=int(row["dots"]),
        columns=int(row["columns"]),
        small=int(row["small"]),
        code_page=int(row["code_page"]) if row["code_page"] >= 0 else None,
        cutter=bool(row["cutter"]),
        native_qr=bool(row["native_qr"]),
        answers=bool(row["answers"]),
        proves=Proof(row["proves"]),
    )


def on_paper(profile: Profile, paper_mm: int) -> Profile:
    """The same printer with that paper in it: 80 or 58 mm. Paper never makes a printer wider than it is."""
    dots = min(profile.dots, NARROW_DOTS if paper_mm == 58 else WIDE_DOTS)
    if dots == profile.dots:
        return profile
    small = dots // FONT_B_DOTS if profile.small else 0
    return replace(profile, dots=dots, columns=dots // FONT_A_DOTS, small=small)
