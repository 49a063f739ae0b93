"""What every screen reads: the catalogue, the board, the journal."""

from typing import Any

import orjson
from flask import Response

from queue_server.domain.refusals import ZoneUnknown
from queue_server.domain.roles import Deed
from queue_server.domain.ticket import local
from queue_server.queries import board as boards
from queue_server.queries import catalogue as catalogues
from queue_server.queries import journal
from queue_server.web import schemas
from queue_server.web.answers import actor, as_json, fact_faces
from queue_server.web.bodies import BoardQuery, JournalQuery
from queue_server.web.day import newest, today
from queue_server.web.door import Door
from queue_server.web.hall import hall

# How long one reading serves every screen that asks: a board is repaired by facts, a catalogue is asked for again.
BOARD_SECONDS = 0.25
CATALOGUE_SECONDS = 1.0
POPULARITY_SECONDS = 600.0


def catalogue() -> Response:
    """Every agency and service, open or why not, how many wait and how long."""
    mall_id = actor().mall_id or 0
    return _ready(hall().kept.get(("catalogue", mall_id), lambda: _catalogue(mall_id), seconds=CATALOGUE_SECONDS))


def board(query: BoardQuery) -> Response:
    """One snapshot of the hall or of a zone, with its `seq`. Refuses ZoneUnknown."""
    mall_id, zone = actor().mall_id or 0, query.zone
    key = ("board", mall_id, zone, newest(mall_id))
    return _ready(hall().kept.get(key, lambda: _board(mall_id, zone), seconds=BOARD_SECONDS))


def entries(query: JournalQuery) -> Response:
    """The facts after a `seq`: how a screen mends a gap."""
    store, mall_id = hall().store, actor().mall_id or 0
    with store.read() as connection:
        house = store.house(connection, mall_id)
        newest = journal.seq_of(connection, mall_id)
        facts = journal.entries(connection, mall_id, after=query.after, most=query.limit)
    last = facts[-1].seq if facts else max(query.after, newest)
    return as_json({"entries": fact_faces(facts, house), "seq": newest, "more": last < newest})


def openapi() -> Response:
    """This very contract, as OpenAPI 3.1."""
    from queue_server.web import openapi as described

    return as_json(described.document())


def _catalogue(mall_id: int) -> bytes:
    store = hall().store
    with store.read() as connection:
        house, now = store.house(connection, mall_id), store.clock()
        seq = journal.seq_of(connection, mall_id)
        day = today(connection, house)
        wanted = hall().kept.get(
            ("popularity", mall_id, house.version, day),
            lambda: catalogues.popularity(connection, house, day),
            seconds=POPULARITY_SECONDS,
        )
        return orjson.dumps(catalogues.catalogue(connection, house, day=day, now=now, seq=seq, wanted=wanted))


def _board(mall_id: int, zone: str | None) -> bytes:
    store = hall().store
    with store.read() as connection:
        house, now = store.house(connection, mall_id), store.clock()
        if zone is not None and zone not in house.zones:
            raise ZoneUnknown(zone=zone)
        snapshot: dict[str, Any] = boards.board(connection, house, day=today(connection, house), now=now, zone=zone)
        snapshot["build"] = hall().build
        return orjson.dumps({**snapshot, "at": local(now, house.zone)})


def _ready(body: bytes) -> Response:
    answer = Response(body, mimetype="application/json")
    answer.headers["Cache-Control"] = "no-store"
    return answer


DOORS = [
    Door(
        method="GET",
        path="/api/v1/catalogue",
        view=catalogue,
        needs=Deed.CATALOGUE,
        summary="What the mall offers now",
        answer=schemas.Catalogue,
    ),
    Door(
        method="GET",
        path="/api/v1/board",
        view=board,
        needs=Deed.WATCH,
        summary="A snapshot of the hall",
        query=BoardQuery,
        answer=schemas.Board,
        refusals=(ZoneUnknown,),
    ),
    Door(
        method="GET",
        path="/api/v1/journal",
        view=entries,
        needs=Deed.WATCH,
        summary="The facts after a seq",
        query=JournalQuery,
        answer=schemas.Journal,
    ),
    Door(
        method="GET",
        path="/api/v1/openapi.json",
        view=openapi,
        needs=None,
        why_open="the contract is public",
        summary="This contract as OpenAPI",
    ),
]
