"""What every door works with: the store, the settings and the ears of one running application."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, cast

from flask import current_app

from queue_server.db.store import Store
from queue_server.queries.faces import Faces
from queue_server.settings import Settings
from queue_server.web.kept import Kept
from queue_server.web.limits import Limiter
from queue_server.web.telephones import Documents


class Ears(Protocol):
    """The sockets, as far as doors need them: who is there, and whom to send away."""

    def drop(self, kind: str, actor_id: int | None) -> None: ...
    def counts(self) -> Mapping[str, int]: ...


@dataclass(slots=True)
class Hall:
    """One application's parts, made once in app.py."""

    store: Store
    settings: Settings
    limiter: Limiter
    kept: Kept
    faces: Faces
    documents: Documents
    ears: Ears
    build: str
    # When each device last knocked or watched, by its id: memory only, for the supervisor's list.
    seen: dict[int, datetime]


def hall() -> Hall:
    """The running application's parts."""
    return cast(Hall, current_app.extensions["giliran"])
