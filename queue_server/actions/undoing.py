"""Undo: for ten seconds an officer's last deed can be taken back whole, unless somebody else has moved on from it."""

import json
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from typing import Any

from queue_server.actions.desk import AtDesk
from queue_server.actions.moves import change, make
from queue_server.db import calls, flow
from queue_server.db.work import Work
from queue_server.domain.events import TicketIssued, TicketRestored
from queue_server.domain.lifecycle import Move, State
from queue_server.domain.patience import UNDO_WITHIN
from queue_server.domain.refusals import TicketMovedOn, UndoTooLate
from queue_server.domain.ticket import Desk, Ticket
from queue_server.queries import ticket as tickets

# Columns of a ticket that no move ever changes.
_FIXED = frozenset({"id", "visit_id", "line_id", "service_id", "day", "number", "priority", "issued_at", "seq"})


@dataclass(slots=True)
class Former:
    """What a deed changed, as it was before: gathered while it is done, kept on the desk for ten seconds."""

    tickets: dict[int, Ticket] = field(default_factory=dict)
    new_tickets: list[int] = field(default_factory=list)
    new_calls: list[int] = field(default_factory=list)
    ended_calls: list[int] = field(default_factory=list)
    started_calls: list[int] = field(default_factory=list)
    served: int | None = None

    def keep(self, ticket: Ticket) -> None:
        """Remembers the ticket as it is; only the first face of a deed counts."""
        self.tickets.setdefault(ticket.id, ticket)

    def made_ticket(self, ticket_id: int) -> None:
        self.new_tickets.append(ticket_id)

    def made_call(self, call_id: int) -> None:
        self.new_calls.append(call_id)

    def ended_call(self, call_id: int | None) -> None:
        if call_id is not None:
            self.ended_calls.append(call_id)

    def started_call(self, work: Work, ticket: Ticket) -> None:
        """Marks the ticket's open call as answered: the person is here."""
        call_id = calls.answer(work.connection, ticket.id, at=work.now)
        if call_id is not None:
            self.started_calls.append(call_id)


def remember(work: Work, desk: Desk | None, former: Former) -> None:
    """Leaves the deed on its desk, to be undone."""
    if desk is None:
        return
    newest = work.facts[-1]
    told = next(fact.name for fact in reversed(work.facts) if fact.name != TicketIssued.name)
    number = next((ticket.number for ticket in former.tickets.values()), "")
    kept = {
        "until": (work.now + UNDO_WITHIN).isoformat(),
        "seq": newest.seq,
        "name": told,
        "number": number,
        "served": desk.served if former.served is None else former.served,
        "tickets": [_as_json(ticket) for ticket in former.tickets.values()],
        "new_tickets": former.new_tickets,
        "new_calls": former.new_calls,
        "ended_calls": former.ended_calls,
        "started_calls": former.started_calls,
    }
    work.settle(flow.Desk, desk.id, undo=json.dumps(kept))


def undo(work: Work, at: AtDesk) -> list[Ticket]:
    """Puts back what the desk's last deed changed, newest first. Refuses UndoTooLate, TicketMovedOn."""
    kept = open_undo(at.desk, work.now)
    if kept is None:
        raise UndoTooLate
    for call_id in kept["new_calls"]:
        work.change(flow.Call, call_id, ended_at=work.now, outcome="undone")
    for ticket_id in kept["new_tickets"]:
        make(work, _untouched(work, ticket_id, kept["seq"]), Move.WITHDRAW, ended_at=work.now)
    desk = replace(at.desk, undo=None, served=kept["served"])
    restored = []
    for former in reversed(kept["tickets"]):
        ticket = _untouched(work, former["id"], kept["seq"])
        columns = {name: value for name, value in former.items() if name not in _FIXED}
        back, _ = change(work, ticket, TicketRestored, desk=desk, seq=work.next_seq, **columns)
        restored.append(back)
    for call_id in kept["ended_calls"]:
        work.change(flow.Call, call_id, ended_at=None, outcome=None)
    for call_id in kept["started_calls"]:
        work.change(flow.Call, call_id, arrived_at=None)
    return restored


def open_undo(desk: Desk, now: datetime) -> dict[str, Any] | None:
    """What may still be undone at this desk: `until`, `seq`, `name`, `number` and the former rows."""
    if desk.undo is None:
        return None
    kept: dict[str, Any] = json.loads(desk.undo)
    kept["until"] = datetime.fromisoformat(kept["until"])
    if now > kept["until"]:
        return None
    kept["tickets"] = [_from_json(ticket) for ticket in kept["tickets"]]
    return kept


def _untouched(work: Work, ticket_id: int, newest: int) -> Ticket:
    ticket = tickets.by_id(work.connection, work.mall_id, ticket_id)
    if ticket is None or ticket.seq > newest:
        raise TicketMovedOn(ticket=ticket.number if ticket else None, seq=ticket.seq if ticket else newest)
    return ticket


def _as_json(ticket: Ticket) -> dict[str, object]:
    return {
        name: value.isoformat() if isinstance(value, date | datetime) else value
        for name, value in ((name, getattr(ticket, name)) for name in _NAMES)
    }


_NAMES = tuple(field.name for field in fields(Ticket))
_INSTANTS = frozenset(field.name for field in fields(Ticket) if "datetime" in str(field.type))


def _from_json(kept: dict[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = {
        name: datetime.fromisoformat(value) if name in _INSTANTS and value is not None else value
        for name, value in kept.items()
    }
    return {**row, "state": State(row["state"])}
