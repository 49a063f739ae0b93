"""Who is next: the formula row by row, the five guarantees as properties, and the counter that helps."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queue_server.domain.line import Head, HeadStarts, Join, Place, Policy, Served, next_in_line, queue_key, reason

NINE = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 09.00 WIB
POLICY = Policy()


def at(minutes):
    return NINE + timedelta(minutes=minutes)


def counted(place, policy=POLICY):
    """Minutes after nine at which somebody counts as having come."""
    return (queue_key(place, policy) - int(NINE.timestamp())) / 60


@pytest.mark.parametrize(
    ("place", "minutes", "code"),
    [
        pytest.param(Place(at(0)), 0, "order", id="walk-in"),
        pytest.param(Place(at(0), priority=True), -60, "priority", id="priority"),
        pytest.param(Place(at(0), Join.BOOKING, slot=at(0)), -60, "booking", id="booking-on-time"),
        pytest.param(Place(at(-20), Join.BOOKING, slot=at(0)), -60, "booking", id="booking-early"),
        pytest.param(
            Place(at(-90), Join.BOOKING, slot=at(0)), -90, "order", id="booking-so-early-that-it-is-first-come"
        ),
        pytest.param(Place(at(10), Join.BOOKING, slot=at(0)), -60, "booking", id="booking-at-the-end-of-grace"),
        pytest.param(Place(at(11), Join.BOOKING, slot=at(0)), -4, "booking", id="booking-late"),
        pytest.param(Place(at(0), Join.TRANSFER), -30, "transfer", id="transfer"),
        pytest.param(Place(at(0), Join.TRANSFER, first_joined_at=at(-80)), -30, "transfer", id="transfer-by-the-line"),
        pytest.param(Place(at(0), Join.RETURNED), -15, "returned", id="back-after-a-missed-call"),
        pytest.param(
            Place(at(0), Join.RETURNED, priority=True), -60, "priority", id="the-best-head-start-never-the-sum"
        ),
        pytest.param(Place(at(10), Join.BOOKING, True, at(0)), -60, "booking", id="priority-that-the-booking-beats"),
        pytest.param(
            Place(at(11), Join.BOOKING, True, at(0)), -49, "priority", id="priority-that-beats-a-late-booking"
        ),
        pytest.param(Place(at(0), Join.BOOKING, True, at(0)), -60, "priority", id="as-early-either-way"),
    ],
)
def test_effective_arrival_is_the_formula(place, minutes, code):
    why = reason(place, POLICY)

    assert counted(place) == minutes
    assert why.code == code
    assert why.joined_at == place.joined_at
    assert why.counted_from == at(minutes)


def test_a_transfer_may_count_from_the_beginning_of_the_visit():
    policy = Policy.of({"transfer_by_visit": True})

    assert counted(Place(at(0), Join.TRANSFER, first_joined_at=at(-80)), policy) == -80
    assert counted(Place(at(0), Join.TRANSFER, first_joined_at=at(-10)), policy) == -30


def test_a_booking_without_head_start_joins_the_common_line_at_check_in():
    policy = Policy.of({"head_start_min": {"appointment": 0}})

    assert counted(Place(at(-20), Join.BOOKING, slot=at(0)), policy) == -20


MINUTES = st.integers(0, 480)
STARTS = st.builds(HeadStarts, *[st.integers(0, 90)] * 5)
POLICIES = st.builds(Policy, head_start_min=STARTS, late_grace_min=st.integers(0, 30), transfer_by_visit=st.booleans())


@st.composite
def places(draw):
    join = draw(st.sampled_from(Join))
    joined = NINE + timedelta(seconds=draw(st.integers(0, 8 * 3600)))
    return Place(
        joined_at=joined,
        join=join,
        priority=draw(st.booleans()),
        slot=at(draw(MINUTES)) if join is Join.BOOKING else None,
        first_joined_at=joined - timedelta(minutes=draw(MINUTES)),
    )


def head(place, policy, ticket_id, line_id=1):
    return Head(ticket_id, line_id, queue_key(place, policy), place.joined_at, place.joined_at)


def came(place, policy):
    """When somebody came, for the public guarantee: a booking in time by its slot, a journey by its start."""
    if place.slot is not None and place.joined_at <= place.slot + timedelta(minutes=policy.late_grace_min):
        return min(place.joined_at, place.slot)
    if place.join is Join.TRANSFER and policy.transfer_by_visit:
        return min(place.joined_at, place.first_joined_at)
    return place.joined_at


def calls(waiting, now, policy):
    """Everybody in the order in which one counter calls them, each a place's index."""
    left = dict(enumerate(waiting))
    while left:
        heads = [head(place, policy, index) for index, place in left.items()]
        called = next_in_line(heads, [Served(1)], now, policy)
        yield called.ticket_id
        del left[called.ticket_id]


