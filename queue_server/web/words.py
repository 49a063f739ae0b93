"""The sentences of config/words, in the language that was asked for; Indonesian where none was."""

import json
from collections.abc import Mapping
from functools import cache

from flask import Request

from queue_server.settings import CONFIG

LANGUAGES = ("id", "en")
FOLDER = CONFIG / "words"


def language_of(request: Request) -> str:
    """`id` or `en`: the address's `lang`, then the browser's wish."""
    asked = request.args.get("lang")
    if asked in LANGUAGES:
        return str(asked)
    return request.accept_languages.best_match(LANGUAGES, default="id") or "id"


def words(language: str, key: str, facts: Mapping[str, object]) -> str:
    """The sentence under `key` with its facts; the key itself where nobody wrote one, which a test forbids."""
    room, _, _ = key.partition(".")
    sentence = room_words(room, language).get(key, key)
    try:
        return sentence.format_map({name: _spoken(value) for name, value in facts.items()})
    except (KeyError, IndexError):
        return sentence


@cache
def room_words(room: str, language: str) -> Mapping[str, str]:
    """Every sentence of one room in one language."""
    path = FOLDER / f"{room}.{language}.json"
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def _spoken(value: object) -> str:
    return "" if value is None else str(value)
