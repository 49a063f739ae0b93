"""Commands in, facts out: the transaction around a request, its key, and the shape of every answer."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson
from flask import Response, g, request

from queue_server.actions import clock
from queue_server.db.work import Work
from queue_server.domain.events import Fact, hall_face
from queue_server.domain.house import House
from queue_server.domain.refusals import BodyInvalid, KeyReused
from queue_server.domain.roles import Actor
from queue_server.domain.ticket import Face, local
from queue_server.queries import journal
from queue_server.web.hall import hall
from queue_server.web.identity import Known

LONGEST_KEY = 100


def actor() -> Actor:
    """Who knocked at this door."""
    return known().actor


def known() -> Known:
    """Who knocked, with what the door learned of them."""
    found: Known = g.known
    return found


@dataclass(slots=True)
class Command:
    """One command being done, or found done before: then `again` is true and nothing is to be done."""

    work: Work
    again: bool = False
    facts: list[Fact] = field(default_factory=list)

    @property
    def house(self) -> House:
        return self.work.house


@contextmanager
def command(by: Actor | None = None) -> Iterator[Command]:
    """The work of this request. A key that was used before brings the facts of then. Refuses KeyReused."""
    by = by or actor()
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > LONGEST_KEY:
        raise BodyInvalid(field="Idempotency-Key", problem="too_long")
    with hall().store.work(by=by) as work:
        before = journal.done_before(work.connection, work.mall_id, by.tag, key) if key else None
        if before is not None:
            fingerprint, facts = before
            if fingerprint != _fingerprint():
                raise KeyReused
            yield Command(work, again=True, facts=facts)
            return
        clock.begin_day(work)
        begun = len(work.facts)
        done = Command(work)
        yield done
        done.facts = work.facts[begun:]
        if key:
            work.remember(key, _fingerprint(), done.facts)


def fact_faces(facts: list[Fact], house: House) -> list[Face]:
    """Facts as they go over the wire, times in the mall's zone."""
    return [hall_face(fact, local(fact.at, house.zone) or "") for fact in facts]


def as_json(body: Mapping[str, Any] | list[Any], status: int = 200) -> Response:
    """A JSON answer that no cache keeps."""
    answer = Response(orjson.dumps(body), status, mimetype="application/json")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _fingerprint() -> str:
    asked = b"\n".join((request.method.encode(), request.path.encode(), request.get_data()))
    return hashlib.sha256(asked).hexdigest()[:32]
