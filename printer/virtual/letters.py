"""The virtual printer's own letters: font A in cells of 12 × 24 dots, font B of 9 × 17."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONTS = Path(__file__).with_name("fonts")
ADVANCE = 0.632  # of the letter's size: Atkinson Hyperlegible Mono
BASE_LINE = 0.765  # of the cell's height
SMOOTHED_FROM = 4  # times: GS b rounds large letters only
INK = 128


@dataclass(frozen=True, slots=True)
class Cut:
    """Weight, font and size of a letter."""

    bold: bool
    small: bool
    width: int
    height: int
    smooth: bool


@cache
def letter_picture(letter: str, cut: Cut) -> Image.Image:
    """The letter black on white in its cell, one bit a dot."""
    wide, high = (9, 17) if cut.small else (12, 24)
    rounded = cut.smooth and min(cut.width, cut.height) >= SMOOTHED_FROM
    drawn_at = min(cut.width, cut.height) if rounded else 1
    cell = _drawn(letter, cut.bold, wide * drawn_at, high * drawn_at)
    size = (wide * cut.width, high * cut.height)
    method = Image.Resampling.BICUBIC if rounded else Image.Resampling.NEAREST
    return cell.resize(size, method).point(lambda tone: 0 if tone < INK else 255)


def _drawn(letter: str, bold: bool, wide: int, high: int) -> Image.Image:
    cell = Image.new("L", (wide, high), 255)
    pen = ImageDraw.Draw(cell)
    pen.text((wide / 2, high * BASE_LINE), letter, fill=0, font=_font(bold, wide), anchor="ms")
    return cell.point(lambda tone: 0 if tone < INK + 24 else 255)


@cache
def _font(bold: bool, wide: int) -> ImageFont.FreeTypeFont:
    weight = "Bold" if bold else "Regular"
    return ImageFont.truetype(FONTS / f"AtkinsonHyperlegibleMono-{weight}.ttf", size=wide / ADVANCE)
