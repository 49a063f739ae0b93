"""What may follow what in the life of a slip: never two papers by accident, never one lost in silence."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest

from queue_server.domain.printing import (
    LEASE,
    LIFE,
    RETRY_AFTER,
    SETTLED,
    JobState,
    Outcome,
    after_claim,
    after_giving_up,
    after_lease,
    after_report,
    after_retry,
    may_be_copied,
    next_try_at,
)
from queue_server.domain.refusals import JobSettled

QUEUED_AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
REPORTED = {
    ("sending", "printed"),
    ("sending", "not_printed"),
    ("sending", "unknown"),
    ("unknown", "printed"),
    ("unknown", "not_printed"),
    ("unknown", "unknown"),
}


@pytest.mark.parametrize(("state", "outcome"), list(itertools.product(JobState, Outcome)))
def test_only_a_job_that_is_out_can_be_reported_on(state, outcome):
    if (state, outcome) in REPORTED:
        assert after_report(state, outcome) == outcome
    else:
        with pytest.raises(JobSettled) as refused:
            after_report(state, outcome)
        assert refused.value.facts == {"state": state}


@pytest.mark.parametrize(
    ("step", "allowed"),
    [
        (after_claim, {"queued": "sending"}),
        (after_lease, {"sending": "unknown"}),
        (after_retry, {"not_printed": "queued"}),
        (after_giving_up, {"queued": "abandoned", "not_printed": "abandoned", "unknown": "abandoned"}),
    ],
    ids=["claim", "lease", "retry", "giving-up"],
)
def test_each_step_is_taken_only_from_where_it_is_safe(step, allowed):
    for state in JobState:
        if state in allowed:
            assert step(state) == allowed[state]
        else:
            with pytest.raises(JobSettled):
                step(state)


def test_what_may_have_come_out_is_never_sent_again_by_itself():
    after_crash = after_lease(JobState.SENDING)

    with pytest.raises(JobSettled):
        after_retry(after_crash)
    with pytest.raises(JobSettled):
        after_claim(after_crash)


def test_a_report_is_a_word_that_the_agent_sent():
    assert after_report(JobState.SENDING, "printed") is JobState.PRINTED
    with pytest.raises(ValueError, match="maybe"):
        after_report(JobState.SENDING, "maybe")


def test_the_ends_are_printed_and_abandoned():
    assert {JobState.PRINTED, JobState.ABANDONED} == SETTLED


def test_a_copy_may_follow_only_what_will_not_come_out_by_itself():
    assert {state for state in JobState if not may_be_copied(state)} == {JobState.QUEUED, JobState.SENDING}


def test_a_job_is_tried_again_soon_then_less_soon_then_not():
    waits = [next_try_at(attempts, queued_at=QUEUED_AT, now=QUEUED_AT) for attempts in range(1, 6)]

    assert waits == [*(QUEUED_AT + wait for wait in RETRY_AFTER), None]


def test_a_person_at_the_kiosk_knows_within_ten_seconds():
    assert sum(RETRY_AFTER, timedelta()) <= timedelta(seconds=10)


def test_no_job_outlives_its_owner_at_the_kiosk():
    assert next_try_at(1, queued_at=QUEUED_AT, now=QUEUED_AT + LIFE - RETRY_AFTER[0]) is None
    assert LEASE < LIFE


def test_a_job_never_tried_has_no_next_try():
    assert next_try_at(0, queued_at=QUEUED_AT, now=QUEUED_AT) is None
