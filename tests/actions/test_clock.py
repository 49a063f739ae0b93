"""What the clock does: a new day at midnight, never an old one again, and everything that ends by itself."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from queue_server.actions import clock, supervisor
from queue_server.app import tick
from queue_server.db import flow
from queue_server.domain.lifecycle import State
from queue_server.domain.roles import Actor, Role
from queue_server.queries import access
from tests.world import World


def day_of(mall: World) -> str:
    with mall.store.read() as connection:
        return str(connection.exec_driver_sql("SELECT day FROM malls").scalar_one())[:10]


def is_due(mall: World) -> bool:
    with mall.store.read() as connection:
        house = mall.store.house(connection, mall.mall_id)
        return clock.is_due(connection, house, access.day_of(connection, mall.mall_id), mall.clock.now)


def test_midnight_turns_the_day(mall: World) -> None:
    waiting, called = mall.take().ticket, mall.waiting(minutes=30)
    desk = mall.desk()
    assert desk.call_next().id == called.id
    parked_desk = mall.desk("DUKCAPIL-2", person=2)
    mall.told.clear()
    mall.clock.forward(hours=13, minutes=30)

    tick(mall.store)

    assert day_of(mall) == "2026-11-25"
    assert {mall.ticket(one.id).state for one in (waiting, called)} == {State.EXPIRED}
    names = [fact.name for fact in mall.told]
    assert sorted(names[:-1]) == [
        "desk.closed",
        "desk.closed",
        "slip.abandoned",
        "slip.abandoned",
        "ticket.expired",
        "ticket.expired",
    ]
    assert names[-1] == "day.opened"
    for one in (desk, parked_desk):
        with pytest.raises(Exception, match=r"desk\.none"):
            one.call_next()
    mall.verify()


def test_every_state_ends_with_the_day(mall: World) -> None:
    desk = mall.desk()
    ends = []
    for verb in ("miss", "park", "none"):
        mall.take()
        ticket = desk.call_next()
        if verb == "park":
            desk.start()
        if verb != "none":
            getattr(desk, verb)()
        else:
            desk.start()
        ends.append(ticket.id)
    mall.clock.forward(days=1)

    tick(mall.store)

    assert {mall.ticket(ticket_id).state for ticket_id in ends} == {State.EXPIRED}
    with mall.store.read() as connection:
        left = select(func.count()).select_from(flow.Call).where(flow.Call.ended_at.is_(None))
        assert connection.execute(left).scalar_one() == 0


def test_numbers_begin_again_and_nobody_of_yesterday_is_called(mall: World) -> None:
    for _ in range(3):
        mall.take()
    mall.clock.forward(days=1)

    assert mall.take().ticket.number == "1A-001"
    assert mall.desk().call_next().number == "1A-001"


def test_the_first_command_of_the_day_opens_it_without_waiting_for_the_clock(mall: World) -> None:
    mall.take()
    mall.told.clear()
    mall.clock.forward(days=1)

    mall.take()

    assert [fact.name for fact in mall.told] == ["ticket.expired", "slip.abandoned", "day.opened", "ticket.issued"]


def test_the_day_is_the_malls_own_and_not_utc(mall: World) -> None:
    mall.take()
    mall.clock.forward(hours=13, minutes=29)  # 23.59 in the mall, 16.59 UTC
    tick(mall.store)
    assert day_of(mall) == "2026-11-24"

    mall.clock.forward(minutes=1)
    tick(mall.store)

    assert day_of(mall) == "2026-11-25"


def test_a_clock_that_jumps_back_over_midnight_reopens_nothing_and_repeats_no_number(mall: World) -> None:
    mall.take()
    mall.clock.forward(days=1)
    first = mall.take().ticket
    mall.clock.forward(days=-1)
    told = len(mall.told)

    tick(mall.store)
    second = mall.take().ticket

    assert day_of(mall) == "2026-11-25"
    assert [fact.name for fact in mall.told[told:]] == ["ticket.issued"]
    assert (first.number, second.number) == ("1A-001", "1A-002")
    assert first.day == second.day
    mall.clock.forward(days=1)
    assert mall.take().ticket.number == "1A-003"
    mall.verify()


def test_a_clock_that_jumped_far_ahead_and_back_keeps_counting(mall: World) -> None:
    mall.clock.forward(days=7)
    mall.take()
    mall.clock.forward(days=-7)

    numbers = [mall.take().ticket.number for _ in range(2)]

    assert numbers == ["1A-002", "1A-003"]
    with mall.store.read() as connection:
        given = connection.execute(select(flow.Ticket.line_id, flow.Ticket.day, flow.Ticket.sequence)).all()
    assert len(set(given)) == len(given)


def test_several_days_without_power_are_one_step(mall: World) -> None:
    mall.take()
    mall.clock.forward(days=4)
    mall.told.clear()

    tick(mall.store)
    tick(mall.store)

    assert [fact.name for fact in mall.told].count("day.opened") == 1
    assert day_of(mall) == "2026-11-28"


def test_openings_and_closings_by_hand_end_by_themselves(mall: World) -> None:
    by = Actor(kind="person", id=1, name="Pengawas", mall_id=mall.mall_id, role=Role.SUPERVISOR)
    until = mall.clock.now + timedelta(minutes=30)
    for code in ("KTP", "KIA"):
        mall.do(
            by,
            lambda work, code=code: supervisor.close_service(  # type: ignore[misc]
                work, work.house.services[code], reason="listrik padam", until=until if code == "KTP" else None
            ),
        )
    mall.clock.forward(minutes=29, seconds=59)
    assert not is_due(mall)
    mall.clock.forward(seconds=1)
    mall.told.clear()

    tick(mall.store)

    assert [fact.name for fact in mall.told] == ["service.scheduled"]
    assert mall.told[0].body["service"]["open"] is True  # type: ignore[index]
    assert mall.house.services["KTP"].override is None
    assert mall.house.services["KIA"].override is not None
    assert not is_due(mall)


def test_paper_too_late_is_given_up_by_the_clock(mall: World) -> None:
    mall.take()
    mall.clock.forward(seconds=89)
    assert not is_due(mall)
    mall.clock.forward(seconds=1)
    assert is_due(mall)

    tick(mall.store)

    assert mall.facts[-1] == "slip.abandoned"
    assert not is_due(mall)


def test_a_clock_with_nothing_to_do_writes_nothing(mall: World) -> None:
    mall.take()
    told = len(mall.told)

    for _ in range(3):
        tick(mall.store)

    assert len(mall.told) == told
