"""Every sentence that people read: in both languages, under the right key, with the same places to fill."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.house_rules.source import ROOT

FOLDER = ROOT / "config" / "words"
ROOMS = sorted({path.name.partition(".")[0] for path in FOLDER.glob("*.json")})
LANGUAGES = ("id", "en")
PLACE = re.compile(r"\{(\w+)\}")
# Words that the house does not use, in either language.
UNKIND = re.compile(r"\b(error|gagal|kesalahan|failed|invalid|illegal|silahkan|antrian|ijin|nomer|apotik)\b", re.I)


def read(room: str, language: str) -> list[tuple[str, Any]]:
    """The pairs as they stand in the file, doubled keys too."""
    path = FOLDER / f"{room}.{language}.json"
    pairs: list[tuple[str, Any]] = json.loads(path.read_text("utf-8"), object_pairs_hook=list)
    return pairs


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_speaks_both_languages(room: str) -> None:
    assert {path.name for path in FOLDER.glob(f"{room}.*")} == {f"{room}.{language}.json" for language in LANGUAGES}


@pytest.mark.parametrize("room", ROOMS)
def test_both_languages_say_the_same_things_in_order(room: str) -> None:
    indonesian, english = (read(room, language) for language in LANGUAGES)
    keys = [key for key, _ in indonesian]

    assert keys == [key for key, _ in english]
    assert keys == sorted(set(keys))
    for (key, here), (_, there) in zip(indonesian, english, strict=True):
        assert isinstance(here, str), key
        assert isinstance(there, str), key
        assert sorted(set(PLACE.findall(here))) == sorted(set(PLACE.findall(there))), key


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_key_begins_with_its_room(room: str, language: str) -> None:
    for key, _ in read(room, language):
        assert re.fullmatch(rf"{room}(\.[a-z0-9_]+)+", key), key


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_house_is_calm(room: str, language: str) -> None:
    for key, sentence in read(room, language):
        assert sentence == sentence.strip(), key
        assert sentence, key
        assert "!" not in sentence, key
        assert not UNKIND.search(sentence), key
        assert not re.search(r"\d[.:]\d\d\s*(AM|PM)|\{\w+$|^\w+\}", sentence), key


@pytest.mark.parametrize("path", sorted(FOLDER.iterdir()), ids=lambda path: path.name)
def test_only_words_lie_among_the_words(path: Path) -> None:
    assert re.fullmatch(r"[a-z_]+\.(id|en)\.json", path.name)
