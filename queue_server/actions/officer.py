"""What an officer does with tickets: call, announce, start, finish, miss, park, resume, transfer, return."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from queue_server.actions.desk import AtDesk, close, free_hand, hand_of, ticket_of_agency
from queue_server.actions.joining import join_line
from queue_server.actions.moves import counter_in_hand, end_call, make, open_call
from queue_server.actions.undoing import Former, remember
from queue_server.db import line_day
from queue_server.db.work import Work
from queue_server.domain.estimate import after_call
from queue_server.domain.house import House, Service
from queue_server.domain.lifecycle import Move, State
from queue_server.domain.line import Join, Place, Served, next_in_line, queue_key
from queue_server.domain.patience import ANNOUNCE_AGAIN_AFTER, ANNOUNCE_AGAIN_MOST
from queue_server.domain.refusals import AnnounceEnough, AnnounceTooSoon, LineEmpty
from queue_server.domain.ticket import Desk, Ticket
from queue_server.queries import line
from queue_server.queries import ticket as tickets
from queue_server.queries.faces import why_of


def call_next(work: Work, at: AtDesk) -> Ticket:
    """Calls whoever is next in the desk's lines. Refuses DeskBusy, DeskPaused, LineEmpty."""
    free_hand(at)
    return _call_next(work, at, Former())


def finish_and_call_next(work: Work, at: AtDesk) -> Ticket | None:
    """Ends the ticket in hand, one called but never started too, and calls the next; None when nobody waits.

    The two are one deed: one undo takes both back. Refuses DeskIdle."""
    former, ticket = Former(), hand_of(at)
    if ticket.state is State.CALLED:
        ticket, at = _start(work, at, ticket, former)
    at = _finish(work, at, ticket, former)
    try:
        return _call_next(work, at, former)
    except LineEmpty:
        remember(work, at.desk, former)
        return None


def call_particular(work: Work, at: AtDesk, ticket_id: int, *, why: str) -> Ticket:
    """Calls one waiting, missed or parked ticket out of order, with the officer's reason on record.

    Refuses DeskBusy, DeskPaused, TicketUnknown, AgencyOther, TicketWrongState."""
    free_hand(at)
    return _call(work, at, ticket_of_agency(work, at, ticket_id), why, Former())


def announce(work: Work, at: AtDesk) -> Ticket:
    """Calls the same person again. Refuses DeskIdle, TicketWrongState, AnnounceTooSoon, AnnounceEnough."""
    ticket = hand_of(at)
    if ticket.state is State.CALLED:
        _may_announce(work.now, ticket)
    desk = replace(at.desk, undo=None)
    moved, _ = make(work, ticket, Move.ANNOUNCE, desk=desk, announced=ticket.announced + 1, announced_at=work.now)
    return moved


def start(work: Work, at: AtDesk) -> Ticket:
    """The person is here. Refuses DeskIdle, TicketWrongState."""
    former = Former()
    ticket, at = _start(work, at, hand_of(at), former)
    remember(work, at.desk, former)
    return ticket


def finish(work: Work, at: AtDesk) -> Ticket:
    """Served. Refuses DeskIdle, TicketWrongState."""
    former, ticket = Former(), hand_of(at)
    at = _finish(work, at, ticket, former)
    remember(work, at.desk, former)
    return _again(work, ticket)


def miss(work: Work, at: AtDesk) -> Ticket:
    """The person did not come; the number keeps its right to come back. Refuses DeskIdle, TicketWrongState."""
    return _let_go(work, at, Move.MISS, missed_at=work.now)


def park(work: Work, at: AtDesk, *, why: str | None) -> Ticket:
    """Sets the person aside while they fetch something. Refuses DeskIdle, TicketWrongState."""
    return _let_go(work, at, Move.PARK, park_reason=why)


def resume(work: Work, at: AtDesk, ticket_id: int) -> Ticket:
    """Goes on with a parked person. Refuses DeskBusy, DeskPaused, TicketUnknown, AgencyOther, TicketWrongState."""
    free_hand(at)
    ticket, former = ticket_of_agency(work, at, ticket_id), Former()
    former.keep(ticket)
    moved, desk = make(
        work, ticket, Move.RESUME, desk=at.desk, counter_id=at.counter.id, serving_at=work.now, park_reason=None
    )
    former.made_call(open_call(work, moved, at.desk, reason="resumed", arrived_at=work.now))
    remember(work, desk, former)
    return moved


def transfer(work: Work, at: AtDesk, service: Service) -> Ticket:
    """Sends the person on to another service; number and paper stay. The new ticket waits by the house's policy.

    Refuses DeskIdle, TicketWrongState."""
    ticket, former = hand_of(at), Former()
    moved, desk = _end(work, at, ticket, Move.TRANSFER, former)
    visit = tickets.visit_of(work.connection, ticket)
    place = Place(work.now, Join.TRANSFER, ticket.priority, first_joined_at=visit.created_at)
    following = join_line(work, service, place, visit_id=ticket.visit_id, number=ticket.number)
    former.made_ticket(following.id)
    remember(work, desk, former)
    return moved


