"""Paper owed: the next job for a printer, one job by its id, a ticket's slips."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, or_, select

from queue_server.db.base import AnyRow
from queue_server.db.flow import PrintJob
from queue_server.db.prepared import Prepared
from queue_server.domain.printing import JobState

_JOBS = select(
    PrintJob.id,
    PrintJob.ticket_id,
    PrintJob.printer_id,
    PrintJob.copy,
    PrintJob.state,
    PrintJob.reason,
    PrintJob.document,
    PrintJob.attempts,
    PrintJob.claimed_by,
    PrintJob.lease_until,
    PrintJob.created_at,
    PrintJob.expires_at,
).where(PrintJob.mall_id == bindparam("mall_id"))
_OWED = PrintJob.settled_at.is_(None)  # as in the index, see flow.PrintJob
_BY_ID = Prepared(_JOBS.where(PrintJob.id == bindparam("job_id")))
_OF_TICKET = Prepared(_JOBS.where(PrintJob.ticket_id == bindparam("ticket_id")).order_by(PrintJob.copy))
_NEXT = Prepared(
    _JOBS.where(
        _OWED,
        PrintJob.state == bindparam("queued", JobState.QUEUED.value),
        PrintJob.expires_at > bindparam("now", type_=PrintJob.expires_at.type),
        or_(PrintJob.printer_id.is_(None), PrintJob.printer_id == bindparam("printer_id")),
    )
    .order_by(PrintJob.id)
    .limit(1)
)
_HELD = Prepared(
    _JOBS.where(
        _OWED,
        PrintJob.state == bindparam("sending", JobState.SENDING.value),
        PrintJob.claimed_by == bindparam("printer_id"),
    )
    .order_by(PrintJob.id.desc())
    .limit(1)
)
_OVERDUE = Prepared(
    _JOBS.where(
        _OWED,
        or_(
            (PrintJob.state == bindparam("queued", JobState.QUEUED.value))
            & (PrintJob.expires_at <= bindparam("now", type_=PrintJob.expires_at.type)),
            (PrintJob.state == bindparam("sending", JobState.SENDING.value))
            & (PrintJob.lease_until <= bindparam("now", type_=PrintJob.lease_until.type)),
        ),
    )
    .order_by(PrintJob.id)
    .limit(200)
)


def by_id(connection: Connection, mall_id: int, job_id: int) -> AnyRow | None:
    return _BY_ID.first(connection, mall_id=mall_id, job_id=job_id)


def next_queued(connection: Connection, mall_id: int, printer_id: int, now: datetime) -> AnyRow | None:
    """The oldest job that this printer may take and that is still worth printing."""
    return _NEXT.first(connection, mall_id=mall_id, printer_id=printer_id, now=now)


def held_by(connection: Connection, mall_id: int, printer_id: int) -> AnyRow | None:
    """The job that this printer claimed last and has not reported on."""
    return _HELD.first(connection, mall_id=mall_id, printer_id=printer_id)


def overdue(connection: Connection, mall_id: int, now: datetime) -> list[AnyRow]:
    """Queued jobs too old to print, and jobs whose printer went silent with them."""
    return _OVERDUE.all(connection, mall_id=mall_id, now=now)


def of_ticket(connection: Connection, mall_id: int, ticket_id: int) -> list[AnyRow]:
    """Every slip of a ticket, first copy first."""
    return _OF_TICKET.all(connection, mall_id=mall_id, ticket_id=ticket_id)
