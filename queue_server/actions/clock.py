"""What the clock does: opens a new business day, ends what the old one left, and gives up paper that came too late."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection

from queue_server.actions import paper, supervisor
from queue_server.actions.moves import take_from_desk
from queue_server.db import flow
from queue_server.db.work import Work
from queue_server.domain.events import DayOpened, DeskClosed
from queue_server.domain.house import House
from queue_server.domain.lifecycle import Move
from queue_server.domain.numbering import business_day
from queue_server.domain.ticket import desk_face
from queue_server.queries import desk as desks
from queue_server.queries import paper as owed
from queue_server.queries import ticket as tickets


def begin_day(work: Work) -> bool:
    """Opens today, if it is not open yet: desks left open are closed, tickets left over expire. Says whether it did.

    A clock that jumps back never reopens a day."""
    today = business_day(work.now, work.house.zone, work.last_day)
    if work.last_day == today:
        return False
    if work.last_day is not None:
        _end_day(work)
    work.open_day(today)
    work.record(DayOpened(note={"day": today.isoformat()}))
    return True


def is_due(connection: Connection, house: House, day: date | None, now: datetime) -> bool:
    """Whether the clock has anything to do in this mall: then it takes the lock, else it leaves everybody alone."""
    if business_day(now, house.zone, day) != day or owed.overdue(connection, house.mall_id, now):
        return True
    return any(one.override and one.override.until and one.override.until <= now for one in house.services.values())


def tick(work: Work) -> None:
    """What is due now: the new day, overdue paper, and openings or closings by hand whose time is over."""
    begin_day(work)
    paper.sweep(work)
    for service in list(work.house.services.values()):
        override = service.override
        if override is not None and override.until is not None and override.until <= work.now:
            supervisor.leave_to_plan(work, service, reason="until")


def _end_day(work: Work) -> None:
    for ticket in tickets.live(work.connection, work.mall_id):
        take_from_desk(work, ticket, Move.EXPIRE)
        paper.abandon(work, ticket)
    for counter_id, desk in desks.open_desks(work.connection, work.mall_id).items():
        closed = replace(desk, seq=work.next_seq, since=work.now, closed_at=work.now, undo=None)
        work.change(flow.Desk, desk.id, seq=closed.seq, since=work.now, closed_at=work.now, undo=None)
        face = desk_face(work.house.counters_by_id[counter_id], closed, None, work.house)
        work.record(DeskClosed(desk=face))
