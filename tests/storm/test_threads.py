"""Many hands at once in one process, and in two: no number twice, nobody called twice, news in order."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial

import pytest

from queue_server.actions import citizen, clock, officer
from queue_server.actions import desk as desks
from queue_server.actions.citizen import Order
from queue_server.actions.desk import stand_at
from queue_server.db.store import Store
from queue_server.domain.events import Fact
from queue_server.domain.refusals import LineEmpty
from queue_server.domain.roles import Actor, DeviceKind, Role
from queue_server.queries import house as houses
from tests.storm import truth
from tests.storm.big_mall import catalogue, prepare

pytestmark = pytest.mark.slow

KIOSKS, EACH = 16, 25
OFFICERS = 10


@dataclass
class Process:
    """One store on the database, as one server process has it, and what it told its listeners."""

    store: Store
    mall_id: int
    told: list[Fact] = field(default_factory=list)


@contextmanager
def process(url: str, mall_id: int) -> Iterator[Process]:
    store = Store(url, load_house=houses.load)
    opened = Process(store, mall_id)
    store.listen(lambda _, facts: opened.told.extend(facts))
    yield opened
    store.close()


def together(deeds: list[Callable[[], None]]) -> None:
    """All at once, from one starting shot; raises the first fault of any."""
    start, faults = threading.Barrier(len(deeds)), []

    def run(deed: Callable[[], None]) -> None:
        start.wait()
        try:
            deed()
        except Exception as fault:
            faults.append(fault)

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    if faults:
        raise faults[0]


def kiosk(at: Process, services: list[str], number: int) -> None:
    by = Actor(kind="device", id=number, name=f"K{number}", mall_id=at.mall_id, device_kind=DeviceKind.KIOSK)
    for turn in range(EACH):
        with at.store.work(by=by) as work:
            clock.begin_day(work)
            citizen.issue(work, work.house.services[services[(number + turn) % len(services)]], Order())


def serve(at: Process, person: int, counter: str, still_coming: Callable[[], bool]) -> None:
    by = Actor(kind="person", id=person, name=counter, mall_id=at.mall_id, role=Role.OFFICER)
    with at.store.work(by=by) as work:
        clock.begin_day(work)
        desks.open_desk(work, work.house.counters[counter])
    while True:
        expected = still_coming()
        try:
            with at.store.work(by=by) as work:
                officer.call_next(work, stand_at(work))
        except LineEmpty:
            if not expected:
                return
            time.sleep(0.005)
            continue
        with at.store.work(by=by) as work:
            officer.start(work, stand_at(work))
        with at.store.work(by=by) as work:
            officer.finish(work, stand_at(work))


def storm(processes: list[Process]) -> None:
    """Kiosks and officers of the busiest agencies, dealt out to the processes."""
    busiest = sorted(catalogue().agencies, key=lambda agency: -len(agency.counters))[:2]
    manned = [counter for agency in busiest for counter in agency.counters][:OFFICERS]
    served = {line for counter in manned for line in counter.lines}
    services = [service.code for agency in busiest for service in agency.services if service.line in served]
    counters = [counter.code for counter in manned]
    issuing = [threading.Event() for _ in range(KIOSKS)]

    def come(at: Process, number: int) -> None:
        try:
            kiosk(at, services, number + 1)
        finally:
            issuing[number].set()

    def still_coming() -> bool:
        return not all(done.is_set() for done in issuing)

    def at(place: int) -> Process:
        return processes[place % len(processes)]

    persons = {counter: 1 + place for place, counter in enumerate(_counters_in_order())}
    together(
        [partial(come, at(number), number) for number in range(KIOSKS)]
        + [partial(serve, at(place), persons[counter], counter, still_coming) for place, counter in enumerate(counters)]
    )


def _counters_in_order() -> list[str]:
    """Officers were added in this order: the first has the id 1."""
    return [counter.code for agency in catalogue().agencies for counter in agency.counters]


@pytest.mark.parametrize("count", [1, 2], ids=["one process", "two processes"])
def test_a_storm_leaves_the_truth(database_url: str, count: int) -> None:
    (mall,) = prepare(database_url, printers=False)
    with ExitStack() as stack:
        processes = [stack.enter_context(process(database_url, mall.mall_id)) for _ in range(count)]

        storm(processes)

    truth.check(database_url, mall.mall_id)
    told = [[fact.seq for fact in one.told] for one in processes]
    assert all(seqs == sorted(set(seqs)) for seqs in told)
    assert sorted(seq for seqs in told for seq in seqs) == list(range(1, sum(map(len, told)) + 1))
    names = [fact.name for one in processes for fact in one.told]
    assert names.count("ticket.issued") == names.count("ticket.finished") == KIOSKS * EACH