@given(st.lists(st.integers(0, 8 * 3600), min_size=2, max_size=12), places(), POLICIES)
def test_the_same_class_is_served_strictly_in_order_of_coming(seconds, like, policy):
    waiting = [
        replace(
            like,
            joined_at=NINE + timedelta(seconds=at),
            first_joined_at=None,
            slot=like.slot and NINE - timedelta(hours=1),
        )
        for at in seconds
    ]

    order = [waiting[index].joined_at for index in calls(waiting, at(600), policy)]

    assert order == sorted(order)


@given(st.lists(MINUTES, min_size=2, max_size=12), POLICIES)
def test_bookings_that_come_in_time_are_served_in_order_of_their_slots(slots, policy):
    waiting = [Place(NINE + timedelta(minutes=slot), Join.BOOKING, slot=at(slot)) for slot in slots]

    order = [waiting[index].slot for index in calls(waiting, at(600), policy)]

    assert order == sorted(order)


@settings(max_examples=300)
@given(places(), places(), POLICIES)
def test_nobody_is_overtaken_by_one_who_came_more_than_the_greatest_head_start_later(one, other, policy):
    if queue_key(other, policy) < queue_key(one, policy):
        assert came(other, policy) < came(one, policy) + timedelta(minutes=policy.max_head_start_min)


@given(st.lists(places(), min_size=2, max_size=8), places(), MINUTES, MINUTES)
def test_the_order_of_two_who_wait_never_flips(waiting, newcomer, now, later):
    before = list(calls(waiting, at(min(now, later)), POLICY))
    after = [index for index in calls([*waiting, newcomer], at(max(now, later)), POLICY) if index < len(waiting)]

    assert before == after


@given(places(), POLICIES, st.sampled_from(sorted(HeadStarts.__slots__)), st.integers(1, 90))
def test_raising_a_head_start_never_delays_anybody_in_its_class(place, policy, name, more):
    before = getattr(policy.head_start_min, name)
    raised = replace(policy, head_start_min=replace(policy.head_start_min, **{name: min(before + more, 90)}))

    assert queue_key(place, raised) <= queue_key(place, policy)


@given(st.lists(places(), min_size=1, max_size=8), st.randoms(), POLICIES)
def test_the_same_people_give_the_same_call_in_whatever_order_they_are_read(waiting, shuffle, policy):
    heads = [head(place, policy, index, line_id=index % 3) for index, place in enumerate(waiting)]
    served = [Served(0), Served(1), Served(2, helping=True)]
    mixed = shuffle.sample(heads, len(heads))

    assert next_in_line(heads, served, at(600), policy) == next_in_line(mixed, served[::-1], at(600), policy)


@given(places(), POLICIES)
def test_nobody_is_treated_as_having_come_later_than_they_did(place, policy):
    assert queue_key(place, policy) <= place.joined_at.timestamp()


@given(places(), POLICIES)
def test_the_reason_tells_the_key(place, policy):
    assert int(reason(place, policy).counted_from.timestamp()) == queue_key(place, policy)


OWN, HELPED, FOREIGN = 1, 2, 3
SERVED = [Served(OWN), Served(HELPED, helping=True)]


