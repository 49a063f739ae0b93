"""The officer's deeds: whose turn it is, and that nobody is called twice, lost or forgotten."""

import pytest

from queue_server.domain.lifecycle import State
from queue_server.domain.refusals import (
    AgencyOther,
    AnnounceEnough,
    AnnounceTooSoon,
    DeskBusy,
    DeskIdle,
    DeskNone,
    DeskOpen,
    DeskPaused,
    DeskTaken,
    LineEmpty,
    TicketMovedOn,
    TicketWrongState,
    UndoTooLate,
)
from queue_server.queries.statistics import typical_minutes
from tests.world import World


def test_the_longest_wait_is_called_first(mall: World) -> None:
    mall.waiting("KTP", minutes=12)
    longest = mall.waiting("KK", minutes=30)

    called = mall.desk("DUKCAPIL-1").call_next()

    assert called.id == longest.id
    assert called.counter_id == mall.house.counters["DUKCAPIL-1"].id
    assert mall.facts == ["ticket.issued", "ticket.issued", "ticket.called"]


def test_priority_counts_as_an_hour_earlier_and_no_more(mall: World) -> None:
    early = mall.waiting("KTP", minutes=61)
    mall.waiting("KTP", minutes=59)
    favoured = mall.waiting("KTP", minutes=0, priority=True)
    desk = mall.desk()

    assert desk.call_next().id == early.id
    desk.start()
    following = desk.finish_and_call_next()

    assert following is not None
    assert following.id == favoured.id


def test_only_the_desks_own_lines_are_called(mall: World) -> None:
    mall.waiting("PAJAK", minutes=30)

    with pytest.raises(LineEmpty):
        mall.desk("DUKCAPIL-1").call_next()


def test_a_desk_with_somebody_in_hand_calls_nobody_else(mall: World) -> None:
    mall.waiting(minutes=5)
    mall.waiting(minutes=4)
    desk = mall.desk()
    first = desk.call_next()

    with pytest.raises(DeskBusy) as refused:
        desk.call_next()

    assert refused.value.facts["ticket"] == first.number


def test_finish_and_call_next_is_one_deed_even_for_one_never_started(mall: World) -> None:
    mall.waiting(minutes=5)
    second = mall.waiting(minutes=4)
    desk = mall.desk()
    first = desk.call_next()
    mall.told.clear()

    called = desk.finish_and_call_next()

    assert called is not None
    assert called.id == second.id
    assert mall.ticket(first.id).state is State.FINISHED
    assert mall.facts == ["ticket.started", "ticket.finished", "ticket.called"]


def test_finish_and_call_next_finishes_when_nobody_waits(mall: World) -> None:
    mall.waiting(minutes=5)
    desk = mall.desk()
    first = desk.call_next()

    assert desk.finish_and_call_next() is None
    assert mall.ticket(first.id).state is State.FINISHED
    assert desk.stands().in_hand is None


def test_undo_takes_the_whole_deed_back(mall: World) -> None:
    mall.waiting(minutes=5)
    second = mall.waiting(minutes=4)
    desk = mall.desk()
    first = desk.call_next()
    desk.start()
    desk.finish_and_call_next()
    mall.told.clear()

    desk.undo()

    assert mall.facts == ["ticket.restored", "ticket.restored"]
    assert mall.ticket(second.id).state is State.WAITING
    assert mall.ticket(first.id).state is State.SERVING
    in_hand = desk.stands().in_hand
    assert in_hand is not None
    assert in_hand.id == first.id
    assert desk.stands().desk.served == 0


@pytest.mark.parametrize("verb", ["miss", "park", "finish", "transfer", "give_back"])
def test_every_deed_with_a_ticket_can_be_undone(mall: World, verb: str) -> None:
    mall.waiting(minutes=5)
    desk = mall.desk()
    before = desk.call_next()
    if verb != "miss":
        before = desk.start()

    if verb == "transfer":
        desk.transfer("PAJAK")
    else:
        getattr(desk, verb)()
    desk.undo()

    after = mall.ticket(before.id)
    assert (after.state, after.counter_id, after.called_at, after.key) == (
        before.state,
        before.counter_id,
        before.called_at,
        before.key,
    )
    desk.call_next() if verb == "none" else None
    assert desk.stands().in_hand is not None


def test_undo_of_a_transfer_takes_the_following_ticket_away(mall: World) -> None:
    mall.waiting(minutes=5)
    desk = mall.desk()
    desk.call_next()
    desk.start()
    desk.transfer("PAJAK")

    desk.undo()

    with pytest.raises(LineEmpty):
        mall.desk("SAMSAT-1", person=4).call_next()


def test_undo_ends_after_ten_seconds(mall: World) -> None:
    mall.waiting(minutes=5)
    desk = mall.desk()
    desk.call_next()
    mall.clock.forward(seconds=10.1)

    with pytest.raises(UndoTooLate):
        desk.undo()


def test_undo_is_refused_when_somebody_else_moved_on(mall: World) -> None:
    mall.waiting(minutes=5)
    desk, other = mall.desk("DUKCAPIL-1", person=1), mall.desk("DUKCAPIL-2", person=2)
    desk.call_next()
    desk.start()
    parked = desk.park("fotokopi")
    other.resume(parked)

    with pytest.raises(TicketMovedOn):
        desk.undo()


