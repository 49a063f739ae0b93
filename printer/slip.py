"""How a ticket stands on paper: typed lines for 48 or 32 columns. Pure; it sends nothing.

Order and sizes: one glance gives the number, the second the place, the third the wait.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import segno

from printer.document import Document
from printer.letters import TIED, legible
from printer.profiles import Profile
from printer.words import Words

COME_BACK_MINUTES = 30
SOON_MINUTES = 5
GREATEST_SIZE = 8
QR_DOTS = 180  # about 22 mm
SMALLEST_MODULE, GREATEST_MODULE = 4, 6  # dots: 0.5 to 0.75 mm, read by any telephone
GAP, WIDE_GAP = 12, 24  # dots: 1.5 and 3 mm
BLANK = " "


@dataclass(frozen=True, slots=True)
class Text:
    """One centred line of letters, `width` × `height` times as large; small is the printer's font B."""

    text: str
    bold: bool = False
    width: int = 1
    height: int = 1
    small: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """White letters on black, from edge to edge, twice as high."""

    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line from edge to edge."""


@dataclass(frozen=True, slots=True)
class TearLine:
    """A dashed line: the ticket's stub."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Empty paper, in dots."""

    dots: int


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code, level M, as given: capitals keep it small."""

    address: str
    module_dots: int


Line = Text | Bar | Rule | TearLine | Gap | Code


def lay_out(document: Document, words: Words, profile: Profile, *, printer: str) -> tuple[Line, ...]:
    """The slip, top to bottom. No line is wider than the paper and no word is broken unless it alone is wider."""
    slip = _Sheet(document, words, profile, printer)
    return (*slip.head(), *slip.number(), *slip.place(), *slip.follow(), *slip.foot())


def wrap(text: str, columns: int) -> list[str]:
    """The fewest lines that hold the text, made about equally long. Only a word wider than the paper is cut."""
    fewest = len(_filled(text, columns))
    longest = max(len(word) for word in text.split(BLANK))
    for width in range(max(1, longest), columns):
        lines = _filled(text, width)
        if len(lines) == fewest:
            return lines
    return _filled(text, columns)


def number_size(number: str, columns: int) -> tuple[int, int]:
    """Times wide and high: as wide as the paper allows, up to 8; at most one step higher than wide."""
    width = max(1, min(GREATEST_SIZE, columns // len(number)))
    return width, min(GREATEST_SIZE, width + 1)


def module_dots(address: str, dots: int) -> int:
    """The side of one QR module for a code of about 22 mm that fits the paper."""
    side = len(segno.make(address, error="m", micro=False, boost_error=False).matrix)
    wished = max(SMALLEST_MODULE, min(GREATEST_MODULE, QR_DOTS // side))
    return max(1, min(wished, dots // (side + 8)))


@dataclass(frozen=True, slots=True)
class _Sheet:
    document: Document
    words: Words
    profile: Profile
    printer: str

    def head(self) -> Iterator[Line]:
        if self.document.copy > 1:
            yield Bar(self._say("slip.copy_bar", copy=self.document.copy))
            yield Gap(GAP)
        yield from self._lines(self.document.mall, bold=True)
        yield Rule()
        yield Gap(WIDE_GAP)
        fits = len(self._print(self.document.agency)) <= self.profile.columns
        yield from self._lines(self.document.agency, bold=True, height=2 if fits else 1)
        yield Gap(GAP // 2)
        yield from self._lines(self.document.service)

    def number(self) -> Iterator[Line]:
        number = self._print(self.document.number)
        width, height = number_size(number, self.profile.columns)
        yield Gap(GAP)
        yield Text(number, bold=True, width=width, height=height)  # its own descent is the gap below
        if self.document.priority:
            yield Bar(self._say("slip.priority_bar"))
            yield Gap(GAP)

    def place(self) -> Iterator[Line]:
        floor = self.document.floor and self._say("slip.floor", floor=self.document.floor)
        place = " · ".join(part for part in (self.document.zone, floor) if part)
        if place:
            yield from self._lines(place, bold=True, height=2)
            yield Gap(GAP)
        yield from self._moment()
        yield Gap(GAP // 2)
        yield from self._ahead()

    def follow(self) -> Iterator[Line]:
        address = self.document.follow_url
        yield Gap(GAP)
        yield TearLine()
        if address is None:
            yield Gap(GAP)
            return
        yield Gap(WIDE_GAP)
        yield Code(address, module_dots(address, self.profile.dots))
        yield Gap(GAP)
        yield from self._lines(self.words("slip.scan"))
        yield Gap(GAP)

    def foot(self) -> Iterator[Line]:
        yield from self._lines(self.words("slip.how_wait"))
        yield from self._lines(self.words("slip.how_missed", minutes=COME_BACK_MINUTES))
        yield Gap(GAP)
        key = "slip.footer_device" if self.document.device else "slip.footer"
        footer = self.words(
            key,
            ticket=self.document.ticket_id,
            copy=self.document.copy,
            device=self.document.device,
            printer=self.printer,
        )
        columns = self.profile.small or self.profile.columns
        for line in wrap(self._print(footer), columns):
            yield Text(line.replace(TIED, BLANK), small=bool(self.profile.small))
        yield Gap(WIDE_GAP)

    def _moment(self) -> Iterator[Line]:
        issued = self.document.issued_at
        date = self.words(
            "slip.date",
            weekday=self.words(f"slip.weekday_{issued.isoweekday()}"),
            day=issued.day,
            month=self.words(f"slip.month_{issued.month}"),
            year=issued.year,
        )
        time = self.words("slip.time", clock=self._clock(), zone=self.document.zone_abbreviation).strip()
        both = f"{date} · {time}"
        if len(self._print(both)) <= self.profile.columns:
            yield from self._lines(both)
            return
        yield from self._lines(date)
        yield from self._lines(time)

    def _ahead(self) -> Iterator[Line]:
        ahead, wait, clock = self.document.ahead, self.document.wait, self._clock()
        if ahead is not None:
            as_of = "_as_of" if wait is None and ahead else ""
            key = {0: "slip.ahead_none", 1: "slip.ahead_one"}.get(ahead, "slip.ahead") + as_of
            yield from self._lines(self.words(key, count=ahead, clock=clock), bold=True)
        if wait is None:
            return
        if wait.high <= SOON_MINUTES:
            yield from self._lines(self.words("slip.wait_soon", clock=clock))
        else:
            key = "slip.wait_even" if wait.low == wait.high else "slip.wait"
            yield from self._lines(self.words(key, low=wait.low, high=wait.high, clock=clock))

    def _clock(self) -> str:
        return f"{self.document.issued_at:%H.%M}"

    def _lines(self, text: str, *, bold: bool = False, height: int = 1) -> Iterator[Line]:
        for line in wrap(self._print(text), self.profile.columns):
            yield Text(line.replace(TIED, BLANK), bold=bold, height=height)

    def _say(self, key: str, **facts: object) -> str:
        return self._print(self.words(key, **facts))

    def _print(self, text: str) -> str:
        return legible(text, on_page=self.profile.code_page is not None)


def _filled(text: str, width: int) -> list[str]:
    lines = [""]
    for word in _pieces(text, width):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if len(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return [line for line in lines if line]


def _pieces(text: str, width: int) -> Iterator[str]:
    for word in text.split(BLANK):
        yield from (word[start : start + width] for start in range(0, len(word), width))