def waiting_in(line_id, minutes_ago, ticket_id=1):
    joined = at(-minutes_ago)
    return Head(ticket_id, line_id, int(joined.timestamp()), joined, joined)


def called(*heads):
    found = next_in_line(heads, SERVED, NINE, POLICY)
    return found and found.line_id


@pytest.mark.parametrize(
    ("heads", "line"),
    [
        pytest.param([], None, id="nobody"),
        pytest.param([(FOREIGN, 90)], None, id="only-a-line-it-does-not-serve"),
        pytest.param([(OWN, 5)], OWN, id="own"),
        pytest.param([(HELPED, 5)], HELPED, id="helps-when-its-own-is-empty"),
        pytest.param([(OWN, 20), (HELPED, 10)], OWN, id="own-came-first"),
        pytest.param([(OWN, 10), (HELPED, 20)], HELPED, id="helped-came-first-and-own-is-within-target"),
        pytest.param([(OWN, 30), (HELPED, 40)], HELPED, id="own-exactly-at-target"),
        pytest.param([(OWN, 31), (HELPED, 90)], OWN, id="own-waits-beyond-target"),
    ],
)
def test_a_counter_helps_only_while_its_own_people_are_within_their_target(heads, line):
    assert called(*[waiting_in(*place) for place in heads]) == line


def test_equal_keys_go_by_issue_then_by_id():
    first = waiting_in(OWN, 10, ticket_id=5)
    twin = replace(first, ticket_id=4)
    older = replace(first, ticket_id=9, issued_at=at(-60))

    assert next_in_line([first, twin, older], SERVED, NINE, POLICY) is older
    assert next_in_line([first, twin], SERVED, NINE, POLICY) is twin


def test_the_rules_as_shipped():
    assert Policy.of(None) == Policy()
    assert Policy().head_start_min == HeadStarts(
        priority=60, appointment=60, late_appointment=15, transfer=30, returned=15
    )
    assert (Policy().late_grace_min, Policy().max_head_start_min) == (10, 90)


def test_an_agency_changes_only_what_it_names():
    mall = Policy.of({"head_start_min": {"priority": 45, "return": 5}, "late_grace_min": 20})

    agency = Policy.of({"head_start_min": {"priority": 75}, "targets_min": {"normal": 20}}, mall)

    assert agency.head_start_min == HeadStarts(priority=75, returned=5)
    assert (agency.late_grace_min, agency.targets_min.normal, agency.targets_min.priority) == (20, 20, 15)


@pytest.mark.parametrize(
    "rules",
    [
        {"head_start_min": {"priority": 91}},
        {"head_start_min": {"priority": -1}},
        {"head_start_min": {"priority": 12.5}},
        {"head_start_min": {"priority": True}},
        {"head_start_min": {"prioritas": 60}},
        {"head_start_min": 60},
        {"targets_min": {"vip": 1}},
        {"targets_min": {"normal": None}},
        {"late_grace_min": "10"},
        {"max_head_start_min": 59},
        {"transfer_by_visit": 1},
        {"interleave": "2:1"},
    ],
    ids=str,
)
def test_a_rule_that_cannot_hold_is_refused(rules):
    with pytest.raises(ValueError, match=r"\w"):
        Policy.of(rules)


def test_strict_priority_needs_its_guarantee_raised_with_it():
    rules = {"head_start_min": {"priority": 480}, "max_head_start_min": 480}

    assert counted(Place(at(0), priority=True), Policy.of(rules)) == -480


@pytest.mark.parametrize("join", [Join.WALK_IN, Join.TRANSFER, Join.RETURNED])
def test_a_slot_belongs_to_a_booking_and_to_nothing_else(join):
    with pytest.raises(ValueError, match="slot"):
        Place(at(0), join, slot=at(0))
    with pytest.raises(ValueError, match="slot"):
        Place(at(0), Join.BOOKING)


def test_a_moment_without_a_zone_is_no_moment():
    with pytest.raises(ValueError, match="aware"):
        queue_key(Place(datetime(2026, 11, 23, 9, 0)), POLICY)  # noqa: DTZ001