def test_a_second_undo_has_nothing_to_take_back(mall: World) -> None:
    mall.waiting(minutes=5)
    desk = mall.desk()
    desk.call_next()
    desk.undo()

    with pytest.raises(UndoTooLate):
        desk.undo()


def test_a_stale_screen_is_told_so(mall: World) -> None:
    mall.waiting(minutes=5)
    mall.waiting(minutes=4)
    desk = mall.desk()
    seen = desk.stands().desk.seq
    desk.call_next(seen=seen)
    desk.start()

    with pytest.raises(TicketMovedOn):
        desk.finish_and_call_next(seen=seen)


def test_one_who_did_not_come_is_called_again_by_number(mall: World) -> None:
    mall.waiting(minutes=5)
    desk = mall.desk()
    desk.call_next()
    missed = desk.miss()
    assert missed.state is State.MISSED

    again = desk.call(missed)

    assert again.state is State.CALLED
    assert again.missed_at is None


def test_one_who_comes_back_stands_a_quarter_of_an_hour_forward(mall: World) -> None:
    mall.waiting(minutes=5)
    desk = mall.desk()
    desk.call_next()
    missed = desk.miss()
    mall.clock.forward(minutes=10)

    back = desk.give_back(missed)

    assert back.state is State.WAITING
    assert back.key == int(mall.clock.now.timestamp()) - 15 * 60


def test_one_given_back_from_the_hand_keeps_the_place(mall: World) -> None:
    first = mall.waiting(minutes=5)
    mall.waiting(minutes=4)
    desk = mall.desk()
    desk.call_next()
    desk.give_back()

    assert desk.call_next().id == first.id


def test_one_sent_on_keeps_the_number_and_waits_with_a_head_start(mall: World) -> None:
    mall.waiting("KTP", minutes=45)
    desk = mall.desk()
    desk.call_next()
    desk.start()
    sent = desk.transfer("PAJAK")

    called = mall.desk("SAMSAT-1", person=4).call_next()

    assert called.number == sent.number == "1A-001"
    assert called.id != sent.id
    assert called.visit_id == sent.visit_id


def test_announcing_again_waits_fifteen_seconds_and_happens_three_times(mall: World) -> None:
    mall.waiting(minutes=5)
    desk = mall.desk()
    desk.call_next()
    with pytest.raises(AnnounceTooSoon):
        desk.announce()
    for _ in range(3):
        mall.clock.forward(seconds=15)
        desk.announce()
    mall.clock.forward(seconds=15)

    with pytest.raises(AnnounceEnough):
        desk.announce()


def test_a_parked_one_is_resumed_by_any_desk_of_the_agency(mall: World) -> None:
    mall.waiting(minutes=5)
    desk, other = mall.desk("DUKCAPIL-1", person=1), mall.desk("DUKCAPIL-2", person=2)
    desk.call_next()
    desk.start()
    parked = desk.park("fotokopi")

    assert other.resume(parked).state is State.SERVING
    with pytest.raises(TicketWrongState):
        desk.resume(parked)


def test_another_agencys_ticket_is_out_of_reach(mall: World) -> None:
    theirs = mall.waiting("PAJAK", minutes=5)

    with pytest.raises(AgencyOther):
        mall.desk("DUKCAPIL-1").call(theirs)


def test_a_paused_desk_calls_nobody_until_it_goes_on(mall: World) -> None:
    mall.waiting(minutes=5)
    desk = mall.desk()
    desk.pause()
    with pytest.raises(DeskPaused):
        desk.call_next()

    assert mall.desk("DUKCAPIL-1").call_next().state is State.CALLED


def test_one_counter_has_one_officer_and_one_officer_one_counter(mall: World) -> None:
    mall.desk("DUKCAPIL-1", person=1)

    with pytest.raises(DeskTaken):
        mall.desk("DUKCAPIL-1", person=2)
    with pytest.raises(DeskOpen):
        mall.desk("DUKCAPIL-2", person=1)


def test_a_desk_closes_only_with_empty_hands(mall: World) -> None:
    mall.waiting(minutes=5)
    desk = mall.desk()
    desk.call_next()
    with pytest.raises(DeskBusy):
        desk.close()
    desk.start()
    desk.finish()
    desk.close()

    with pytest.raises(DeskNone):
        desk.call_next()


@pytest.mark.parametrize("verb", ["announce", "start", "finish", "miss", "park", "finish_and_call_next"])
def test_an_idle_desk_has_nothing_to_act_on(mall: World, verb: str) -> None:
    with pytest.raises(DeskIdle):
        getattr(mall.desk(), verb)()


def test_the_journal_holds_after_all_of_it(mall: World) -> None:
    mall.waiting(minutes=5)
    desk = mall.desk()
    desk.call_next()
    desk.undo()
    desk.call_next()
    desk.start()
    desk.transfer("PAJAK")
    desk.undo()
    desk.finish()

    mall.verify()


def test_how_long_a_service_usually_takes_is_learnt_from_those_served(mall: World) -> None:
    desk = mall.desk()
    for minutes in (4, 5, 6, 7, 8, 9, 10, 11, 12):
        mall.take()
        desk.call_next()
        desk.start()
        mall.clock.forward(minutes=minutes)
        desk.finish()

    with mall.store.read() as connection:
        assert typical_minutes(connection, mall.house.services["KTP"].id) == [6, 10]
