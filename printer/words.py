"""The words of one room, as they stand in config/words. No sentence lives in code."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SHELF = Path(__file__).resolve().parents[1] / "config" / "words"
LANGUAGES = ("id", "en")


@dataclass(frozen=True, slots=True)
class Words:
    """Sentences by key; placeholders are named: `{count}`."""

    sentences: Mapping[str, str]

    def __call__(self, key: str, **facts: object) -> str:
        return self.sentences[key].format(**facts)


def load_words(room: str, language: str) -> Words:
    """The room's words; Indonesian when the language is not one of ours."""
    spoken = language if language in LANGUAGES else LANGUAGES[0]
    return Words(json.loads((SHELF / f"{room}.{spoken}.json").read_text(encoding="utf-8")))
