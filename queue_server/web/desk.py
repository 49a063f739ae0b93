"""The officer's doors: open a desk, and every verb at it."""

from collections.abc import Callable

from flask import Response
from sqlalchemy import Connection

from queue_server.actions import desk as deeds
from queue_server.actions import officer
from queue_server.actions.desk import AtDesk, stand_at
from queue_server.actions.undoing import open_undo, undo
from queue_server.db.work import Work
from queue_server.domain import refusals
from queue_server.domain.house import Counter, House
from queue_server.domain.roles import Deed
from queue_server.domain.ticket import Desk, Face, local
from queue_server.queries import desk as desks
from queue_server.queries import statistics
from queue_server.queries.desk_view import counters_view, desk_view
from queue_server.web import schemas
from queue_server.web.answers import Command, actor, as_json, command, fact_faces
from queue_server.web.bodies import CallOne, MaybeTicket, OneTicket, OpenDesk, Park, Pause, Seen, Transfer
from queue_server.web.day import today
from queue_server.web.door import Door
from queue_server.web.hall import hall
from queue_server.web.tickets import service_of

Act = Callable[[Work, AtDesk], object]


def own_desk() -> Response:
    """The officer's desk; without one, the counters that may be opened."""
    with hall().store.read() as connection:
        house = hall().store.house(connection, actor().mall_id or 0)
        desk = desks.of_person(connection, house.mall_id, actor().id or 0)
        if desk is not None:
            return as_json({"desk": _view(connection, house, desk)})
        return as_json({"desk": None, "counters": counters_view(connection, house, _may_open(house))})


def open_desk(body: OpenDesk) -> Response:
    """Opens a counter, or goes on at one's own paused desk."""
    with command() as done:
        counter = done.house.counters.get(body.counter)
        if counter is None:
            raise refusals.CounterUnknown(counter=body.counter)
        if not done.again:
            if body.seq is not None and desks.of_person(done.work.connection, done.work.mall_id, actor().id or 0):
                stand_at(done.work, seen=body.seq)
            deeds.open_desk(done.work, counter, body.lines)
    return _told(done)


def call_next(body: Seen) -> Response:
    return _deed(body, officer.call_next)


def announce(body: Seen) -> Response:
    return _deed(body, officer.announce)


def start(body: Seen) -> Response:
    return _deed(body, officer.start)


def finish(body: Seen) -> Response:
    return _deed(body, officer.finish)


def finish_and_call_next(body: Seen) -> Response:
    return _deed(body, officer.finish_and_call_next)


def miss(body: Seen) -> Response:
    return _deed(body, officer.miss)


def park(body: Park) -> Response:
    return _deed(body, lambda work, at: officer.park(work, at, why=body.reason))


def resume(body: OneTicket) -> Response:
    return _deed(body, lambda work, at: officer.resume(work, at, body.ticket))


def transfer(body: Transfer) -> Response:
    return _deed(body, lambda work, at: officer.transfer(work, at, service_of(work.house, body.service)))


def give_back(body: MaybeTicket) -> Response:
    return _deed(body, lambda work, at: officer.give_back(work, at, body.ticket))


def call_particular(body: CallOne) -> Response:
    return _deed(body, lambda work, at: officer.call_particular(work, at, body.ticket, why=body.reason))


def take_back(body: Seen) -> Response:
    return _deed(body, undo)


def pause(body: Pause) -> Response:
    return _deed(body, lambda work, at: deeds.pause(work, at, reason=body.reason, minutes=body.minutes))


def close(body: Seen) -> Response:
    return _deed(body, deeds.close)


def _deed(body: Seen, act: Act) -> Response:
    with command() as done:
        if not done.again:
            act(done.work, stand_at(done.work, seen=body.seq))
    return _told(done)


def _told(done: Command) -> Response:
    """The facts of the deed, the ticket it was about, and the desk as it is now."""
    store = hall().store
    with store.read() as connection:
        house = store.house(connection, actor().mall_id or 0)
        desk = desks.of_person(connection, house.mall_id, actor().id or 0)
        facts = fact_faces(done.facts, house)
        told = [fact["ticket"] for fact in facts if "ticket" in fact and fact["name"] != "ticket.issued"]
        closed = facts[-1].get("desk") if facts and desk is None else None
        return as_json(
            {
                "ticket": told[-1] if told else None,
                "facts": facts,
                "desk": _view(connection, house, desk) if desk else _closed(closed),
            }
        )


