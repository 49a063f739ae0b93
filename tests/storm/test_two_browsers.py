"""Two browsers on one desk: of two commands that saw the same, one is done and the other learns that it came late."""

import random
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from queue_server.actions import citizen, clock, officer
from queue_server.actions import desk as desks
from queue_server.actions.citizen import Order
from queue_server.actions.desk import AtDesk, stand_at
from queue_server.actions.undoing import open_undo, undo
from queue_server.db.flow import Ticket
from queue_server.db.work import Work
from queue_server.domain.lifecycle import State
from queue_server.domain.refusals import TicketMovedOn
from tests.storm import truth
from tests.world import OfficerAt, World

pytestmark = pytest.mark.slow

ROUNDS = 1_000  # of two commands each
AHEAD = 40  # people waiting at the beginning, and again whenever the line runs dry

Deed = Callable[[Work, AtDesk], object]


def park(work: Work, at: AtDesk) -> object:
    return officer.park(work, at, why="fotokopi")


def pause(work: Work, at: AtDesk) -> object:
    return desks.pause(work, at, reason="istirahat", minutes=5)


def resume_desk(work: Work, at: AtDesk) -> object:
    return desks.open_desk(work, at.counter)


POSSIBLE: dict[State | None, tuple[Deed, ...]] = {
    None: (officer.call_next, officer.call_next, officer.call_next, pause),
    State.CALLED: (officer.start, officer.start, officer.finish_and_call_next, officer.miss),
    State.SERVING: (officer.finish, officer.finish_and_call_next, park),
}


def possible(at: AtDesk, world: World) -> tuple[Deed, ...]:
    if at.desk.is_paused and at.in_hand is None:
        return (resume_desk,)
    verbs = POSSIBLE[at.in_hand.state if at.in_hand else None]
    return (*verbs, undo) if open_undo(at.desk, world.clock.now) else verbs


def fire(desk: OfficerAt, deeds: tuple[Deed, Deed], seen: int) -> list[object]:
    """Both at once; what came of each: the answer or the refusal."""
    start, outcomes = threading.Barrier(2), []

    def press(deed: Deed) -> None:
        start.wait()
        try:
            with desk.world.store.work(by=desk.actor) as work:
                clock.begin_day(work)
                outcomes.append(deed(work, stand_at(work, seen=seen)))
        except Exception as refused:
            outcomes.append(refused)

    browsers = [threading.Thread(target=press, args=(deed,)) for deed in deeds]
    for browser in browsers:
        browser.start()
    for browser in browsers:
        browser.join(30)
    return outcomes


def fill(world: World) -> None:
    for _ in range(AHEAD):
        world.do(world.kiosk, lambda work: citizen.issue(work, work.house.services["KTP"], Order()))


def test_exactly_one_of_two_browsers_wins_each_step(mall: World) -> None:
    chance, undone = random.Random(2_026), 0
    fill(mall)
    desk = mall.desk()
    for _ in range(ROUNDS):
        at = desk.stands()
        if waiting(mall) < 3:
            fill(mall)
        verbs = possible(at, mall)
        deeds = (chance.choice(verbs), chance.choice(verbs))
        seen = max(at.desk.seq, at.in_hand.seq if at.in_hand else 0)

        outcomes = fire(desk, deeds, seen)

        lost = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
        assert [type(fault) for fault in lost] == [TicketMovedOn], (deeds, outcomes)
        undone += undo in deeds
        mall.clock.now += timedelta(seconds=1)

    assert undone > ROUNDS / 20
    with mall.store.read() as connection:
        truth.one_open_call_at_a_counter(connection, mall.mall_id)
        truth.calls_and_tickets_agree(connection, mall.mall_id)
        truth.no_number_twice_and_none_left_out(connection, mall.mall_id)
        truth.the_journal_has_no_gap_and_its_chain_holds(connection, mall.mall_id)


def waiting(world: World) -> int:
    with world.store.read() as connection:
        waits = select(func.count()).where(Ticket.mall_id == world.mall_id, Ticket.state == State.WAITING.value)
        return connection.execute(waits).scalar_one()
