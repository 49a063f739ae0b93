"""The visitor's deeds: a number when the house gives numbers, by its hours, its breaks and its quotas, and given up."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from queue_server.actions import citizen, supervisor
from queue_server.actions.citizen import Order
from queue_server.db import flow
from queue_server.db import house as rows
from queue_server.domain.lifecycle import State
from queue_server.domain.refusals import ServiceClosed, TicketWrongState
from queue_server.domain.roles import Actor, Role
from tests.world import MORNING, ZONE, World

FRIDAY = date(2026, 11, 27)
WITH_PRAYERS = {**{str(day): [["08:00", "15:30"]] for day in range(5)}, "4": [["08:00", "11:30"], ["13:00", "15:30"]]}


def at(mall: World, day: date, clock: str) -> None:
    hour, minute = map(int, clock.split(":"))
    mall.clock.now = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE).astimezone(UTC)


def change(mall: World, table: type, **columns: Any) -> None:
    """Changes every row of a standing table, as an import would."""
    with mall.store._writer.begin() as connection:
        connection.execute(update(table).values(**columns))
        connection.execute(update(rows.Mall).values(version=rows.Mall.version + 1))


def supervisor_of(mall: World) -> Actor:
    return Actor(kind="person", id=1, name="Pengawas", mall_id=mall.mall_id, role=Role.SUPERVISOR)


def refused(take: Callable[[], object]) -> tuple[str, str | None]:
    with pytest.raises(ServiceClosed) as refusal:
        take()
    opens_at = refusal.value.facts["opens_at"]
    return str(refusal.value.facts["reason"]), None if opens_at is None else str(opens_at)[:16]


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        ("07:59", ("before_hours", "2026-11-27T08:00")),
        ("08:00", None),
        ("11:29", None),
        ("11:30", ("break", "2026-11-27T13:00")),
        ("12:59", ("break", "2026-11-27T13:00")),
        ("13:00", None),
        ("14:59", None),
        ("15:00", ("cutoff", "2026-11-30T08:00")),
        ("15:30", ("after_hours", "2026-11-30T08:00")),
    ],
)
def test_a_friday_has_its_prayers_and_its_cut_off(mall: World, clock: str, expected: tuple[str, str] | None) -> None:
    change(mall, rows.Hours, week=WITH_PRAYERS)
    at(mall, FRIDAY, clock)

    if expected is None:
        assert mall.take().ticket.number == "1A-001"
    else:
        assert refused(mall.take) == expected


def test_calling_goes_on_during_the_break_and_after_the_cut_off(mall: World) -> None:
    change(mall, rows.Hours, week=WITH_PRAYERS)
    at(mall, FRIDAY, "11:00")
    mall.take()
    mall.take()
    desk = mall.desk()

    at(mall, FRIDAY, "12:00")
    assert desk.call_next().number == "1A-001"
    at(mall, FRIDAY, "15:20")
    assert desk.finish_and_call_next() is not None


def test_a_holiday_of_the_mall_and_a_special_day_of_one_agency(mall: World) -> None:
    samsat = mall.house.agencies["SAMSAT"].id
    tuesday = MORNING.date()
    with mall.store._writer.begin() as connection:
        for agency, day, kind in ((None, tuesday, "holiday"), (samsat, tuesday + timedelta(days=1), "special")):
            connection.execute(
                insert(rows.SpecialDate),
                {
                    "mall_id": mall.mall_id,
                    "agency_id": agency,
                    "day": day,
                    "kind": kind,
                    "name": "Hari",
                    "windows": None,
                },
            )
        connection.execute(update(rows.Mall).values(version=rows.Mall.version + 1))

    assert refused(mall.take) == ("holiday", "2026-11-25T08:00")
    assert refused(lambda: mall.take("PAJAK")) == ("holiday", "2026-11-26T08:00")
    mall.clock.forward(days=1)
    assert mall.take("KTP").ticket.number == "1A-001"
    assert refused(lambda: mall.take("PAJAK")) == ("special_date", "2026-11-26T08:00")


def test_a_full_quota_is_a_no_and_a_withdrawn_number_gives_its_place_back(mall: World) -> None:
    first = mall.take("KK").ticket
    mall.take("KK")
    assert refused(lambda: mall.take("KK")) == ("quota.full", "2026-11-25T08:00")

    mall.do(mall.kiosk, lambda work: citizen.withdraw(work, first))

    assert mall.take("KK").ticket.number == "1B-003"
    assert refused(lambda: mall.take("KK"))[0] == "quota.full"


def test_a_quota_is_of_the_day_and_of_its_own_service(mall: World) -> None:
    mall.take("KK")
    mall.take("KK")

    assert mall.take("KTP").ticket.number == "1A-001"
    mall.clock.forward(days=1)
    assert mall.take("KK").ticket.number == "1B-001"


def test_a_supervisor_opens_against_hours_and_quota_until_a_moment(mall: World) -> None:
    mall.take("KK")
    mall.take("KK")
    at(mall, MORNING.date(), "16:00")
    until = mall.clock.now + timedelta(hours=1)
    mall.do(
        supervisor_of(mall),
        lambda work: supervisor.open_service(work, work.house.services["KK"], reason="masih ramai", until=until),
    )

    assert mall.take("KK").ticket.number == "1B-003"
    assert refused(lambda: mall.take("KTP"))[0] == "after_hours"
    mall.clock.forward(minutes=59, seconds=59)
    mall.take("KK")
    mall.clock.forward(seconds=1)
    assert refused(lambda: mall.take("KK"))[0] == "after_hours"


def test_a_service_closed_by_hand_says_when_it_opens_again(mall: World) -> None:
    until = mall.clock.now + timedelta(minutes=30)
    mall.do(
        supervisor_of(mall),
        lambda work: supervisor.close_service(work, work.house.services["KTP"], reason="listrik padam", until=until),
    )

    assert refused(mall.take) == ("service.closed_by_hand", "2026-11-24T11:00")
    mall.clock.forward(minutes=30)
    assert mall.take().ticket.number == "1A-001"


def test_a_refused_visitor_leaves_no_trace(mall: World) -> None:
    at(mall, MORNING.date(), "16:00")

    refused(mall.take)

    assert mall.told == []
    with mall.store.read() as connection:
        assert connection.execute(select(flow.Visit.id)).all() == []
        assert connection.execute(select(flow.LineDay.line_id)).all() == []


def test_numbers_follow_one_another_in_each_line(mall: World) -> None:
    numbers = [mall.take(service).ticket.number for service in ("KTP", "KIA", "KK", "PAJAK", "KTP")]

    assert numbers == ["1A-001", "1A-002", "1B-001", "2A-001", "1A-003"]


def test_a_number_refused_half_way_is_not_lost(mall: World) -> None:
    def take_and_fall(work: Any) -> None:
        citizen.issue(work, work.house.services["KTP"], Order())
        raise ZeroDivisionError

    mall.take()
    with pytest.raises(ZeroDivisionError):
        mall.do(mall.kiosk, take_and_fall)

    assert mall.take().ticket.number == "1A-002"
    mall.verify()


def test_a_promise_is_kept_with_the_ticket(mall: World) -> None:
    desk = mall.desk()
    for _ in range(7):
        mall.take()
    for _ in range(6):
        mall.clock.forward(minutes=5)
        desk.call_next()
        desk.start()
        desk.finish()

    issued = mall.take()

    assert issued.ahead == 1
    assert issued.wait is not None
    assert issued.wait.low <= issued.wait.likely <= issued.wait.high
    assert (issued.wait.low % 5, issued.wait.high % 5) == (0, 0)


def test_without_an_open_counter_nothing_is_promised(mall: World) -> None:
    assert mall.take().wait is None


def test_giving_up_takes_the_slip_along(mall: World) -> None:
    issued = mall.take()

    withdrawn = mall.do(mall.kiosk, lambda work: citizen.withdraw(work, issued.ticket))

    assert (withdrawn.state, withdrawn.ended_at) == (State.WITHDRAWN, mall.clock.now)
    assert mall.facts == ["ticket.issued", "ticket.withdrawn", "slip.abandoned"]


def test_giving_up_when_called_frees_the_counter(mall: World) -> None:
    mall.take()
    desk = mall.desk()
    called = desk.call_next()

    mall.do(mall.kiosk, lambda work: citizen.withdraw(work, called))

    assert desk.stands().in_hand is None
    mall.take()
    assert desk.call_next().number == "1A-002"


@pytest.mark.parametrize("state", ["serving", "finished", "withdrawn"])
def test_giving_up_too_late_is_refused(mall: World, state: str) -> None:
    ticket = mall.take().ticket
    desk = mall.desk()
    if state == "withdrawn":
        mall.do(mall.kiosk, lambda work: citizen.withdraw(work, ticket))
    else:
        desk.call_next()
        desk.start()
        if state == "finished":
            desk.finish()

    with pytest.raises(TicketWrongState):
        mall.do(mall.kiosk, lambda work: citizen.withdraw(work, mall.ticket(ticket.id)))
