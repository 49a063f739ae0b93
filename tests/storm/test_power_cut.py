"""The power goes at any moment: what is safe on the disk then holds every number that somebody was given."""

import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select

from queue_server.db.flow import Call, Ticket
from tests.storm import truth
from tests.storm.big_mall import prepare
from tests.storm.hall import Hall, open_hall
from tests.storm.people import Crowd
from tests.storm.test_kill import crowd_of

pytestmark = pytest.mark.slow

CUTS = 12


@pytest.fixture(scope="module")
def shadow(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that keeps the image of what was synced."""
    if shutil.which("gcc") is None:
        pytest.skip("needs gcc for the library that watches the syncs")
    library = tmp_path_factory.mktemp("shadow") / "shadow.so"
    source = Path(__file__).with_name("shadow.c")
    subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl", "-lpthread"], check=True)
    return library


@contextmanager
def frozen(hall: Hall) -> Iterator[None]:
    """The server stands still in the middle of whatever it does."""
    for worker in hall.workers():
        os.kill(worker, signal.SIGSTOP)
    time.sleep(0.05)  # answers already on their way arrive
    yield
    for worker in hall.workers():
        os.kill(worker, signal.SIGCONT)


def acknowledged(crowd: Crowd) -> tuple[dict[int, str], set[int]]:
    """`(numbers by ticket, tickets called)` that somebody has been told."""
    tickets = {done.said["id"]: done.said["number"] for one in crowd.kiosks for done in list(one.done)}
    return tickets, {ticket for one in crowd.officers for done in list(one.done) for ticket in done.called}


def test_a_power_cut_loses_nothing_that_was_acknowledged(tmp_path: Path, shadow: Path) -> None:
    url, safe = f"sqlite:///{tmp_path}/giliran.db", tmp_path / "safe"
    safe.mkdir()
    (mall,) = prepare(url)
    shutil.copy(tmp_path / "giliran.db", safe)
    chance = random.Random(11)
    told: list[tuple[Path, dict[int, str], set[int]]] = []
    with open_hall(url, tmp_path, LD_PRELOAD=str(shadow), SHADOW_DIR=str(safe)) as hall:
        crowd = crowd_of(hall, mall)
        crowd.sit_down()
        crowd.begin()
        try:
            for cut in range(CUTS):
                crowd.await_acknowledged(40 + chance.randrange(80))
                time.sleep(chance.random() / 20)
                with frozen(hall):
                    told.append((shutil.copytree(safe, tmp_path / f"cut {cut}"), *acknowledged(crowd)))
        finally:
            crowd.stop()
            crowd.leave()

    for image, tickets, called in told:
        stands(image, mall.mall_id, tickets, called)
    assert len(told[-1][1]) > 100


def stands(image: Path, mall_id: int, tickets: dict[int, str], called: set[int]) -> None:
    url = f"sqlite:///{image}/giliran.db"
    engine = create_engine(url)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        found = {row.id: row.number for row in connection.execute(select(Ticket.id, Ticket.number))}
        calls = set(connection.execute(select(Call.ticket_id)).scalars())
    engine.dispose()
    assert tickets.items() <= found.items()
    assert called <= calls
    truth.check(url, mall_id)
