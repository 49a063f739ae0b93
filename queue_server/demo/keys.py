"""What the actors need to be let in: a kiosk's token, and the names and passwords of people."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, repr=False)
class PersonKey:
    """One person's way in; `counter` is where an officer sits, None for reception."""

    username: str
    password: str
    counter: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """Kiosks hand out numbers; reception does too, when the kiosks are asked too often."""

    kiosks: tuple[str, ...]
    officers: tuple[PersonKey, ...]
    reception: PersonKey | None = None


def keys_from(written: Mapping[str, Any]) -> Keys:
    """The keys in `{"kiosks": [token], "officers": [{username, password, counter}], "reception": {…}?}`."""
    reception = written.get("reception")
    return Keys(
        kiosks=tuple(written["kiosks"]),
        officers=tuple(PersonKey(**one) for one in written["officers"]),
        reception=PersonKey(**reception) if reception else None,
    )


def read_keys(path: Path) -> Keys:
    """The keys in a JSON file of that shape."""
    return keys_from(json.loads(path.read_text(encoding="utf-8")))
