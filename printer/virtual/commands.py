"""ESC/POS bytes → typed commands. Pure; written from the manuals, knowing nothing of what composed the bytes."""

from dataclasses import dataclass
from enum import StrEnum


class Name(StrEnum):
    """What a command means; `OTHER` is understood well enough to be skipped."""

    TEXT = "text"
    LINE = "line"
    RESET = "reset"
    ALIGN = "align"
    SIZE = "size"
    BOLD = "bold"
    INVERSE = "inverse"
    UNDERLINE = "underline"
    FONT = "font"
    SMOOTH = "smooth"
    STYLE = "style"
    LINE_DOTS = "line_dots"
    LINE_USUAL = "line_usual"
    FEED_DOTS = "feed_dots"
    FEED_LINES = "feed_lines"
    CODE_PAGE = "code_page"
    CUT = "cut"
    SYMBOL = "symbol"
    RASTER = "raster"
    MARK = "mark"
    NEWS = "news"
    STATUS = "status"
    IDENTITY = "identity"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its numbers, and the bytes it carries."""

    name: Name
    values: tuple[int, ...] = ()
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Urgent:
    """A real-time request, answered on arrival: DLE EOT n, DLE ENQ n or DLE DC4 8."""

    kind: str
    number: int


ESC, FS, GS, DLE, LF, FF = 0x1B, 0x1C, 0x1D, 0x10, 0x0A, 0x0C
CLEAR = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
FIXED: dict[bytes, tuple[Name, int]] = {
    b"\x1b@": (Name.RESET, 0),
    b"\x1ba": (Name.ALIGN, 1),
    b"\x1bE": (Name.BOLD, 1),
    b"\x1bG": (Name.BOLD, 1),
    b"\x1b-": (Name.UNDERLINE, 1),
    b"\x1bM": (Name.FONT, 1),
    b"\x1b!": (Name.STYLE, 1),
    b"\x1b2": (Name.LINE_USUAL, 0),
    b"\x1b3": (Name.LINE_DOTS, 1),
    b"\x1bJ": (Name.FEED_DOTS, 1),
    b"\x1bd": (Name.FEED_LINES, 1),
    b"\x1bt": (Name.CODE_PAGE, 1),
    b"\x1d!": (Name.SIZE, 1),
    b"\x1dB": (Name.INVERSE, 1),
    b"\x1db": (Name.SMOOTH, 1),
    b"\x1da": (Name.NEWS, 1),
    b"\x1dr": (Name.STATUS, 1),
    b"\x1dI": (Name.IDENTITY, 1),
    b"\x1b ": (Name.OTHER, 1),
    b"\x1b$": (Name.OTHER, 2),
    b"\x1b\\": (Name.OTHER, 2),
    b"\x1bR": (Name.OTHER, 1),
    b"\x1bS": (Name.OTHER, 0),
    b"\x1bT": (Name.OTHER, 1),
    b"\x1bV": (Name.OTHER, 1),
    b"\x1bW": (Name.OTHER, 8),
    b"\x1bL": (Name.OTHER, 0),
    b"\x1bp": (Name.OTHER, 3),
    b"\x1bc": (Name.OTHER, 2),
    b"\x1b{": (Name.OTHER, 1),
    b"\x1d$": (Name.OTHER, 2),
    b"\x1d\\": (Name.OTHER, 2),
    b"\x1dP": (Name.OTHER, 2),
    b"\x1dL": (Name.OTHER, 2),
    b"\x1dW": (Name.OTHER, 2),
    b"\x1dH": (Name.OTHER, 1),
    b"\x1dh": (Name.OTHER, 1),
    b"\x1dw": (Name.OTHER, 1),
    b"\x1df": (Name.OTHER, 1),
    b"\x1cS": (Name.OTHER, 2),
    b"\x1c.": (Name.OTHER, 0),
    b"\x1c&": (Name.OTHER, 0),
    b"\x1c!": (Name.OTHER, 1),
    b"\x1cC": (Name.OTHER, 1),
    b"\x10\x04": (Name.OTHER, 1),
    b"\x10\x05": (Name.OTHER, 1),
}
PAPER_LETTER = 0x20  # bytes below are commands


def read_command(heard: bytes) -> tuple[Command | None, int]:
    """The first whole command and its length; length 0: more bytes are needed; no command: a byte to drop."""
    head = heard[0]
    if head >= PAPER_LETTER:
        return _text(heard)
    if head in (LF, FF):
        return Command(Name.LINE), 1
    if head not in (ESC, FS, GS, DLE):
        return None, 1
    if len(heard) < 2:
        return None, 0
    if heard.startswith(b"\x10\x14"):
        return _counted(heard, Name.OTHER, len(CLEAR) if heard[2:3] in (b"", b"\x08") else 5)
    if heard[1] == ord("(") or heard.startswith(b"\x1d8L"):
        return _blocked(heard)
    if heard[:2] == b"\x1dV":
        return _cut(heard)
    if heard[:2] == b"\x1dv":
        return _raster(heard)
    name, count = FIXED.get(heard[:2], (Name.OTHER, 0))
    return _counted(heard, name, 2 + count)


def urgent_in(heard: bytes) -> tuple[Urgent, ...]:
    """The real-time requests among bytes just received; they also stay in the buffer, where they mean nothing."""
    found: list[Urgent] = []
    at = heard.find(DLE)
    while at >= 0:
        follow = heard[at + 1 : at + 3]
        if follow[:1] == b"\x04" and len(follow) == 2 and 1 <= follow[1] <= 4:
            found.append(Urgent("status", follow[1]))
        elif follow[:1] == b"\x05" and len(follow) == 2:
            found.append(Urgent("recover", follow[1]))
        elif heard.startswith(CLEAR, at):
            found.append(Urgent("clear", 8))
        at = heard.find(DLE, at + 1)
    return tuple(found)


def _text(heard: bytes) -> tuple[Command, int]:
    end = next((at for at, byte in enumerate(heard) if byte < PAPER_LETTER), len(heard))
    return Command(Name.TEXT, body=heard[:end]), end


def _counted(heard: bytes, name: Name, length: int) -> tuple[Command | None, int]:
    if len(heard) < length:
        return None, 0
    return Command(name, tuple(heard[2:length])), length


def _blocked(heard: bytes) -> tuple[Command | None, int]:
    """`GS ( X pL pH …` and `GS 8 L p1 p2 p3 p4 …`."""
    width = 4 if heard[1] == ord("8") else 2
    if len(heard) < 3 + width:
        return None, 0
    size = int.from_bytes(heard[3 : 3 + width], "little")
    length = 3 + width + size
    if len(heard) < length:
        return None, 0
    body = heard[3 + width : length]
    names = {b"\x1d(k": Name.SYMBOL, b"\x1d(H": Name.MARK}
    return Command(names.get(heard[:3], Name.OTHER), tuple(body[:2]), body[2:]), length


def _cut(heard: bytes) -> tuple[Command | None, int]:
    if len(heard) < 3:
        return None, 0
    return _counted(heard, Name.CUT, 3 if heard[2] in (0, 1, 48, 49) else 4)


def _raster(heard: bytes) -> tuple[Command | None, int]:
    """GS v 0 m xL xH yL yH and the rows."""
    if len(heard) < 8:
        return None, 0
    row_bytes, rows = int.from_bytes(heard[4:6], "little"), int.from_bytes(heard[6:8], "little")
    length = 8 + row_bytes * rows
    if len(heard) < length:
        return None, 0
    return Command(Name.RASTER, (heard[3], row_bytes, rows), heard[8:length]), length