def _closed(face: object) -> object:
    """A desk that was just closed, in the shape of an open one."""
    if not isinstance(face, dict):
        return None
    return {
        **face,
        "lines": [],
        "ticket": None,
        "waiting": [],
        "waiting_count": 0,
        "parked": [],
        "missed": [],
        "undo": None,
    }


def _view(connection: Connection, house: House, desk: Desk) -> Face:
    kept = open_undo(desk, hall().store.clock())
    shown = {name: kept[name] for name in ("seq", "name", "number")} if kept else None
    if kept and shown:
        shown["until"] = local(kept["until"], house.zone)
    return desk_view(
        connection,
        house,
        desk,
        day=today(connection, house),
        undo=shown,
        faces=hall().faces,
        typical=lambda service_id: _typical(connection, service_id),
    )


def _typical(connection: Connection, service_id: int) -> list[int] | None:
    """A service's usual minutes, asked for anew once a minute."""
    return hall().kept.get(
        ("typical", service_id), lambda: statistics.typical_minutes(connection, service_id), seconds=60
    )


def _may_open(house: House) -> list[Counter]:
    agency_id = actor().agency_id
    return [counter for counter in house.counters.values() if agency_id in (None, counter.agency.id)]


def _door(
    verb: str, view: Callable[..., Response], body: type[Seen], summary: str, *refused: type[refusals.Refusal]
) -> Door:
    return Door(
        method="POST",
        path=f"/api/v1/desk/{verb}",
        view=view,
        needs=Deed.DESK,
        summary=summary,
        body=body,
        answer=schemas.DeskAnswer,
        refusals=(refusals.DeskNone, refusals.TicketMovedOn, *refused),
    )


_IN_HAND = (refusals.DeskIdle, refusals.TicketWrongState)
_FREE = (refusals.DeskBusy, refusals.DeskPaused)
_ONE = (*_FREE, refusals.TicketUnknown, refusals.AgencyOther, refusals.TicketWrongState)

DOORS = [
    Door(
        method="GET",
        path="/api/v1/desk",
        view=own_desk,
        needs=Deed.DESK,
        summary="The officer's desk, or the counters that may be opened",
        answer=schemas.OwnDesk,
    ),
    _door(
        "open",
        open_desk,
        OpenDesk,
        "Open a counter, or go on after a pause",
        refusals.CounterUnknown,
        refusals.CounterOtherAgency,
        refusals.LineUnknown,
        refusals.DeskOpen,
        refusals.DeskTaken,
    ),
    _door("call-next", call_next, Seen, "Call whoever is next", refusals.LineEmpty, *_FREE),
    _door("call", call_particular, CallOne, "Call one particular ticket, with a reason", *_ONE),
    _door("announce", announce, Seen, "Announce again", *_IN_HAND, refusals.AnnounceTooSoon, refusals.AnnounceEnough),
    _door("start", start, Seen, "The person is here", *_IN_HAND),
    _door("finish", finish, Seen, "Served", *_IN_HAND),
    _door("finish-and-call-next", finish_and_call_next, Seen, "Served, and call the next", *_IN_HAND),
    _door("miss", miss, Seen, "The person did not come", *_IN_HAND),
    _door("park", park, Park, "Set the person aside for a while", *_IN_HAND),
    _door("resume", resume, OneTicket, "Go on with a parked person", *_ONE),
    _door("transfer", transfer, Transfer, "Send the person on to another service", refusals.ServiceUnknown, *_IN_HAND),
    _door(
        "return", give_back, MaybeTicket, "Back to the line", refusals.TicketUnknown, refusals.AgencyOther, *_IN_HAND
    ),
    _door("undo", take_back, Seen, "Take back the last deed within ten seconds", refusals.UndoTooLate),
    _door("pause", pause, Pause, "Pause, with a reason", refusals.DeskBusy),
    _door("close", close, Seen, "Close the desk", refusals.DeskBusy),
]
