"""May this service give a number now, and when again: scenes of a week in November and of Ramadan."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.domain.availability import (
    Hours,
    Season,
    Situation,
    SpecialDate,
    Window,
    decide,
)
from tests.domain.opening import (
    BY_APPOINTMENT,
    FASTING,
    FRI,
    HOLIDAY,
    IMMIGRATION,
    JAKARTA,
    MALL,
    MON,
    POLICE,
    SAT,
    SUN,
    THU,
    TUE,
    WED,
    asked,
    moment,
    told,
    windows,
)


@pytest.mark.parametrize(
    ("day", "clock", "answer"),
    [
        pytest.param(MON, "00:00", ("before_hours", "23 08:00"), id="midnight"),
        pytest.param(MON, "07:59:59", ("before_hours", "23 08:00"), id="a-second-before"),
        pytest.param(MON, "08:00", "open", id="on-the-dot"),
        pytest.param(MON, "12:00", "open", id="lunch-in-shifts"),
        pytest.param(MON, "14:59:59", "open", id="last-second-before-the-cut-off"),
        pytest.param(MON, "15:00", ("cutoff", "24 08:00"), id="cut-off"),
        pytest.param(MON, "15:30", ("after_hours", "24 08:00"), id="closing"),
        pytest.param(MON, "23:59:59", ("after_hours", "24 08:00"), id="last-second-of-the-day"),
        pytest.param(FRI, "11:29", "open", id="friday-no-cut-off-before-the-break"),
        pytest.param(FRI, "11:30", ("break", "27 13:00"), id="friday-prayers"),
        pytest.param(FRI, "12:59", ("break", "27 13:00"), id="friday-prayers-end"),
        pytest.param(FRI, "13:00", "open", id="friday-afternoon"),
        pytest.param(FRI, "14:30", ("cutoff", "30 08:00"), id="friday-cut-off-looks-over-the-weekend"),
        pytest.param(FRI, "15:00", ("after_hours", "30 08:00"), id="friday-evening"),
        pytest.param(SAT, "10:00", ("not_today", "30 08:00"), id="saturday"),
        pytest.param(SUN, "10:00", ("not_today", "30 08:00"), id="sunday"),
    ],
)
def test_the_malls_own_week(day, clock, answer):
    assert told(asked(day, clock)) == answer


@pytest.mark.parametrize(
    ("hours", "day", "clock", "answer"),
    [
        pytest.param(IMMIGRATION, MON, "10:00", ("not_today", "24 08:30"), id="immigration-monday"),
        pytest.param(IMMIGRATION, TUE, "08:30", "open", id="immigration-tuesday"),
        pytest.param(IMMIGRATION, TUE, "12:10", ("break", "24 13:00"), id="immigration-lunch"),
        pytest.param(IMMIGRATION, TUE, "14:00", ("cutoff", "26 08:30"), id="immigration-next-is-thursday"),
        pytest.param(IMMIGRATION, THU, "15:00", ("after_hours", "01 08:30"), id="immigration-next-is-next-week"),
        pytest.param(POLICE, FRI, "10:30", ("cutoff", "30 08:00"), id="police-friday-has-one-window"),
        pytest.param(POLICE, FRI, "11:00", ("after_hours", "30 08:00"), id="police-friday-noon"),
        pytest.param(BY_APPOINTMENT, THU, "09:00", ("not_today", "30 08:30"), id="monday-and-wednesday-only"),
        pytest.param(Hours({}), MON, "09:00", ("not_today", None), id="never"),
    ],
)
def test_tenants_with_days_of_their_own(hours, day, clock, answer):
    assert told(asked(day, clock, hours)) == answer


@pytest.mark.parametrize(
    ("day", "clock", "answer"),
    [
        pytest.param(date(2027, 2, 5), "12:40", ("break", "05 13:00"), id="friday-before"),
        pytest.param(date(2027, 2, 8), "14:00", ("cutoff", "09 08:00"), id="first-day"),
        pytest.param(date(2027, 2, 12), "12:30", "open", id="friday-break-is-shorter"),
        pytest.param(date(2027, 3, 9), "14:00", ("cutoff", "10 08:00"), id="last-day"),
        pytest.param(date(2027, 3, 10), "14:00", "open", id="day-after"),
    ],
)
def test_ramadan_has_its_own_hours(day, clock, answer):
    assert told(asked(day, clock, seasons=[FASTING])) == answer


def test_the_more_particular_season_counts():
    agency = Season(date(2027, 2, 8), date(2027, 2, 8), POLICE)

    assert told(asked(date(2027, 2, 8), "13:30", seasons=[FASTING, agency])) == ("cutoff", "09 08:00")


CLOSED = SpecialDate(WED, None, "special", "Rapat kerja")
SHORT = SpecialDate(WED, windows("09:00-11:00"), "special", "Buka sebagian")


@pytest.mark.parametrize(
    ("dates", "clock", "answer", "note"),
    [
        pytest.param([HOLIDAY], "09:00", ("holiday", "26 08:00"), "Hari Guru", id="holiday"),
        pytest.param([CLOSED], "09:00", ("special_date", "26 08:00"), "Rapat kerja", id="closed-on-a-date"),
        pytest.param([HOLIDAY, CLOSED], "09:00", ("holiday", "26 08:00"), "Hari Guru", id="holiday-comes-first"),
        pytest.param([HOLIDAY, SHORT], "09:00", "open", None, id="partly-open-on-a-holiday"),
        pytest.param([SHORT], "08:30", ("before_hours", "25 09:00"), "Buka sebagian", id="date-opens-later"),
        pytest.param([SHORT], "10:29", "open", None, id="date-within-its-window"),
        pytest.param([SHORT], "10:30", ("cutoff", "26 08:00"), "Buka sebagian", id="date-keeps-the-cut-off"),
        pytest.param([CLOSED, SHORT], "09:30", "open", None, id="the-more-particular-date-counts"),
        pytest.param([SHORT, CLOSED], "09:30", ("special_date", "26 08:00"), "Rapat kerja", id="and-may-close"),
        pytest.param(
            [SpecialDate(WED, windows("09:00-10:00"), "holiday", "Cuti bersama")],
            "09:15",
            "open",
            None,
            id="open-holiday",
        ),
        pytest.param(
            [SpecialDate(WED, (), "special", "Tanpa jam")],
            "09:00",
            ("special_date", "26 08:00"),
            "Tanpa jam",
            id="no-hours",
        ),
    ],
)
def test_a_day_that_is_not_like_its_weekday(dates, clock, answer, note):
    decision = asked(WED, clock, dates=dates)

    assert (told(decision), decision.note) == (answer, note)


def test_a_saturday_can_be_opened_by_its_date():
    bazaar = SpecialDate(SAT, windows("17:00-22:00"), "special", "Festival")

    assert told(asked(SAT, "16:00", dates=[bazaar])) == ("before_hours", "28 17:00")
    assert told(asked(FRI, "16:00", dates=[bazaar])) == ("after_hours", "28 17:00")
    assert told(asked(SAT, "21:00", dates=[bazaar])) == "open"


def test_the_next_opening_steps_over_holidays():
    lebaran = [SpecialDate(MON + timedelta(days=ahead), None, "holiday", "Idulfitri") for ahead in range(8)]

    assert told(asked(MON, "09:00", dates=lebaran)) == ("holiday", "01 08:00")


def test_nobody_is_told_an_opening_more_than_two_weeks_away():
    closed = [SpecialDate(MON + timedelta(days=ahead), None, "special", "Pindah gedung") for ahead in range(15)]

    assert told(asked(MON, "09:00", dates=closed[:14])) == ("special_date", "07 08:00")
    assert told(asked(MON, "09:00", dates=closed)) == ("special_date", None)


@pytest.mark.parametrize(("zone", "offset"), [("Jakarta", "+07:00"), ("Makassar", "+08:00"), ("Jayapura", "+09:00")])
def test_each_zone_of_indonesia_keeps_its_own_clock(zone, offset):
    now = moment(MON, "07:30", ZoneInfo(f"Asia/{zone}"))

    assert decide(Situation(now, MALL)).opens_at.isoformat() == f"2026-11-23T08:00:00{offset}"


def test_a_window_may_last_until_midnight():
    late = Hours({0: windows("20:00-00:00")}, timedelta(minutes=15))

    assert told(asked(MON, "23:44:59", late)) == "open"
    assert told(asked(MON, "23:45", late)) == ("cutoff", "30 20:00")
    assert told(asked(TUE, "00:00", late)) == ("not_today", "30 20:00")


def test_windows_that_touch_leave_no_break():
    every_day = Hours(dict.fromkeys(range(7), windows("08:00-12:00", "12:00-15:00")))

    assert told(asked(SUN, "12:00", every_day)) == "open"


def test_a_cut_off_longer_than_the_afternoon_reaches_into_the_break():
    hours = Hours({0: windows("08:00-12:00", "13:00-13:20")}, timedelta(minutes=30))

    assert told(asked(MON, "11:59", hours)) == "open"
    assert told(asked(MON, "12:05", hours)) == ("cutoff", "30 08:00")
    assert told(asked(MON, "13:10", hours)) == ("cutoff", "30 08:00")


@given(st.datetimes(datetime(2026, 11, 1), datetime(2027, 3, 31)), st.sampled_from([MALL, POLICE, IMMIGRATION]))  # noqa: DTZ001
def test_when_it_says_it_opens_it_is_open_and_a_second_before_it_is_not(moment, hours):
    facts = {"hours": hours, "seasons": [FASTING]}

    decision = decide(Situation(moment.replace(tzinfo=JAKARTA), **facts))

    if not decision.open:
        assert decision.opens_at > moment.replace(tzinfo=JAKARTA)
        assert decide(Situation(decision.opens_at, **facts)).open
        assert not decide(Situation(decision.opens_at - timedelta(seconds=1), **facts)).open


@pytest.mark.parametrize(
    "build",
    [
        pytest.param(lambda: Window(time(12), time(8)), id="backwards"),
        pytest.param(lambda: Window(time(8), time(8)), id="empty"),
        pytest.param(lambda: Hours({7: ()}), id="eighth-day"),
        pytest.param(lambda: Hours({}, timedelta(minutes=-1)), id="negative-cut-off"),
        pytest.param(lambda: Hours({0: windows("13:00-15:00", "08:00-12:00")}), id="out-of-order"),
        pytest.param(lambda: Hours({0: windows("08:00-12:00", "11:00-15:00")}), id="overlap"),
        pytest.param(lambda: Hours({0: windows("08:00-00:00", "11:00-15:00")}), id="after-midnight"),
        pytest.param(
            lambda: SpecialDate(WED, windows("08:00-12:00", "11:00-15:00"), "special", "x"), id="date-overlap"
        ),
        pytest.param(lambda: Season(WED, MON, MALL), id="season-backwards"),
        pytest.param(lambda: Situation(datetime(2026, 11, 23, 9), MALL), id="no-zone"),  # noqa: DTZ001
    ],
)
def test_hours_that_cannot_be_are_refused(build):
    with pytest.raises(ValueError, match=r"\w"):
        build()
