"""The supervisor's deeds: services by hand, with a reason, and somebody put forward."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from queue_server.actions import supervisor
from queue_server.db import house as rows
from queue_server.domain.refusals import AgencyOther, TicketWrongState
from queue_server.domain.roles import Actor, Role
from tests.world import World


def watching(mall: World, agency: str | None = None) -> Actor:
    agency_id = mall.house.agencies[agency].id if agency else None
    return Actor(
        kind="person",
        id=1,
        name="Pengawas",
        mall_id=mall.mall_id,
        role=Role.SUPERVISOR,
        agency_id=agency_id,
        agency_code=agency,
    )


def close(mall: World, by: Actor, code: str = "KTP", **more: Any) -> dict[str, object]:
    return mall.do(
        by,
        lambda work: supervisor.close_service(
            work, work.house.services[code], **{"reason": "listrik padam", "until": None, **more}
        ),
    )


def test_every_reader_sees_the_switch_at_once(mall: World) -> None:
    version = mall.house.version

    face = close(mall, watching(mall))

    override = mall.house.services["KTP"].override
    assert override is not None
    assert (override.open, override.reason, override.until) == (False, "listrik padam", None)
    assert mall.house.version == version + 1
    assert (face["open"], face["reason"]) == (False, "service.closed_by_hand")
    assert mall.told[-1].body == {"service": face, "note": {"reason": "listrik padam"}}


def test_left_to_the_plan_nothing_of_the_switch_remains(mall: World) -> None:
    close(mall, watching(mall), until=mall.clock.now + timedelta(hours=1))

    mall.do(
        watching(mall),
        lambda work: supervisor.leave_to_plan(work, work.house.services["KTP"], reason="sudah menyala"),
    )

    with mall.store.read() as connection:
        row = connection.execute(
            select(rows.Service.override_open, rows.Service.override_reason, rows.Service.override_until).where(
                rows.Service.code == "KTP"
            )
        ).one()
    assert tuple(row) == (None, None, None)
    assert mall.facts == ["service.closed", "service.scheduled"]


def test_a_switch_that_falls_half_way_is_forgotten_by_everybody(mall: World) -> None:
    def close_and_fall(work: Any) -> None:
        supervisor.close_service(work, work.house.services["KTP"], reason="listrik padam", until=None)
        assert work.house.services["KTP"].override is not None
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        mall.do(watching(mall), close_and_fall)

    assert mall.house.services["KTP"].override is None
    assert mall.take().ticket.number == "1A-001"


@pytest.mark.parametrize("deed", [supervisor.open_service, supervisor.close_service])
def test_one_of_another_agency_switches_nothing(mall: World, deed: Any) -> None:
    with pytest.raises(AgencyOther):
        mall.do(
            watching(mall, "SAMSAT"),
            lambda work: deed(work, work.house.services["KTP"], reason="listrik padam", until=None),
        )
    with pytest.raises(AgencyOther):
        mall.do(
            watching(mall, "SAMSAT"),
            lambda work: supervisor.leave_to_plan(work, work.house.services["KTP"], reason="salah"),
        )

    assert mall.facts == []


def test_somebody_put_forward_gains_an_hour_and_no_more(mall: World) -> None:
    early = mall.waiting(minutes=61)
    later = mall.waiting(minutes=59)
    favoured = mall.take().ticket

    forward = mall.do(watching(mall), lambda work: supervisor.prioritise(work, favoured, reason="lansia"))

    assert (forward.priority, forward.key) == (True, favoured.key - 3600)
    desk = mall.desk()
    assert desk.call_next().id == early.id
    desk.start()
    following = desk.finish_and_call_next()
    assert following is not None
    assert following.id == favoured.id
    assert mall.ticket(later.id).state == "waiting"


def test_put_forward_twice_is_the_same_as_once(mall: World) -> None:
    ticket = mall.take().ticket
    for _ in range(2):
        ticket = mall.do(watching(mall), lambda work: supervisor.prioritise(work, mall.ticket(1), reason="lansia"))

    assert ticket.key == int(mall.clock.now.timestamp()) - 3600


def test_only_one_who_waits_is_put_forward(mall: World) -> None:
    mall.take()
    called = mall.desk().call_next()

    with pytest.raises(TicketWrongState):
        mall.do(watching(mall), lambda work: supervisor.prioritise(work, called, reason="lansia"))
    with pytest.raises(AgencyOther):
        mall.do(watching(mall, "SAMSAT"), lambda work: supervisor.prioritise(work, called, reason="lansia"))


def test_a_priority_stays_through_a_transfer(mall: World) -> None:
    ticket = mall.take().ticket
    mall.do(watching(mall), lambda work: supervisor.prioritise(work, ticket, reason="lansia"))
    desk = mall.desk()
    desk.call_next()
    desk.start()
    desk.transfer("PAJAK")

    called = mall.desk("SAMSAT-1", person=4).call_next()

    assert called.priority is True
