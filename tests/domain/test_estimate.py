"""A wait is a range that holds, or nothing at all."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.domain.estimate import Pace, Wait, after_call, wait

NINE = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
STEADY = Pace(seconds=180, count=20, last_at=NINE)  # a call every three minutes


def after(**spans):
    return NINE + timedelta(**spans)


def asked(ahead, pace=STEADY, open_counters=2, now=NINE):
    return wait(ahead, pace, open_counters=open_counters, now=now)


def test_the_first_call_of_a_day_tells_no_pace():
    assert after_call(Pace(), now=NINE, joined_at=after(minutes=-45)) == Pace(0.0, 1, NINE)


def test_the_second_call_gives_the_first_pace():
    pace = after_call(Pace(0.0, 1, NINE), now=after(minutes=4), joined_at=after(minutes=-45))

    assert pace == Pace(240.0, 2, after(minutes=4))


def test_the_newest_gap_counts_a_fifth():
    pace = after_call(STEADY, now=after(minutes=8), joined_at=after(minutes=-10))

    assert pace == Pace(180 + 0.2 * (480 - 180), 21, after(minutes=8))


def test_time_in_which_nobody_waited_does_not_slow_the_pace():
    pace = after_call(STEADY, now=after(minutes=63), joined_at=after(minutes=60))

    assert pace.seconds == 180


@pytest.mark.parametrize(
    ("gap", "counted"),
    [
        pytest.param(timedelta(0), 1, id="at-once"),
        pytest.param(timedelta(seconds=-30), 1, id="the-clock-went-back"),
        pytest.param(timedelta(hours=9), 3 * 3600, id="a-forgotten-line"),
    ],
)
def test_a_gap_is_kept_within_reason(gap, counted):
    pace = after_call(Pace(0.0, 1, NINE), now=NINE + gap, joined_at=after(minutes=-5))

    assert pace.seconds == counted


@pytest.mark.parametrize(
    ("pace", "open_counters"),
    [
        pytest.param(STEADY, 0, id="no-counter-open"),
        pytest.param(Pace(180, 4, NINE), 2, id="four-calls"),
        pytest.param(Pace(), 2, id="none-yet"),
    ],
)
def test_what_cannot_be_known_is_not_said(pace, open_counters):
    assert asked(6, pace, open_counters) is None


def test_after_five_calls_it_is_said():
    assert asked(6, Pace(180, 5, NINE)) == asked(6)


def test_one_open_counter_is_enough():
    assert asked(6, open_counters=1) == asked(6)


@pytest.mark.parametrize(
    ("ahead", "expected"),
    [
        pytest.param(0, Wait(0, 5, 15), id="next"),
        pytest.param(2, Wait(5, 12, 30), id="two-ahead"),
        pytest.param(6, Wait(10, 26, 50), id="six-ahead"),
    ],
)
def test_a_range_for_a_line_that_moves_every_three_minutes(ahead, expected):
    assert asked(ahead) == expected


def test_a_call_just_due_shortens_the_wait_by_half_a_gap_at_most():
    due, overdue = asked(0, Pace(600, 9, NINE), now=after(minutes=10)), asked(0, Pace(600, 9, NINE), now=after(hours=1))

    assert due == overdue
    assert due.likely == asked(0, Pace(600, 9, NINE)).likely - 5


def test_a_clock_that_goes_back_lengthens_nothing():
    assert asked(3, now=after(hours=-1)) == asked(3)


def test_a_quick_line_is_soon():
    assert asked(1, Pace(20, 9, NINE)) == Wait(0, 1, 5)


@given(st.integers(0, 300), st.floats(1, 10_800), st.integers(0, 7200))
def test_a_range_holds_its_own_middle_and_stands_on_fives(ahead, seconds, elapsed):
    found = asked(ahead, Pace(seconds, 9, NINE), now=after(seconds=elapsed))

    assert 0 <= found.low <= found.likely <= found.high
    assert found.low % 5 == found.high % 5 == 0
    assert found.high >= 5


@given(st.integers(0, 300), st.floats(1, 10_800))
def test_nobody_further_back_is_promised_less(ahead, seconds):
    near, far = (asked(place, Pace(seconds, 9, NINE)) for place in (ahead, ahead + 1))

    assert (near.low, near.likely, near.high) <= (far.low, far.likely, far.high)


def test_eight_in_ten_are_called_within_their_range():
    kept = [promise for seed in range(20) for promise in a_day(random.Random(seed))]

    assert len(kept) > 1000
    assert sum(kept) / len(kept) >= 0.8


def a_day(chance):
    """A line at three counters, all of it seeded: whether each promise made in the day was kept."""
    arrivals = [NINE]
    while arrivals[-1] < after(hours=5):
        arrivals.append(arrivals[-1] + timedelta(seconds=chance.expovariate(1 / 175)))
    free, called = [NINE] * 3, []
    for place, joined in enumerate(arrivals):
        before = [moment for moment in called if moment <= joined]
        seen = Pace()
        for index, moment in enumerate(before):
            seen = after_call(seen, now=moment, joined_at=arrivals[index])
        counter = free.index(min(free))
        moment = max(free[counter], joined)
        free[counter] = moment + timedelta(seconds=chance.lognormvariate(6.0, 0.6))
        called.append(moment)
        promise = wait(place - len(before), seen, open_counters=3, now=joined)
        if promise and moment > joined:
            yield promise.low <= (moment - joined).total_seconds() / 60 <= promise.high