def give_back(work: Work, at: AtDesk, ticket_id: int | None) -> Ticket:
    """Back to the line: the ticket in hand to its old place, a missed or parked one by the head start of a return.

    Refuses DeskIdle, TicketUnknown, AgencyOther, TicketWrongState."""
    former = Former()
    if ticket_id is None or (at.in_hand is not None and at.in_hand.id == ticket_id):
        ticket = hand_of(at)
        former.keep(ticket)
        former.ended_call(end_call(work, ticket, Move.RETURN))
        moved, desk = make(work, ticket, Move.RETURN, desk=at.desk, **_BACK)
    else:
        ticket = ticket_of_agency(work, at, ticket_id)
        former.keep(ticket)
        moved, desk = make(work, ticket, Move.RETURN, desk=at.desk, **rejoin(work, ticket))
    remember(work, desk, former)
    return moved


def vacate(work: Work, desk: Desk) -> None:
    """Closes a desk whose officer is gone; the ticket in hand goes back to its place in the line."""
    counter = work.house.counters_by_id[desk.counter_id]
    at = AtDesk(replace(desk, undo=None), counter, counter_in_hand(work, counter))
    if at.in_hand is not None:
        end_call(work, at.in_hand, Move.RETURN)
        _, left = make(work, at.in_hand, Move.RETURN, desk=at.desk, **_BACK)
        at = _now_at(at, left, None)
    close(work, at)


def rejoin(work: Work, ticket: Ticket) -> dict[str, Any]:
    """The columns of somebody who comes back: a new place, with the head start of a return."""
    place = Place(work.now, Join.RETURNED, ticket.priority)
    key = queue_key(place, ticket.service(work.house).agency.policy)
    return {**_BACK, "join": Join.RETURNED.value, "joined_at": work.now, "key": key}


_BACK: dict[str, Any] = {
    "counter_id": None,
    "called_at": None,
    "serving_at": None,
    "announced": 0,
    "announced_at": None,
    "missed_at": None,
    "park_reason": None,
}


def _call_next(work: Work, at: AtDesk, former: Former) -> Ticket:
    served = served_lines(work.house, at)
    policy = at.counter.agency.policy
    head = next_in_line(line.heads(work.connection, [one.line_id for one in served]), served, work.now, policy)
    if head is None:
        raise LineEmpty
    ticket = tickets.by_id(work.connection, work.mall_id, head.ticket_id)
    if ticket is None:
        raise LineEmpty
    return _call(work, at, ticket, why_of(work.house, ticket).code, former)


def _call(work: Work, at: AtDesk, ticket: Ticket, why: str, former: Former) -> Ticket:
    former.keep(ticket)
    moved, desk = make(
        work,
        ticket,
        Move.CALL,
        desk=at.desk,
        note={"why": why},
        counter_id=at.counter.id,
        called_at=work.now,
        announced=1,
        announced_at=work.now,
        missed_at=None,
        park_reason=None,
    )
    former.made_call(open_call(work, moved, at.desk, reason=why))
    if ticket.state is State.WAITING:
        pace = line.pace_of(work.connection, ticket.line_id, work.day)
        line_day.keep_pace(
            work.connection, ticket.line_id, work.day, after_call(pace, now=work.now, joined_at=ticket.joined_at)
        )
    remember(work, desk, former)
    return moved


def _start(work: Work, at: AtDesk, ticket: Ticket, former: Former) -> tuple[Ticket, AtDesk]:
    former.keep(ticket)
    moved, desk = make(work, ticket, Move.START, desk=at.desk, serving_at=work.now)
    former.started_call(work, ticket)
    return moved, _now_at(at, desk, moved)


def _finish(work: Work, at: AtDesk, ticket: Ticket, former: Former) -> AtDesk:
    former.served = at.desk.served
    at = replace(at, desk=replace(at.desk, served=at.desk.served + 1))
    _, desk = _end(work, at, ticket, Move.FINISH, former)
    return _now_at(at, desk, None)


def _end(work: Work, at: AtDesk, ticket: Ticket, move: Move, former: Former) -> tuple[Ticket, Desk | None]:
    former.keep(ticket)
    moved, desk = make(work, ticket, move, desk=at.desk, ended_at=work.now)
    former.ended_call(end_call(work, ticket, move))
    return moved, desk


def _let_go(work: Work, at: AtDesk, move: Move, **changes: Any) -> Ticket:
    ticket, former = hand_of(at), Former()
    former.keep(ticket)
    moved, desk = make(work, ticket, move, desk=at.desk, **changes)
    former.ended_call(end_call(work, ticket, move))
    remember(work, desk, former)
    return moved


def _now_at(at: AtDesk, desk: Desk | None, in_hand: Ticket | None) -> AtDesk:
    return replace(at, desk=desk or at.desk, in_hand=in_hand)


def _again(work: Work, ticket: Ticket) -> Ticket:
    found = tickets.by_id(work.connection, work.mall_id, ticket.id)
    return found or ticket


def served_lines(house: House, at: AtDesk) -> list[Served]:
    """The lines that this desk calls from: those it opened with, then those its counter helps."""
    own = [Served(house.lines[code].id) for code in at.desk.lines if code in house.lines]
    ids = {one.line_id for one in own}
    return own + [Served(one.id, helping=True) for one in at.counter.helping if one.id not in ids]


def _may_announce(now: datetime, ticket: Ticket) -> None:
    if ticket.announced > ANNOUNCE_AGAIN_MOST:
        raise AnnounceEnough
    if ticket.announced_at is not None and now < ticket.announced_at + ANNOUNCE_AGAIN_AFTER:
        raise AnnounceTooSoon(next_at=(ticket.announced_at + ANNOUNCE_AGAIN_AFTER).isoformat(timespec="seconds"))
