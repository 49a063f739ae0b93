"""What an officer stands before: the open desk, its counter, the ticket in hand, and how new the screen's news is."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from queue_server.actions.moves import counter_in_hand
from queue_server.db import flow
from queue_server.db.work import Work
from queue_server.domain import refusals
from queue_server.domain.events import DeskClosed, DeskOpened, DeskPaused, DeskResumed, Event
from queue_server.domain.house import Counter, Service
from queue_server.domain.refusals import (
    AgencyOther,
    CounterOtherAgency,
    DeskBusy,
    DeskIdle,
    DeskNone,
    DeskOpen,
    DeskTaken,
    LineUnknown,
    TicketMovedOn,
    TicketUnknown,
)
from queue_server.domain.ticket import Desk, Ticket, desk_face
from queue_server.queries import desk as desks
from queue_server.queries import ticket as tickets


@dataclass(frozen=True, slots=True)
class AtDesk:
    """An officer's desk at this moment."""

    desk: Desk
    counter: Counter
    in_hand: Ticket | None


def stand_at(work: Work, *, seen: int | None = None) -> AtDesk:
    """The actor's open desk. Refuses DeskNone, and TicketMovedOn when something happened there after `seen`."""
    desk = desks.of_person(work.connection, work.mall_id, work.by.id or 0)
    if desk is None:
        raise DeskNone
    counter = work.house.counters_by_id[desk.counter_id]
    at = AtDesk(desk, counter, counter_in_hand(work, counter))
    newest = max(desk.seq, at.in_hand.seq if at.in_hand else 0)
    if seen is not None and seen < newest:
        raise TicketMovedOn(seq=newest, ticket=at.in_hand.number if at.in_hand else None)
    return at


def hand_of(at: AtDesk) -> Ticket:
    """The ticket in hand. Refuses DeskIdle."""
    if at.in_hand is None:
        raise DeskIdle
    return at.in_hand


def free_hand(at: AtDesk) -> None:
    """Nothing may be in hand, and the desk may not pause. Refuses DeskBusy, DeskPaused."""
    if at.in_hand is not None:
        raise DeskBusy(ticket=at.in_hand.number)
    if at.desk.is_paused:
        raise refusals.DeskPaused


def ticket_of_agency(work: Work, at: AtDesk, ticket_id: int) -> Ticket:
    """A ticket of the counter's own agency. Refuses TicketUnknown, AgencyOther."""
    ticket = tickets.by_id(work.connection, work.mall_id, ticket_id)
    if ticket is None:
        raise TicketUnknown(ticket=ticket_id)
    service: Service = ticket.service(work.house)
    if service.agency.id != at.counter.agency.id:
        raise AgencyOther(agency=service.agency.code)
    return ticket


def open_desk(work: Work, counter: Counter, lines: list[str] | None = None) -> Desk:
    """Opens the counter for the actor, or goes on at their own paused one.

    Refuses CounterOtherAgency, LineUnknown, DeskOpen (the actor has another), DeskTaken (somebody else is there)."""
    if work.by.agency_id not in (None, counter.agency.id):
        raise CounterOtherAgency(counter=counter.code)
    served = _lines(counter, lines)
    own = desks.of_person(work.connection, work.mall_id, work.by.id or 0)
    if own is not None:
        if own.counter_id != counter.id:
            raise DeskOpen(counter=work.house.counters_by_id[own.counter_id].code)
        return _go_on(work, own, served)
    if desks.at_counter(work.connection, work.mall_id, counter.id) is not None:
        raise DeskTaken(counter=counter.code)
    values = {
        "counter_id": counter.id,
        "person_id": work.by.id or 0,
        "seq": work.next_seq,
        "opened_at": work.now,
        "since": work.now,
    }
    desk_id = work.add(flow.Desk, mall_id=work.mall_id, lines=list(served), served=0, **values)
    desk = desks.by_id(work.connection, work.mall_id, desk_id)
    if desk is None:
        raise DeskNone
    work.record(DeskOpened(desk=desk_face(counter, desk, None, work.house)))
    return desk


def pause(work: Work, at: AtDesk, *, reason: str, minutes: int | None) -> Desk:
    """Pauses with a reason, which the display shows. Refuses DeskBusy."""
    if at.in_hand is not None:
        raise DeskBusy(ticket=at.in_hand.number)
    until = work.now + timedelta(minutes=minutes) if minutes else None
    return _keep(work, at, DeskPaused, paused_at=work.now, pause_reason=reason, pause_until=until)


def close(work: Work, at: AtDesk) -> Desk:
    """Closes the desk. Refuses DeskBusy while a ticket is in hand."""
    if at.in_hand is not None:
        raise DeskBusy(ticket=at.in_hand.number)
    return _keep(work, at, DeskClosed, closed_at=work.now)


def _go_on(work: Work, desk: Desk, lines: tuple[str, ...]) -> Desk:
    at = AtDesk(desk, work.house.counters_by_id[desk.counter_id], None)
    in_hand = counter_in_hand(work, at.counter)
    if not desk.is_paused and desk.lines == lines:
        return desk
    at = replace(at, in_hand=in_hand)
    return _keep(work, at, DeskResumed, lines=lines, paused_at=None, pause_reason=None, pause_until=None)


def _keep(work: Work, at: AtDesk, event: type[Event], **changes: Any) -> Desk:
    changes = {"seq": work.next_seq, "since": work.now, "undo": None, **changes}
    desk = replace(at.desk, **changes)
    stored = {**changes, "lines": list(desk.lines)}
    work.change(flow.Desk, desk.id, **stored)
    work.record(event(desk=desk_face(at.counter, desk, at.in_hand, work.house)))
    return desk


def _lines(counter: Counter, asked: list[str] | None) -> tuple[str, ...]:
    may = {line.code for line in (*counter.lines, *counter.helping)}
    if asked is None:
        return tuple(line.code for line in counter.lines)
    for code in asked:
        if code not in may:
            raise LineUnknown(line=code)
    return tuple(dict.fromkeys(asked)) or tuple(line.code for line in counter.lines)
