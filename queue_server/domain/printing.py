"""A print job's states: printed, not printed, unknown, and what may follow."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from queue_server.domain.refusals import JobSettled

LIFE = timedelta(seconds=90)  # a number printed later than this is litter: its owner has gone
LEASE = timedelta(seconds=60)  # what a printer that has claimed a job may take before it counts as lost
RETRY_AFTER = (
    timedelta(seconds=0.2),
    timedelta(seconds=1),
    timedelta(seconds=2),
    timedelta(seconds=5),
)  # somebody stands before the kiosk: soon, then less soon, then the screen


class JobState(StrEnum):
    """Where a piece of paper stands."""

    QUEUED = "queued"
    SENDING = "sending"
    PRINTED = "printed"
    NOT_PRINTED = "not_printed"
    UNKNOWN = "unknown"
    ABANDONED = "abandoned"


class Outcome(StrEnum):
    """What the printer can prove: it came out, nothing came out, or neither."""

    PRINTED = "printed"
    NOT_PRINTED = "not_printed"
    UNKNOWN = "unknown"


# What is owed, and what can still become true. A job whose end is not known is never sent again by itself: only a
# marked copy may follow it. The truth about it may still arrive late.
FOLLOWS: Mapping[JobState, frozenset[JobState]] = MappingProxyType(
    {
        JobState.QUEUED: frozenset({JobState.SENDING, JobState.ABANDONED}),
        JobState.SENDING: frozenset({JobState.PRINTED, JobState.NOT_PRINTED, JobState.UNKNOWN}),
        JobState.NOT_PRINTED: frozenset({JobState.QUEUED, JobState.ABANDONED}),
        JobState.UNKNOWN: frozenset({JobState.PRINTED, JobState.NOT_PRINTED, JobState.ABANDONED}),
        JobState.PRINTED: frozenset(),
        JobState.ABANDONED: frozenset(),
    }
)
SETTLED = frozenset(state for state, follows in FOLLOWS.items() if not follows)


def after_claim(state: JobState) -> JobState:
    """A printer takes the job; refuses with `JobSettled` what is not queued."""
    return _follow(state, JobState.SENDING)


def after_report(state: JobState, outcome: Outcome | str) -> JobState:
    """What the printer's report makes of the job; refuses with `JobSettled` a job that is not out.

    ValueError for an outcome there is none of. A late report may still settle an unknown one.
    """
    reported = JobState(Outcome(outcome))
    if state is JobState.UNKNOWN and reported is JobState.UNKNOWN:
        return state
    return _follow(state, reported)


def after_lease(state: JobState) -> JobState:
    """The printer went silent with the job in hand: unknown, never queued again by itself."""
    return _follow(state, JobState.UNKNOWN)


def after_retry(state: JobState) -> JobState:
    """Owed again, since nothing came out."""
    return _follow(state, JobState.QUEUED)


def after_giving_up(state: JobState) -> JobState:
    """Not wanted any more: withdrawn, or too old. What a printer has in hand can not be given up."""
    return _follow(state, JobState.ABANDONED)


def next_try_at(attempts: int, *, queued_at: datetime, now: datetime) -> datetime | None:
    """When a job that was not printed is tried again after so many attempts; None: give it up, the screen has it."""
    if not 1 <= attempts <= len(RETRY_AFTER):
        return None
    due = now + RETRY_AFTER[attempts - 1]
    return due if due < queued_at + LIFE else None


def may_be_copied(state: JobState) -> bool:
    """Whether a marked copy may be printed: not while the first may still come out by itself."""
    return state not in {JobState.QUEUED, JobState.SENDING}


def _follow(state: JobState, following: JobState) -> JobState:
    if following not in FOLLOWS[state]:
        raise JobSettled(state=state)
    return following
