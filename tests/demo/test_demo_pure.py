"""The actors' rules: who comes, who is called next, what becomes of them; the same seed gives the same day."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from queue_server.catalogue.read import read
from queue_server.demo.caller import UNREACHABLE, Answer, wait_after
from queue_server.demo.draws import source
from queue_server.demo.fates import SHORTEST, End, fate
from queue_server.demo.mall import read_demo_mall
from queue_server.demo.officers import Act, Plans, next_act
from queue_server.demo.staffing import arrivals_per_minute, counters_of_lines, loads, offers, staffed
from queue_server.demo.visitors import DAY_MINUTES, Crowd, intensity, stays

MALL = read_demo_mall(Path(__file__).parents[2] / "config" / "demo_mall.toml")
CATALOGUE = read(MALL.catalogue)
COUNTERS = {one.counter for one in MALL.people if one.counter}

FATE = replace(fate(source("any"), 10, 8), comes=True, end=End.FINISH, rests=None, announced_again=2)
CALLED = {"counter": "POS-1", "state": "calling", "seq": 1, "ticket": {"id": 7, "state": "called"}}
SERVING = {"counter": "POS-1", "state": "serving", "seq": 1, "ticket": {"id": 7, "state": "serving"}}
READY = {"counter": "POS-1", "state": "ready", "seq": 1, "ticket": None}


@pytest.mark.parametrize(
    ("desk", "plans", "act"),
    [
        pytest.param(READY, Plans(), Act("call-next", {}), id="nobody in hand"),
        pytest.param(READY, Plans(back=3), Act("resume", {"ticket": 3}), id="a parked person is back"),
        pytest.param(READY, Plans(returned=4), Act("return", {"ticket": 4}), id="a missed person is back"),
        pytest.param(
            READY,
            Plans(rests=True, reason="Salat", back=3),
            Act("pause", {"reason": "Salat", "minutes": 10}),
            id="rest",
        ),
        pytest.param({**READY, "state": "paused"}, Plans(), Act("open", {"counter": "POS-1"}), id="rested"),
        pytest.param(CALLED, Plans(FATE), Act("start", {}), id="comes"),
        pytest.param(CALLED, Plans(replace(FATE, comes=False)), Act("miss", {}), id="absent, nothing known"),
        pytest.param(
            {**CALLED, "announcements": {"count": 1}},
            Plans(replace(FATE, comes=False)),
            Act("announce", {}),
            id="absent",
        ),
        pytest.param(
            {**CALLED, "announcements": {"count": 2}}, Plans(replace(FATE, comes=False)), Act("miss", {}), id="given up"
        ),
        pytest.param(SERVING, Plans(FATE), Act("finish-and-call-next", {}), id="served"),
        pytest.param(SERVING, Plans(FATE, rests=True), Act("finish", {}), id="served, then rest"),
        pytest.param(SERVING, Plans(FATE, back=3), Act("finish", {}), id="served, then the parked one"),
        pytest.param(
            SERVING,
            Plans(replace(FATE, end=End.PARK, reason="Fotokopi")),
            Act("park", {"reason": "Fotokopi"}),
            id="parked",
        ),
        pytest.param(
            SERVING,
            Plans(replace(FATE, end=End.TRANSFER), "SMS01"),
            Act("transfer", {"service": "SMS01"}),
            id="sent on",
        ),
    ],
)
def test_an_officer_does_the_next_sensible_thing(desk, plans, act):
    assert next_act(desk, plans) == act


def test_fates_are_as_common_as_they_are_believed_to_be():
    draws = source("many")
    fates = [fate(draws, 10, 1) for _ in range(4000)]

    ends = Counter(one.end for one in fates)
    assert 0.045 < sum(not one.comes for one in fates) / 4000 < 0.075
    assert 0.02 < ends[End.PARK] / 4000 < 0.04
    assert 0.03 < ends[End.TRANSFER] / 4000 < 0.05
    assert 570 < sum(one.serve for one in fates) / 4000 < 630


def test_a_fast_day_is_fast_but_still_to_be_seen():
    assert min(fate(source(n), 10, 10_000).serve for n in range(50)) == SHORTEST


def test_the_same_seed_gives_the_same_people():
    crowds = [Crowd(offers(CATALOGUE), 7) for _ in range(2)]

    people = [[crowd.visitor(number) for number in range(50)] for crowd in crowds]

    assert people[0] == people[1]
    assert people[0] != [Crowd(offers(CATALOGUE), 8).visitor(number) for number in range(50)]


def test_people_come_for_what_is_wanted():
    crowd = Crowd(offers(CATALOGUE), 1)

    people = [crowd.visitor(number) for number in range(3000)]

    agencies = Counter(person.service[:3] for person in people)
    assert 0.2 < agencies["DUK"] / 3000 < 0.26
    assert 0.08 < sum(person.priority for person in people) / 3000 < 0.12
    assert {person.language for person in people} == {"id", "en"}


def test_a_few_stand_before_the_door_for_every_line():
    counters = counters_of_lines(CATALOGUE, staffed(CATALOGUE, COUNTERS, 36))

    first = Counter(person.line for person in Crowd(offers(CATALOGUE), 1).first(counters))

    assert set(first) == set(counters)
    assert all(2 <= count <= 4 + 2 * (counters[line] - 1) for line, count in first.items())


def test_mornings_are_busiest_and_the_day_begins_anew():
    day = [intensity(minute) for minute in range(int(DAY_MINUTES))]

    assert sum(day) / len(day) == pytest.approx(1)
    assert intensity(60) > 1.5 > 0.7 > intensity(400)
    assert intensity(60) == intensity(60 + DAY_MINUTES)


@pytest.mark.parametrize(
    ("ahead", "counters", "patience", "expected"),
    [
        pytest.param(3, 1, 0.0, True, id="short"),
        pytest.param(9, 3, 0.0, True, id="short for each counter"),
        pytest.param(8, 1, 0.99, False, id="long"),
        pytest.param(6, 1, 0.5, False, id="not patient enough"),
        pytest.param(6, 1, 0.7, True, id="patient"),
    ],
)
def test_people_look_at_the_line_first(ahead, counters, patience, expected):
    visitor = replace(Crowd(offers(CATALOGUE), 1).visitor(1), patience=patience)

    assert stays(visitor, ahead, counters) is expected


def test_officers_sit_where_the_work_is():
    opened = staffed(CATALOGUE, COUNTERS, 36)
    counters = counters_of_lines(CATALOGUE, opened)

    assert len(opened) == len(set(opened)) == 36
    assert counters["1A"] == 3
    assert len(counters) == 25


@pytest.mark.parametrize(("officers", "expected"), [(0, 1), (1, 1), (65, 65), (500, 65)])
def test_there_are_never_more_officers_than_counters(officers, expected):
    assert len(staffed(CATALOGUE, COUNTERS, officers)) == expected


def test_arrivals_keep_the_opened_counters_at_work():
    counters = counters_of_lines(CATALOGUE, staffed(CATALOGUE, COUNTERS, 36))
    wanted = [offer for offer in offers(CATALOGUE) if offer.line in counters]

    rate = arrivals_per_minute(wanted, counters, busy=0.9)

    share = sum(offer.share for offer in wanted)
    assert rate * sum(loads(wanted).values()) / share == pytest.approx(0.9 * 36)


@pytest.mark.parametrize(
    ("answer", "attempt", "expected"),
    [
        pytest.param(Answer(429, again_after=7), 1, 7, id="told when"),
        pytest.param(Answer(429, again_after=900), 1, 20, id="told too late"),
        pytest.param(Answer(503), 1, 1, id="busy"),
        pytest.param(Answer(UNREACHABLE), 3, 4, id="unreachable again"),
        pytest.param(Answer(UNREACHABLE), 30, 20, id="unreachable for long"),
    ],
)
def test_patience_grows(answer, attempt, expected):
    assert wait_after(answer, attempt) == expected
