"""Makes one move of one ticket: the table's new state, the row, and the fact with the faces of what it changed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from queue_server.db import calls, flow
from queue_server.db.work import Work
from queue_server.domain.events import EVENT_OF, Event
from queue_server.domain.house import Counter
from queue_server.domain.lifecycle import FACT, Move, State, after
from queue_server.domain.ticket import Desk, Face, Ticket, desk_face, ticket_face
from queue_server.queries import desk as desks
from queue_server.queries import ticket as tickets

IN_HAND = (State.CALLED, State.SERVING)


def make(
    work: Work,
    ticket: Ticket,
    move: Move,
    *,
    desk: Desk | None = None,
    note: Mapping[str, object] | None = None,
    **changes: Any,
) -> tuple[Ticket, Desk | None]:
    """The ticket and the desk after the move, stored and told. Refuses TicketWrongState by the transition table.

    `desk` is the desk at which it happens, whose face goes with the fact."""
    changes = {"state": after(ticket.state, move), "seq": work.next_seq, **changes}
    return change(work, ticket, EVENT_OF[move], desk=desk, note=note, **changes)


def change(
    work: Work,
    ticket: Ticket,
    event: type[Event],
    *,
    desk: Desk | None = None,
    note: Mapping[str, object] | None = None,
    **changes: Any,
) -> tuple[Ticket, Desk | None]:
    """Stores a ticket's new columns and tells them as that event; `seq` and `state` are the caller's to give."""
    changed = replace(ticket, **changes)
    work.change(flow.Ticket, ticket.id, **changes)
    if desk is not None:
        desk = replace(desk, seq=work.next_seq, since=work.now)
        work.settle(flow.Desk, desk.id, seq=desk.seq, since=desk.since, served=desk.served, undo=desk.undo)
    work.record(event(ticket=ticket_face(changed, work.house), desk=_face(work, changed, desk), note=note))
    return changed, desk


def _face(work: Work, ticket: Ticket, desk: Desk | None) -> Face | None:
    if desk is None:
        return None
    in_hand = ticket if ticket.state in IN_HAND and ticket.counter_id == desk.counter_id else None
    return desk_face(work.house.counters_by_id[desk.counter_id], desk, in_hand, work.house)


def open_call(work: Work, ticket: Ticket, desk: Desk, *, reason: str, arrived_at: datetime | None = None) -> int:
    """Begins the call that brings this ticket to this desk."""
    return work.add(
        flow.Call,
        mall_id=work.mall_id,
        ticket_id=ticket.id,
        counter_id=desk.counter_id,
        desk_id=desk.id,
        service_id=ticket.service_id,
        day=work.day,
        called_at=work.now,
        arrived_at=arrived_at,
        reason=reason,
        waited_seconds=max(0, round((work.now - ticket.joined_at).total_seconds())),
    )


def end_call(work: Work, ticket: Ticket, move: Move) -> int | None:
    """Ends the ticket's open call, if any, and gives its id. Its outcome is the move's fact: finished, missed, …"""
    return calls.end(work.connection, ticket.id, at=work.now, outcome=FACT[move].partition(".")[2])


def take_from_desk(work: Work, ticket: Ticket, move: Move, **changes: Any) -> Ticket:
    """A move that comes from outside the desk (withdrawn, expired): a ticket in hand frees its counter."""
    desk: Desk | None = None
    if ticket.state in IN_HAND and ticket.counter_id is not None:
        desk = desks.at_counter(work.connection, work.mall_id, ticket.counter_id)
        if desk is not None:
            desk = replace(desk, undo=None)
    end_call(work, ticket, move)
    moved, _ = make(work, ticket, move, desk=desk, ended_at=work.now, **changes)
    return moved


def counter_in_hand(work: Work, counter: Counter) -> Ticket | None:
    return tickets.in_hand(work.connection, work.mall_id, counter.id)
