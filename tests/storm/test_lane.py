"""Group commit: works share a transaction, and yet each stands or falls alone, and nobody is told before it is safe."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, event

from queue_server.actions import citizen
from queue_server.actions.citizen import Order
from queue_server.db.lane import MOST_IN_A_BATCH
from queue_server.db.work import Work
from tests.world import World

WITHIN = 20.0  # seconds; only a fault takes so long


class Broken(Exception):
    """What a work of these tests raises."""


class Hands:
    """Works of one batch: the first is held open until all others stand behind it."""

    def __init__(self, mall: World) -> None:
        self.mall = mall
        self.outcomes: dict[str, object] = {}
        self._threads: list[threading.Thread] = []
        self._inside, self._go = threading.Event(), threading.Event()

    def first(self, name: str, deed: Callable[[Work], object]) -> None:
        def held(work: Work) -> object:
            self._inside.set()
            assert self._go.wait(WITHIN)
            return deed(work)

        self._begin(name, held)
        assert self._inside.wait(WITHIN)

    def behind(self, name: str, deed: Callable[[Work], object]) -> None:
        before = self._waiting()
        self._begin(name, deed)
        until = time.monotonic() + WITHIN
        while self._waiting() == before and time.monotonic() < until:
            time.sleep(0.001)

    def go(self) -> None:
        self._go.set()

    def all_done(self) -> dict[str, object]:
        self.go()
        for thread in self._threads:
            thread.join(WITHIN)
        assert not any(thread.is_alive() for thread in self._threads)
        return self.outcomes

    def _waiting(self) -> int:
        return self.mall.store._lane(self.mall.mall_id)._waiting

    def _begin(self, name: str, deed: Callable[[Work], object]) -> None:
        def run() -> None:
            try:
                self.outcomes[name] = self.mall.do(self.mall.kiosk, deed)
            except Exception as fault:
                self.outcomes[name] = fault

        thread = threading.Thread(target=run, name=name)
        self._threads.append(thread)
        thread.start()


@pytest.fixture
def hands(mall: World) -> Hands:
    mall.take()  # the day is open, the house is known
    mall.told.clear()
    return Hands(mall)


def take(work: Work) -> str:
    return citizen.issue(work, work.house.services["KTP"], Order()).ticket.number


def take_and_break(work: Work) -> None:
    take(work)
    raise Broken


@contextmanager
def at_commit(mall: World, deed: Callable[[Connection], None]) -> Iterator[None]:
    event.listen(mall.store._writer, "commit", deed)
    try:
        yield
    finally:
        event.remove(mall.store._writer, "commit", deed)


def test_a_work_that_fails_is_undone_alone(hands: Hands) -> None:
    commits: list[Connection] = []
    with at_commit(hands.mall, commits.append):
        hands.first("one", take)
        hands.behind("two", take_and_break)
        hands.behind("three", take)
        outcomes = hands.all_done()

    assert outcomes["one"] == "1A-002"
    assert isinstance(outcomes["two"], Broken)
    assert outcomes["three"] == "1A-003"
    assert len(commits) == 1
    assert hands.mall.facts == ["ticket.issued", "ticket.issued"]
    hands.mall.verify()


def test_the_first_of_a_batch_may_fail_too(hands: Hands) -> None:
    hands.first("one", take_and_break)
    hands.behind("two", take)
    outcomes = hands.all_done()

    assert isinstance(outcomes["one"], Broken)
    assert outcomes["two"] == "1A-002"
    hands.mall.verify()


def test_a_commit_that_fails_fails_everybody_and_tells_nobody(hands: Hands) -> None:
    def refuse(_: Connection) -> None:
        raise Broken

    with at_commit(hands.mall, refuse):
        hands.first("one", take)
        hands.behind("two", take)
        outcomes = hands.all_done()

    assert all(isinstance(outcome, Broken) for outcome in outcomes.values())
    assert hands.mall.facts == []
    assert hands.mall.take().ticket.number == "1A-002"
    hands.mall.verify()


def test_a_transaction_that_is_lost_fails_everybody_in_it(hands: Hands) -> None:
    def lose(work: Work) -> None:
        work.connection.exec_driver_sql("ROLLBACK")
        raise Broken

    hands.first("one", take)
    hands.behind("two", lose)
    outcomes = hands.all_done()

    assert isinstance(outcomes["one"], Exception)
    assert isinstance(outcomes["two"], Broken)
    assert hands.mall.facts == []
    assert hands.mall.take().ticket.number == "1A-002"
    hands.mall.verify()


def test_nobody_is_answered_or_told_before_the_commit(hands: Hands) -> None:
    committing, safe = threading.Event(), threading.Event()

    def hold(_: Connection) -> None:
        committing.set()
        assert safe.wait(WITHIN)

    with at_commit(hands.mall, hold):
        hands.first("one", take)
        hands.behind("two", take)
        hands.go()
        assert committing.wait(WITHIN)
        answered, told = dict(hands.outcomes), list(hands.mall.facts)
        safe.set()
        outcomes = hands.all_done()

    assert answered == {}
    assert told == []
    assert outcomes == {"one": "1A-002", "two": "1A-003"}


def test_a_listener_that_fails_takes_nothing_back(hands: Hands) -> None:
    def stumble(_mall_id: int, _facts: object) -> None:
        raise Broken

    hands.mall.store.listen(stumble)
    hands.first("one", take)
    hands.behind("two", take)
    outcomes = hands.all_done()

    assert outcomes == {"one": "1A-002", "two": "1A-003"}
    hands.mall.verify()


def test_a_batch_has_an_end_although_people_keep_coming(hands: Hands) -> None:
    commits: list[Connection] = []
    with at_commit(hands.mall, commits.append):
        hands.first("0", take)
        for number in range(1, MOST_IN_A_BATCH + 1):
            hands.behind(str(number), take)
        outcomes = hands.all_done()

    assert len(set(outcomes.values())) == MOST_IN_A_BATCH + 1
    assert len(commits) == 2
    hands.mall.verify()


def test_a_new_day_in_a_batch_is_opened_once(mall: World) -> None:
    hands = Hands(mall)
    hands.first("one", take)
    hands.behind("two", take)
    hands.all_done()

    assert [fact.name for fact in mall.told].count("day.opened") == 1
    mall.verify()
