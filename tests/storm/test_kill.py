"""kill -9 in the middle of everything: what was acknowledged stands, and nothing stands twice."""

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select

from queue_server.db.engine import is_sqlite
from queue_server.db.flow import Call, Ticket
from tests.servers import running_redis
from tests.storm import truth
from tests.storm.big_mall import BigMall, catalogue, prepare
from tests.storm.hall import Hall, Line, open_hall
from tests.storm.people import Crowd, Done, Somebody

pytestmark = [pytest.mark.slow]

KIOSKS, OFFICERS = 32, 16
KILLS = 2
ASKED_AGAIN = 60  # commands from before a kill whose keys are used once more


@pytest.fixture
def environment(database_url: str) -> Iterator[dict[str, str]]:
    """One worker on SQLite; two on PostgreSQL, with Redis between them."""
    if is_sqlite(database_url):
        yield {}
        return
    with running_redis() as redis:
        yield {"QUEUE_WORKERS": "2", "QUEUE_REDIS_URL": redis, "QUEUE_THREADS": "100"}


def crowd_of(hall: Hall, mall: BigMall) -> Crowd:
    """Thirty-two kiosks and sixteen officers, who share a few lines and get into each other's way."""
    busiest = sorted(catalogue().agencies, key=lambda agency: -len(agency.counters))
    manned = [counter for agency in busiest for counter in agency.counters][:OFFICERS]
    served = {line for counter in manned for line in counter.lines}
    services = [one.code for agency in busiest for one in agency.services if one.line in served]
    counters = [counter.code for counter in manned]
    return Crowd(hall.port, mall, counters=counters, services=services, kiosks=KIOSKS)


@pytest.mark.redis
def test_what_was_acknowledged_survives_a_kill(database_url: str, environment: dict[str, str], tmp_path: Path) -> None:
    (mall,) = prepare(database_url)
    chance = random.Random(9)
    with open_hall(database_url, tmp_path, **environment) as hall:
        crowd = crowd_of(hall, mall)
        crowd.sit_down()
        crowd.begin()
        try:
            for _ in range(KILLS):
                crowd.await_acknowledged(200)
                time.sleep(chance.random() / 5)
                hall.kill()
                time.sleep(0.2)
                truth.check(database_url, mall.mall_id)
                hall.start()
            crowd.await_acknowledged(200)
        finally:
            crowd.stop()
        ask_again(hall, crowd, chance)
        crowd.leave()

    truth.check(database_url, mall.mall_id)
    assert set().union(*(one.refused for one in crowd.kiosks + crowd.officers)) <= {"409 line.empty"}
    stands(database_url, crowd)


def ask_again(hall: Hall, crowd: Crowd, chance: random.Random) -> None:
    """Whoever asks again with an old key gets the old answer, and nothing new happens."""
    before = _newest(hall, crowd.kiosks[0])
    for one in (*crowd.kiosks, *crowd.officers):
        for done in chance.sample(one.done, min(len(one.done), 1 + ASKED_AGAIN // (KIOSKS + OFFICERS))):
            status, said = one.insist(done.path, done.body, done.key)
            assert status == done.status
            assert _kept(said) == _kept(done.said)
    assert _newest(hall, crowd.kiosks[0]) == before


def _kept(said: dict[str, object]) -> dict[str, object]:
    """What an answer says of the deed; the rest is the desk or the slip as it is now."""
    return {name: said.get(name) for name in ("id", "number", "token", "issued_at", "ahead", "facts")}


def _newest(hall: Hall, kiosk: Somebody) -> int:
    line = Line(hall.port)
    line.headers = kiosk.line.headers
    seq = line.ask("GET", "/api/v1/journal?after=0&limit=1")[1]["seq"]
    line.close()
    return int(seq)


def stands(url: str, crowd: Crowd) -> None:
    """Every acknowledged ticket and call is there, as it was told."""
    engine = create_engine(url)
    with engine.connect() as connection:
        tickets = {row.id: row.number for row in connection.execute(select(Ticket.id, Ticket.number))}
        calls = {row.ticket_id for row in connection.execute(select(Call.ticket_id))}
    engine.dispose()
    issued: list[Done] = [done for one in crowd.kiosks for done in one.done]
    called = [ticket for one in crowd.officers for done in one.done for ticket in done.called]
    assert len({done.said["id"] for done in issued}) == len(issued)
    assert len(set(called)) == len(called)
    assert all(tickets.get(done.said["id"]) == done.said["number"] for done in issued)
    assert calls.issuperset(called)
    assert min(len(issued), len(called)) > 50
