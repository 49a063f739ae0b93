"""Three thousand telephones that ask every few seconds, answered before the framework wakes: a document per number,
kept while nothing has happened in its line."""

import hashlib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from queue_server.domain.events import Fact
from queue_server.domain.numbering import normal_token
from queue_server.domain.refusals import RateLimited
from queue_server.web.limits import Limiter

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PATH = "/api/v1/follow/"
MOST = 10_000  # documents of under a kilobyte
# A wait in minutes grows old even where nobody moves.
OLDEST_SECONDS = 30.0
# Another process may have moved the line without this one hearing of it.
OLDEST_AMONG_SEVERAL_SECONDS = 1.0

_HEADERS = [
    ("Content-Type", "application/json"),
    ("Cache-Control", "private, no-cache"),
]


@dataclass(frozen=True, slots=True)
class Document:
    """What a telephone gets, and what it was made from: the line as it stood when `news` things had happened."""

    body: bytes
    seal: str
    line: tuple[int, str]
    news: int
    made_at: float


class Documents:
    """The kept documents of one process, and when each line last changed. Safe from every thread."""

    def __init__(self, *, alone: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._oldest = OLDEST_SECONDS if alone else OLDEST_AMONG_SEVERAL_SECONDS
        self._kept: dict[str, Document] = {}
        self._happened = 0
        self._changed: dict[tuple[int, str], int] = {}

    def hear(self, mall_id: int, facts: list[Fact]) -> None:
        """Listener of the store: what happened in a line makes its documents old."""
        for fact in facts:
            self._happened += 1
            for line in _lines_of(fact):
                self._changed[mall_id, line] = self._happened
            if fact.name.startswith("day."):
                self._kept = {}

    @property
    def news(self) -> int:
        """How much has happened: asked before a document is read, so that what happens meanwhile makes it old."""
        return self._happened

    def keep(self, token: str, *, body: bytes, still: bytes, line: tuple[int, str], news: int) -> Document:
        """Keeps a document; `still` is the part of it that does not change by the clock alone."""
        if len(self._kept) >= MOST:
            self._kept = {}
        seal = hashlib.sha256(still).hexdigest()[:16]
        document = self._kept[token] = Document(body, seal, line, news, self._clock())
        return document

    def get(self, token: str) -> Document | None:
        """The document, unless it has grown old."""
        kept = self._kept.get(token)
        if kept is None or self._clock() - kept.made_at > self._oldest:
            return None
        return kept if self._changed.get(kept.line, 0) <= kept.news else None


class Telephones:
    """A WSGI layer in front of the application: answers what it has, passes on everything else."""

    def __init__(self, app: "WSGIApplication", documents: Documents, limiter: Limiter, limit: str) -> None:
        self._app = app
        self._documents = documents
        self._limiter = limiter
        self._limit = limit

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if environ["REQUEST_METHOD"] != "GET" or not path.startswith(PATH):
            return self._app(environ, start_response)
        token = normal_token(path[len(PATH) :])
        document = self._documents.get(token) if token else None
        if token is None or document is None:
            return self._app(environ, start_response)
        try:
            self._limiter.hit(self._limit, "follow", token)
        except RateLimited:
            return self._app(environ, start_response)
        headers = [*_HEADERS, ("ETag", f'W/"{document.seal}"')]
        if document.seal in environ.get("HTTP_IF_NONE_MATCH", ""):
            start_response("304 Not Modified", headers)
            return []
        start_response("200 OK", [*headers, ("Content-Length", str(len(document.body)))])
        return [document.body]


def _lines_of(fact: Fact) -> list[str]:
    ticket: Any = fact.body.get("ticket")
    if isinstance(ticket, dict):
        return [ticket["line"]]
    desk: Any = fact.body.get("desk")
    return list(desk["lines"]) if isinstance(desk, dict) else []
