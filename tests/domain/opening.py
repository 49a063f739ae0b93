"""Scenes of opening: the catalogue's own weeks, a moment, a question, and the answer in short."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from queue_server.domain.availability import Hours, Season, Situation, SpecialDate, Window, decide

JAKARTA = ZoneInfo("Asia/Jakarta")
# The week of Monday 23 November 2026.
MON, TUE, WED, THU, FRI, SAT, SUN = (date(2026, 11, day) for day in range(23, 30))


def windows(*spans):
    return tuple(Window(*(time.fromisoformat(clock) for clock in span.split("-"))) for span in spans)


def week(mon_thu, friday, cutoff=30):
    return Hours(dict.fromkeys(range(4), windows(*mon_thu)) | {4: windows(*friday)}, timedelta(minutes=cutoff))


MALL = week(["08:00-15:30"], ["08:00-11:30", "13:00-15:00"])
RAMADAN = week(["08:00-14:30"], ["08:00-11:30", "12:30-15:00"])
POLICE = week(["08:00-14:00"], ["08:00-11:00"])
IMMIGRATION = Hours(dict.fromkeys((1, 3), windows("08:30-12:00", "13:00-14:30")), timedelta(minutes=30))
BY_APPOINTMENT = Hours(dict.fromkeys((0, 2), windows("08:30-14:00")), timedelta(minutes=30))
FASTING = Season(date(2027, 2, 8), date(2027, 3, 9), RAMADAN)


def moment(day, clock, zone=JAKARTA):
    return datetime.combine(day, time.fromisoformat(clock), zone)


def asked(day, clock, hours=MALL, **facts):
    return decide(Situation(moment(day, clock), hours, **facts))


def told(decision):
    """The answer in short: `open`, or the reason and the next opening as `day clock`."""
    if decision.open:
        return "open"
    opens = decision.opens_at.strftime("%d %H:%M") if decision.opens_at else None
    return decision.reason.value, opens


HOLIDAY = SpecialDate(WED, None, "holiday", "Hari Guru")
