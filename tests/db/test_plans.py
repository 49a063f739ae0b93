"""No question on the hot path may grow with the history: each finds its rows by what is live, or by the day."""

import re
import sqlite3
from pathlib import Path

import pytest

from queue_server.queries import board, follow, hall
from queue_server.queries.catalogue import catalogue, popularity
from queue_server.queries.desk_view import desk_view
from queue_server.queries.faces import Faces
from queue_server.queries.statistics import typical_minutes
from tests.world import World, open_world

# Tables that grow for ever. Those few indexes hold only what is live, so walking through them is a day's walk at most.
GROWING = "tickets|visits|calls|entries|print_jobs|requests|desks"
OF_THE_LIVE = (
    "ix_tickets_next|ix_tickets_live|ix_tickets_in_hand|ix_desks_mall_open|uq_desks|uq_calls|ix_print_jobs_owed"
)
WALKS = re.compile(rf"SCAN ({GROWING})(?! USING (COVERING )?INDEX ({OF_THE_LIVE}))")
BY_MALL_ALONE = re.compile(
    r"INDEX (ix_tickets_day|ix_calls_day|ix_tickets_announced|sqlite_autoindex_entries_1) \(mall_id=\?\)"
)
# Four weeks of numbers make a service's popularity: a bounded walk, kept for ten minutes.
BOUNDED = "tickets.day >= "


@pytest.fixture
def sqlite_mall(migrated_sqlite: Path, tmp_path: Path) -> World:
    path = tmp_path / "giliran.db"
    path.write_bytes(migrated_sqlite.read_bytes())
    return open_world(f"sqlite:///{path}")


def test_every_question_of_the_hot_path_stays_with_the_living(sqlite_mall: World) -> None:
    asked: set[str] = set()
    for engine in (sqlite_mall.store._writer, sqlite_mall.store._readers):
        connection = engine.raw_connection()
        connection.dbapi_connection.set_trace_callback(asked.add)
        connection.close()

    _play(sqlite_mall)

    database = sqlite3.connect(sqlite_mall.store.url.removeprefix("sqlite:///"))
    faults = []
    for text in sorted(asked):
        if text.lstrip().upper().startswith(("SELECT", "UPDATE")) and BOUNDED not in text:
            plan = " · ".join(str(row[3]) for row in database.execute(f"EXPLAIN QUERY PLAN {text}"))
            if WALKS.search(plan) or BY_MALL_ALONE.search(plan):
                faults.append(f"{plan}\n    {text}")
    assert len(asked) > 40
    assert not faults, "\n".join(faults)


def _play(mall: World) -> None:
    """A number, a call, everything that screens ask, and the deeds of a desk."""
    mall.waiting("KK", minutes=4)
    mall.waiting("KTP", minutes=5)
    desk = mall.desk()
    desk.call_next()
    desk.start()
    desk.park("fotokopi")
    desk.call_next()
    desk.miss()
    ticket = mall.take().ticket
    now, day = mall.clock.now, ticket.day
    with mall.store.read() as connection:
        house = mall.store.house(connection, mall.mall_id)
        board.board(connection, house, day=day, now=now)
        catalogue(connection, house, day=day, now=now, seq=1, wanted=popularity(connection, house, day))
        hall.hall(connection, house, day=day, now=now, agency_id=None, seen={})
        follow.follow(connection, house, ticket, now=now)
        at = desk.stands()
        desk_view(
            connection,
            house,
            at.desk,
            day=day,
            undo=None,
            faces=Faces(),
            typical=lambda service: typical_minutes(connection, service),
        )
