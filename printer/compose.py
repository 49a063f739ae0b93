"""A slip's lines → the bytes for one printer. python-escpos is the pen, a new one per slip, and nothing more."""

import logging
import os
import tempfile
from functools import cache
from math import gcd
from typing import Any, assert_never

import segno

from printer.letters import PAGE
from printer.profiles import Profile, Proof
from printer.slip import Bar, Code, Gap, Line, Rule, TearLine, Text

ESC, GS = b"\x1b", b"\x1d"
LINE_DOTS = 24  # 3 mm: paper saved against the usual 30
NEWS_WANTED = 0x0E  # online, faults and paper; not the cash drawer
QR_LEVEL_M = 1
RASTER_ROWS = 96  # a slice clones can hold; a multiple of 24
TEAR_OFF_LINES = 5  # past the edge of a printer without a knife


def compose(lines: tuple[Line, ...], profile: Profile, *, mark: bytes) -> bytes:
    """One blob: reset, news on, the slip, the cut, and the questions whose answers prove it.

    `mark` is four bytes of 0x20–0x7E, new for every attempt; it comes back when the slip is on paper.
    """
    return opening(profile) + drawn(lines, profile) + closing(profile, mark)


def opening(profile: Profile) -> bytes:
    """Reset, automatic status, code page: executed in order, before the first letter."""
    news = GS + b"a" + bytes([NEWS_WANTED]) if profile.answers else b""
    page = ESC + b"t" + bytes([profile.code_page]) if profile.code_page is not None else b""
    return ESC + b"@" + news + page


def drawn(lines: tuple[Line, ...], profile: Profile) -> bytes:
    """The slip itself, ending with the cut."""
    pen = _new_pen()
    pen.line_spacing(LINE_DOTS)
    pen.set(align="center", smooth=True)
    for line in lines:
        _draw(pen, line, profile)
    if profile.cutter:
        pen.cut(feed=False)
    else:
        pen.print_and_feed(TEAR_OFF_LINES)
    return bytes(pen.output)


def closing(profile: Profile, mark: bytes) -> bytes:
    """The questions: the print-complete mark where the printer knows it, then the in-order paper status."""
    asks_mark = GS + b"(H\x06\x0000" + mark if profile.proves is Proof.PROCID else b""
    asks_order = GS + b"r\x01" if profile.proves is not Proof.NONE else b""
    return asks_mark + asks_order


def _draw(pen: Any, line: Line, profile: Profile) -> None:
    match line:
        case Text():
            _write(pen, line)
        case Bar(text=text):
            pen.set(custom_size=True, width=1, height=2, bold=True, invert=True)
            pen.text(text[: profile.columns].center(profile.columns) + "\n")
            pen.set(custom_size=True, width=1, height=1, bold=False, invert=False)
        case Rule():
            _rule(pen, profile.columns)
        case TearLine():
            pen.set(custom_size=True, width=2, height=1)
            pen.text(" ".join("-" * (profile.columns // 4)) + "\n")
            pen.set(custom_size=True, width=1, height=1)
        case Gap(dots=dots):
            pen._raw(ESC + b"J" + bytes([dots]))
        case Code(address=address, module_dots=module):
            _code(pen, address, module, profile)
        case _:
            assert_never(line)


def _write(pen: Any, line: Text) -> None:
    if line.width > 2 or line.height > 2:
        pen.set(custom_size=True, width=line.width, height=line.height, bold=line.bold)
        pen.text(line.text + "\n")
        pen.set(custom_size=True, width=1, height=1, bold=False)
        return
    # ESC ! sets font, weight and double size at once: three bytes instead of nine.
    style = line.small * 0x01 | line.bold * 0x08 | (line.height == 2) * 0x10 | (line.width == 2) * 0x20
    if not style:
        pen.text(line.text + "\n")
        return
    pen._raw(ESC + b"!" + bytes([style]))
    pen.text(line.text + "\n")
    pen._raw(ESC + b"!\x00")


def _rule(pen: Any, columns: int) -> None:
    # Underlined blanks print as one thin line on every printer, in 20 bytes; a raster line would take 150.
    wide = max(size for size in range(1, 9) if gcd(columns, size) == size)
    pen.set(custom_size=True, width=wide, height=1, underline=2)
    pen.text(" " * (columns // wide) + "\n")
    pen.set(custom_size=True, width=1, height=1, underline=0)


def _code(pen: Any, address: str, module: int, profile: Profile) -> None:
    if profile.native_qr:
        pen.qr(address, ec=QR_LEVEL_M, size=module, native=True)
        return
    pen._raw(_raster(address, module))


def _raster(address: str, module: int) -> bytes:
    """The code as GS v 0 slices, for printers that draw none themselves."""
    dark = segno.make(address, error="m", micro=False, boost_error=False).matrix
    side = len(dark) * module
    row_bytes = (side + 7) // 8
    rows = [
        sum(1 << (row_bytes * 8 - 1 - x) for x in range(side) if line[x // module]).to_bytes(row_bytes, "big")
        for line in dark
        for _ in range(module)
    ]
    slices = (rows[start : start + RASTER_ROWS] for start in range(0, len(rows), RASTER_ROWS))
    return b"".join(
        GS + b"v0\x00" + row_bytes.to_bytes(2, "little") + len(part).to_bytes(2, "little") + b"".join(part)
        for part in slices
    )


def _new_pen() -> Any:
    return _pen_maker()(profile="default", magic_encode_args={"disabled": True, "encoding": PAGE.upper()})


@cache
def _pen_maker() -> Any:
    """`Dummy`, imported without its side effects: it would leave a folder with a pickle in the common temporary
    place at every start, trust one it finds there, and put a handler on the root logger."""
    root = logging.getLogger()
    stand_in = logging.NullHandler()
    before = os.environ.get("ESCPOS_CAPABILITIES_PICKLE_DIR")
    with tempfile.TemporaryDirectory(prefix="giliran-pen-") as private:
        root.addHandler(stand_in)
        os.environ["ESCPOS_CAPABILITIES_PICKLE_DIR"] = private
        former, tempfile.tempdir = tempfile.tempdir, private
        try:
            from escpos.printer import Dummy
        finally:
            tempfile.tempdir = former
            root.removeHandler(stand_in)
            if before is None:
                del os.environ["ESCPOS_CAPABILITIES_PICKLE_DIR"]
            else:
                os.environ["ESCPOS_CAPABILITIES_PICKLE_DIR"] = before
    return Dummy
