"""What the command line says: the sentences of config/words, in one language."""

import json
import os
from collections.abc import Mapping
from functools import cache

from queue_server.settings import CONFIG

LANGUAGES = ("id", "en")
# In which language the helps are written, and everything else where --language does not say.
USUAL = os.environ.get("QUEUE_LANGUAGE", "id") if os.environ.get("QUEUE_LANGUAGE") in LANGUAGES else "id"


class Words:
    """One language's sentences, by key and facts."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, key: str, **facts: object) -> str:
        return self.room(key.partition(".")[0])[key].format(**facts)

    def room(self, name: str) -> Mapping[str, str]:
        """Every sentence of one room."""
        return _room(name, self.language)


def help_of(name: str) -> str:
    """The help of a command or an option, in the language of this installation."""
    return Words(USUAL)(f"cli.help.{name}")


@cache
def _room(name: str, language: str) -> Mapping[str, str]:
    read: Mapping[str, str] = json.loads((CONFIG / "words" / f"{name}.{language}.json").read_text("utf-8"))
    return read
