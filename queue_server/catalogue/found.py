"""What a reader found in a file, each piece with its place, and the problems it had."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

MOST_PROBLEMS = 50
LONGEST_GOT = 60


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the file: a line of text (from 1) or a cell such as `Layanan!C4`; neither for the whole file."""

    line: int | None = None
    cell: str | None = None


WHOLE_FILE = Place()


class LeafKind(StrEnum):
    """What the file itself takes a value for, before anybody asks for a type."""

    TEXT = "text"
    WHOLE = "whole"
    NUMBER = "number"
    TRUTH = "truth"
    DAY = "day"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One written value: its raw text, what it looks like, and where it stands."""

    text: str
    kind: LeafKind
    place: Place


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of found things."""

    rows: tuple["Found", ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Branch:
    """Named fields, each name once."""

    fields: Mapping[str, "Found"]
    place: Place


Found = Leaf | Rows | Branch


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where, in which field, why (a code), what stood there and what was wanted."""

    place: Place
    field: str
    reason: str
    got: str = ""
    wanted: str = ""


class CatalogueRefused(Exception):
    """The file is refused as a whole; `problems` holds the first fifty, `more` says whether there were others."""

    code = "catalogue.refused"

    def __init__(self, problems: tuple[Problem, ...], *, more: bool = False) -> None:
        super().__init__(self.code)
        self.problems = problems
        self.more = more


class Problems:
    """Collects what is wrong while a file is read, so that all of it can be told at once."""

    def __init__(self) -> None:
        self._found: list[Problem] = []
        self._more = False

    def add(self, place: Place, field: str, reason: str, *, got: str = "", wanted: str = "") -> None:
        if len(self._found) >= MOST_PROBLEMS:
            self._more = True
            return
        self._found.append(Problem(place, field, reason, printable(got), wanted))

    def any_under(self, path: str) -> bool:
        """Whether something inside this branch is noted already."""
        return any(problem.field.startswith(path) for problem in self._found)

    def refuse_if_any(self) -> None:
        """Raises CatalogueRefused with everything collected, in the order of the file."""
        if self._found:
            raise CatalogueRefused(tuple(sorted(self._found, key=_position)), more=self._more)


def refuse(place: Place, field: str, reason: str, *, got: str = "", wanted: str = "") -> CatalogueRefused:
    """The refusal for a file that cannot be read any further."""
    return CatalogueRefused((Problem(place, field, reason, printable(got), wanted),))


def printable(text: str) -> str:
    """The text as it may be shown on one line: no control characters, at most sixty long."""
    shown = "".join(sign if sign.isprintable() else "�" for sign in text)
    return shown if len(shown) <= LONGEST_GOT else shown[: LONGEST_GOT - 1] + "…"


def got_of(found: Found) -> str:
    """What stood there, shortly."""
    match found:
        case Leaf(text=text):
            return text
        case Rows(rows=rows):
            return f"[{len(rows)}]"
        case Branch(fields=fields):
            return "{" + ", ".join(fields) + "}"


def _position(problem: Problem) -> tuple[int, str]:
    return (problem.place.line or 0, "" if problem.place.line else problem.place.cell or "")
