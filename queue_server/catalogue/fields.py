"""Reads typed fields out of a found branch, collecting what is wrong instead of stopping at it."""

import math
import re
from collections.abc import Iterable
from datetime import date

from queue_server.catalogue.found import Branch, Found, Leaf, LeafKind, Place, Problems, Rows, got_of

NAME_LIMIT = 120
NOTE_LIMIT = 240
TRUTHS = {"true": True, "yes": True, "ya": True, "1": True, "false": False, "no": False, "tidak": False, "0": False}
WRITTEN = frozenset({LeafKind.TEXT, LeafKind.WHOLE, LeafKind.NUMBER})


class Section:
    """One branch of the file being read; asking for a field also marks it as known."""

    def __init__(self, branch: Branch, path: str, problems: Problems) -> None:
        self.branch = branch
        self.path = path
        self.problems = problems
        self._known: set[str] = set()

    def text(self, name: str, *, longest: int = NAME_LIMIT, pattern: re.Pattern[str] | None = None) -> str:
        """A text that must be there; empty after a problem was noted."""
        if self._missing(name):
            return ""
        return self.text_or_none(name, longest=longest, pattern=pattern) or ""

    def text_or_none(
        self, name: str, *, longest: int = NAME_LIMIT, pattern: re.Pattern[str] | None = None
    ) -> str | None:
        """A text, or None where the field is absent or empty by `null`."""
        leaf = self._leaf(name)
        if leaf is None:
            return None
        return self._checked(leaf, self.name_of(name), longest=longest, pattern=pattern)

    def texts(self, name: str, *, most: int, longest: int = NAME_LIMIT) -> tuple[str, ...]:
        """A list of texts; none when absent."""
        rows = self.rows(name)
        if len(rows) > most:
            self.wrong(name, "list.too_long", got=str(len(rows)), wanted=f"≤ {most}")
        return tuple(self._text_in(row, self.name_of(name), longest) for row in rows[:most])

    def whole(self, name: str, *, least: int, most: int) -> int:
        """A whole number that must be there; `least` after a problem was noted."""
        if self._missing(name):
            return least
        read = self.whole_or_none(name, least=least, most=most)
        return least if read is None else read

    def whole_or_none(self, name: str, *, least: int, most: int) -> int | None:
        leaf = self._leaf(name)
        if leaf is None:
            return None
        if leaf.kind is not LeafKind.WHOLE or not re.fullmatch(r"[+-]?\d{1,9}", leaf.text):
            self._refused(name, "type.wrong", leaf, "whole")
            return None
        read = int(leaf.text)
        if not least <= read <= most:
            self._refused(name, "number.out_of_range", leaf, f"{least}–{most}")
            return None
        return read

    def share_or_none(self, name: str) -> float | None:
        """A share between 0 and 1."""
        leaf = self._leaf(name)
        if leaf is None:
            return None
        try:
            read = float(leaf.text) if leaf.kind in (LeafKind.WHOLE, LeafKind.NUMBER) else math.nan
        except ValueError:
            read = math.nan
        if math.isnan(read):
            self._refused(name, "type.wrong", leaf, "number")
            return None
        if not 0 <= read <= 1:
            self._refused(name, "number.out_of_range", leaf, "0–1")
            return None
        return read

    def truth(self, name: str) -> bool:
        """Yes or no; absent means no."""
        leaf = self._leaf(name)
        if leaf is None:
            return False
        read = TRUTHS.get(leaf.text.casefold())
        if read is None:
            self._refused(name, "type.wrong", leaf, "truth")
        return bool(read)

    def day_or_none(self, name: str) -> date | None:
        leaf = self._leaf(name)
        if leaf is None:
            return None
        try:
            return date.fromisoformat(leaf.text)
        except ValueError:
            self._refused(name, "date.malformed", leaf, "YYYY-MM-DD")
            return None

    def rows(self, name: str) -> tuple[Found, ...]:
        """The rows of a list field; none when absent."""
        found = self.find(name)
        if isinstance(found, Rows):
            return found.rows
        if found is not None:
            self.wrong(name, "type.wrong", got=got_of(found), wanted="list")
        return ()

    def sections(self, name: str) -> tuple["Section", ...]:
        """The rows of a list field, each a section of its own."""
        rows = enumerate(self.rows(name), start=1)
        return tuple(filter(None, (self._section(row, f"{self.name_of(name)}[{at}]") for at, row in rows)))

    def section_or_none(self, name: str) -> "Section | None":
        found = self.find(name)
        return None if found is None else self._section(found, self.name_of(name))

    def find(self, name: str) -> Found | None:
        """The field as found, None when absent or null; known from now on."""
        self._known.add(name)
        found = self.branch.fields.get(name)
        return None if isinstance(found, Leaf) and found.kind is LeafKind.NOTHING else found

    def has(self, name: str) -> bool:
        return self.find(name) is not None

    def place(self, name: str) -> Place:
        found = self.branch.fields.get(name)
        return found.place if found is not None else self.branch.place

    def name_of(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def wrong(self, name: str, reason: str, *, got: str = "", wanted: str = "") -> None:
        self.problems.add(self.place(name), self.name_of(name), reason, got=got, wanted=wanted)

    def refuse_unknown(self, ignored: Iterable[str] = ()) -> None:
        """Notes every field nobody asked for: a misspelt field must not be lost in silence."""
        known = self._known | set(ignored)
        for name in self.branch.fields:
            if name not in known:
                self.wrong(name, "field.unknown", got=name)

    def _missing(self, name: str) -> bool:
        if self.has(name):
            return False
        self.wrong(name, "field.missing")
        return True

    def _leaf(self, name: str) -> Leaf | None:
        found = self.find(name)
        if found is None or isinstance(found, Leaf):
            return found
        self.wrong(name, "type.wrong", got=got_of(found), wanted="text")
        return None

    def _section(self, found: Found, path: str) -> "Section | None":
        if isinstance(found, Branch):
            return Section(found, path, self.problems)
        self.problems.add(found.place, path, "type.wrong", got=got_of(found), wanted="fields")
        return None

    def _text_in(self, found: Found, path: str, longest: int) -> str:
        if isinstance(found, Leaf):
            return self._checked(found, path, longest=longest, pattern=None) or ""
        self.problems.add(found.place, path, "type.wrong", got=got_of(found), wanted="text")
        return ""

    def _checked(self, leaf: Leaf, path: str, *, longest: int, pattern: re.Pattern[str] | None) -> str | None:
        reason, wanted = _wrong_in(leaf, longest, pattern)
        if reason:
            self.problems.add(leaf.place, path, reason, got=leaf.text, wanted=wanted)
            return None
        return _tidy(leaf.text)

    def _refused(self, name: str, reason: str, leaf: Leaf, wanted: str) -> None:
        self.wrong(name, reason, got=leaf.text, wanted=wanted)


def _wrong_in(leaf: Leaf, longest: int, pattern: re.Pattern[str] | None) -> tuple[str, str]:
    text = _tidy(leaf.text)
    if leaf.kind not in WRITTEN:
        return "type.wrong", "text"
    if not text:
        return "text.empty", ""
    if not text.isprintable():
        return "text.control", ""
    if len(text) > longest:
        return "text.long", f"≤ {longest}"
    if pattern is not None and not pattern.fullmatch(text):
        return "code.malformed", ""
    return "", ""


def _tidy(text: str) -> str:
    # Names pasted from an office document bring hard spaces along.
    return text.replace("\u00a0", " ").strip()
