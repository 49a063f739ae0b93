"""One table on paper or in a file: a title, a line below it, columns with their width, rows of text and numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """`share`: its part of the width; numbers stand to the right."""

    title: str
    share: float
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """`strong` names the rows that are sums."""

    title: str
    below: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]
    strong: frozenset[int] = frozenset()
    note: str = ""


def spoken(cell: Cell) -> str:
    """A cell as Indonesians write numbers: 1.234,5."""
    if cell is None:
        return "–"
    if isinstance(cell, str):
        return cell
    text = f"{cell:,.1f}" if isinstance(cell, float) else f"{cell:,}"
    return text.translate(str.maketrans(",.", ".,"))
