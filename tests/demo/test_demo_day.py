"""A day played against a hall of cardboard: it comes alive at once, takes every no, and ends tidily."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from queue_server.catalogue.read import read
from queue_server.demo.caller import Caller
from queue_server.demo.day import Bustle, run_day
from queue_server.demo.keys import Keys, PersonKey, keys_from
from queue_server.demo.mall import read_demo_mall
from tests.demo.hall_stand_in import KIOSK, PASSWORD, CardboardHall, serving
from tests.load.actors import bustling

MALL = read_demo_mall(Path(__file__).parents[2] / "config" / "demo_mall.toml")
KEYS = Keys(
    kiosks=(KIOSK,),
    officers=tuple(PersonKey(one.username, PASSWORD, one.counter) for one in MALL.people if one.counter),
    reception=PersonKey("informasi", PASSWORD),
)


@pytest.fixture
def hall() -> CardboardHall:
    return CardboardHall(read(MALL.catalogue))


@contextmanager
def day(hall: CardboardHall, *, speed: float = 400, officers: int = 12) -> Iterator[dict[str, int]]:
    """A day going on in the hall; after the block, what was done in it."""
    with serving(hall) as url, bustling(url, KEYS, Bustle(speed, officers, 1)) as counts:
        yield counts


def soon(is_so, seconds: float = 12) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if is_so():
            return True
        time.sleep(0.05)
    return False


def states(hall: CardboardHall) -> Counter[str]:
    with hall.lock:
        return Counter(ticket["state"] for ticket in hall.tickets.values())


def test_a_hall_comes_alive_within_seconds(hall):
    with day(hall):
        assert soon(lambda: states(hall)["waiting"] >= 10 and states(hall)["finished"] >= 5)


@pytest.mark.slow
def test_every_sort_of_thing_happens(hall):
    with day(hall, speed=2000, officers=30) as counts:
        assert soon(lambda: {"missed", "parked", "transferred", "finished"} <= set(states(hall)), 25)

    assert counts["opened"] == 30
    assert counts["issued"] > 30


def test_a_busy_server_is_asked_again(hall):
    hall.refuse_next = [(503, "store.busy", {"Retry-After": "1"}), (429, "rate.limited", {"Retry-After": "1"})] * 4

    with day(hall) as counts:
        assert soon(lambda: states(hall)["finished"] >= 5)

    assert counts["refused store.busy"] >= 1


def test_a_closed_service_is_let_be(hall):
    hall.closed = {code for code, (_, service) in hall.services.items() if service.line != "1A"}

    with day(hall):
        assert soon(lambda: states(hall)["finished"] >= 1)

    assert {ticket["line"] for ticket in hall.tickets.values()} == {"1A"}


@pytest.mark.slow
def test_somebody_else_at_the_desk_is_no_trouble(hall):
    def finish_behind_the_back() -> bool:
        with hall.lock:
            for desk in hall.desks.values():
                if desk["ticket"] and desk["ticket"]["state"] == "serving":
                    desk["ticket"]["state"] = "finished"
                    hall.seq += 1
                    desk.update(ticket=None, state="ready", seq=hall.seq)
                    return True
        return False

    with day(hall):
        assert soon(finish_behind_the_back)
        assert soon(lambda: hall.refused["ticket.moved_on"])
        before = states(hall)["finished"]
        assert soon(lambda: states(hall)["finished"] > before + 2)


def test_a_lost_server_is_waited_for(hall):
    stop = threading.Event()
    threading.Timer(3.0, stop.set).start()

    counts = run_day("http://127.0.0.1:1", KEYS, MALL.catalogue, bustle=Bustle(50, 5, 1), stop=stop)

    assert counts["refused unreachable"] >= 2


def test_when_the_minutes_are_over_the_counters_close(hall):
    with serving(hall) as url:
        bustle = Bustle(speed=100, officers=6, minutes=0.025)
        counts = run_day(url, KEYS, MALL.catalogue, bustle=bustle, stop=threading.Event())

    assert counts["closed"] == counts["opened"] == 6
    assert hall.desks == {}


@pytest.mark.slow
def test_it_costs_little(hall):
    with day(hall, speed=8, officers=36):
        time.sleep(1.0)
        began = time.process_time()
        time.sleep(2.0)
        spent = time.process_time() - began

    assert spent < 0.6  # of two seconds, the cardboard's own work and the opening rush included


def test_a_request_sent_again_has_the_same_key(hall):
    with serving(hall) as url:
        caller, body = Caller(url), {"service": "DUK02"}
        answers = [caller.post("/tickets", body, {"Authorization": f"Bearer {KIOSK}"}, key="one") for _ in range(2)]
        caller.close()

    assert answers[0] == answers[1]
    assert len(hall.tickets) == 1


def test_keys_are_read_from_what_a_command_prints():
    written = {"kiosks": ["a"], "officers": [{"username": "u", "password": "p", "counter": "POS-1"}]}

    assert keys_from(written) == Keys(("a",), (PersonKey("u", "p", "POS-1"),), None)
