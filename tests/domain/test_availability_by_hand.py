"""What a hand, a quota or the archive makes of a service that its hours would open or close."""

from zoneinfo import ZoneInfo

import pytest

from queue_server.domain.availability import Decision, Override, Reason
from tests.domain.opening import FRI, HOLIDAY, MON, SUN, WED, asked, moment, told


@pytest.mark.parametrize(
    ("override", "day", "clock", "answer"),
    [
        pytest.param(Override(False, "Listrik padam"), MON, "09:00", ("service.closed_by_hand", None), id="closed"),
        pytest.param(
            Override(False, "Listrik padam", moment(MON, "10:15")),
            MON,
            "09:00",
            ("service.closed_by_hand", "23 10:15"),
            id="closed-until-within-hours",
        ),
        pytest.param(
            Override(False, "Rapat", moment(FRI, "12:00")),
            FRI,
            "09:00",
            ("service.closed_by_hand", "27 13:00"),
            id="closed-until-in-the-break",
        ),
        pytest.param(
            Override(False, "Rapat", moment(FRI, "14:45")),
            FRI,
            "09:00",
            ("service.closed_by_hand", "30 08:00"),
            id="closed-until-after-the-cut-off",
        ),
        pytest.param(
            Override(False, "Rapat", moment(MON, "09:00")), MON, "09:00", "open", id="closing-that-has-run-out"
        ),
        pytest.param(Override(True, "Antrean panjang"), MON, "19:00", "open", id="opened-in-the-evening"),
        pytest.param(Override(True, "Bakti sosial"), SUN, "10:00", "open", id="opened-on-a-sunday"),
        pytest.param(Override(True, "x", moment(MON, "18:00")), MON, "17:59", "open", id="opened-until"),
        pytest.param(
            Override(True, "x", moment(MON, "18:00")),
            MON,
            "18:00",
            ("after_hours", "24 08:00"),
            id="opening-that-has-run-out",
        ),
    ],
)
def test_what_is_opened_or_closed_by_hand(override, day, clock, answer):
    assert told(asked(day, clock, override=override)) == answer


def test_the_officers_reason_goes_with_the_answer():
    assert asked(MON, "09:00", override=Override(False, "Listrik padam")).note == "Listrik padam"


def test_a_hand_is_stronger_than_the_calendar_and_the_quota():
    facts = {"dates": [HOLIDAY], "quota": 5, "issued_today": 9}

    assert told(asked(WED, "20:00", override=Override(True, "Darurat"), **facts)) == "open"


def test_an_until_in_utc_is_answered_in_the_malls_time():
    until = moment(MON, "10:15").astimezone(ZoneInfo("UTC"))

    decision = asked(MON, "09:00", override=Override(False, "Rapat", until))

    assert decision.opens_at.isoformat() == "2026-11-23T10:15:00+07:00"


@pytest.mark.parametrize(
    ("day", "clock", "issued", "answer"),
    [
        pytest.param(MON, "09:00", 9, "open", id="one-left"),
        pytest.param(MON, "09:00", 10, ("quota.full", "24 08:00"), id="full-until-another-day"),
        pytest.param(MON, "09:00", 11, ("quota.full", "24 08:00"), id="more-than-full"),
        pytest.param(FRI, "10:00", 10, ("quota.full", "30 08:00"), id="not-after-the-break-of-the-same-day"),
        pytest.param(FRI, "12:00", 10, ("break", "30 08:00"), id="a-break-that-brings-no-number"),
        pytest.param(MON, "15:10", 10, ("cutoff", "24 08:00"), id="the-cut-off-comes-first"),
    ],
)
def test_a_full_quota_opens_again_on_a_later_day(day, clock, issued, answer):
    assert told(asked(day, clock, quota=10, issued_today=issued)) == answer


def test_without_a_quota_there_is_no_limit():
    assert asked(MON, "09:00", issued_today=100_000) == Decision(True)


def test_a_quota_of_none_is_not_a_quota_of_nothing():
    assert told(asked(MON, "09:00", quota=0)) == ("quota.full", "24 08:00")


def test_what_is_archived_never_opens():
    override = Override(True, "Buka saja")

    assert asked(MON, "09:00", archived=True, override=override) == Decision(False, Reason.ARCHIVED)
