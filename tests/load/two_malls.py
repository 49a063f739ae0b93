"""Two malls on one PostgreSQL with two workers: does one wait for the other? `python -m tests.load.two_malls`.
Goal: two malls ≥ 1.6 × one. A slow disk shows the waiting, two cores the work: both are measured."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

from tests.load.issue import costed, kiosk_talk
from tests.load.wire import Timings, talk_all
from tests.servers import running_postgres, running_redis
from tests.storm.big_mall import BigMall, prepare
from tests.storm.hall import Hall, open_hall

CLIENTS = 8  # for each mall
SECONDS = 4.0
BLOCKS = 3
SYNC_US = 25_000


def work(hall: Hall, malls: list[BigMall]) -> Timings:
    talks = [kiosk_talk(mall, number) for mall in malls for number in range(CLIENTS)]
    return costed(hall, lambda: talk_all(hall.port, talks, seconds=SECONDS))


@contextmanager
def slow_disk(folder: Path, microseconds: int) -> Iterator[None]:
    """What starts inside has a disk whose every sync takes so much longer."""
    if microseconds == 0:
        yield
        return
    library = folder / "slow.so"
    source = Path(__file__).with_name("slow.c")
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    library.chmod(0o755)
    os.environ |= {"LD_PRELOAD": str(library), "SYNC_US": str(microseconds)}
    try:
        yield
    finally:
        del os.environ["LD_PRELOAD"], os.environ["SYNC_US"]


@contextmanager
def two_workers(sync_us: int) -> Iterator[tuple[Hall, list[BigMall]]]:
    with tempfile.TemporaryDirectory() as place, ExitStack() as stack:
        folder = Path(place)
        folder.chmod(0o755)
        (folder / "postgres").mkdir()
        redis = stack.enter_context(running_redis())
        with slow_disk(folder, sync_us):
            url = f"{stack.enter_context(running_postgres(folder / 'postgres'))}/postgres"
        _await_answer(url)
        malls = prepare(url, ("SATU", "DUA"))
        environment = {"QUEUE_WORKERS": "2", "QUEUE_REDIS_URL": redis, "QUEUE_THREADS": "60"}
        yield stack.enter_context(open_hall(url, folder, **environment)), malls


def _await_answer(url: str) -> None:
    """A server with a slow disk listens before it answers."""
    engine = create_engine(url)
    for _ in range(200):
        try:
            engine.connect().close()
            break
        except OperationalError:
            time.sleep(0.1)
    engine.dispose()


def compare(sync_us: int) -> tuple[Timings, Timings]:
    """`(two malls, one)`; the best of alternating blocks."""
    with two_workers(sync_us) as (hall, malls):
        work(hall, malls)
        blocks = [(work(hall, malls), work(hall, malls[:1])) for _ in range(BLOCKS)]
    two, one = zip(*blocks, strict=True)
    return max(two, key=_speed), max(one, key=_speed)


def _speed(timings: Timings) -> float:
    return timings.per_second


def told(name: str, sync_us: int) -> list[str]:
    two, one = compare(sync_us)
    return [
        f"one mall, {name:16}  {one}",
        f"two malls, {name:16} {two}",
        f"two ÷ one, {name:16} {two.per_second / one.per_second:7.2f}   goal ≥ 1.6",
    ]


def main() -> list[str]:
    said = told("this disk", 0)
    return said + told(f"{SYNC_US // 1_000} ms a sync", SYNC_US) if shutil.which("gcc") else said


if __name__ == "__main__":
    print("\n".join(main()))
