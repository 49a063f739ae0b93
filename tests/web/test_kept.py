"""Answers kept for a moment: one reading for everybody who asks at once, and a memory that never grows without end."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from queue_server.web import kept as keeping
from queue_server.web.kept import Kept


class Made:
    """Counts how often an answer was made."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> int:
        self.times += 1
        return self.times


def test_an_answer_serves_until_its_time_is_over() -> None:
    now, make = [100.0], Made()
    kept = Kept(clock=lambda: now[0])

    first = kept.get("board", make, seconds=0.25)
    now[0] = 100.2
    again = kept.get("board", make, seconds=0.25)
    now[0] = 100.3
    later = kept.get("board", make, seconds=0.25)

    assert (first, again, later) == (1, 1, 2)


def test_a_forgotten_answer_is_made_anew() -> None:
    kept, make = Kept(), Made()
    kept.get("session", make, seconds=60)
    kept.forget("session")
    kept.forget("never asked")

    assert kept.get("session", make, seconds=60) == 2


def test_two_hundred_who_ask_at_once_cost_one_reading() -> None:
    kept, make, all_here = Kept(), Made(), threading.Barrier(20)

    def ask(_: int) -> int:
        all_here.wait(5)
        return kept.get("board", make, seconds=60)

    with ThreadPoolExecutor(20) as crowd:
        assert set(crowd.map(ask, range(20))) == {1}


def test_a_reading_that_fails_is_everybodys_own_and_leaves_nothing_behind() -> None:
    kept = Kept()

    def fail() -> int:
        raise LookupError

    for key in range(100):
        with pytest.raises(LookupError):
            kept.get(key, fail, seconds=60)

    assert kept.get(1, lambda: 7, seconds=60) == 7
    assert len(kept._making) == 0
    assert len(kept._answers) == 1


def test_the_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST", 10)
    kept = Kept()

    for key in range(1000):
        kept.get(key, lambda: 0, seconds=60)

    assert len(kept._answers) <= 10
    assert len(kept._making) == 0
