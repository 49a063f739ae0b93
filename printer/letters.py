"""Which letters a printer can print, and what stands in for the others. Pure."""

import unicodedata

PAGE = "cp1252"
TIED = "\u00a0"  # a layout sign, never printed
STAND_INS = str.maketrans(
    {
        "–": "-",
        "—": "-",
        "‒": "-",
        "−": "-",
        "·": "-",
        "•": "-",
        "‘": "'",
        "’": "'",
        "“": '"',
        "”": '"',
        "…": "...",
        "×": "x",
        "±": "+/-",
        "→": ">",
    }
)


def legible(text: str, *, on_page: bool) -> str:
    """The text in letters the printer has: Windows-1252 when it has the page, else ASCII. Never silent `?` for
    a letter that has a base letter; layout is done after this, so widths are true."""
    kept = _on_page if on_page else str.isascii
    return "".join(letter if letter == TIED or kept(letter) else _bare(letter) for letter in text)


def _on_page(letter: str) -> bool:
    try:
        letter.encode(PAGE)
    except UnicodeEncodeError:
        return False
    return True


def _bare(letter: str) -> str:
    stand_in = letter.translate(STAND_INS)
    if stand_in.isascii():
        return stand_in
    base = "".join(part for part in unicodedata.normalize("NFKD", letter) if part.isascii())
    return base or "?"
