"""Paper owed: the next job for a printer, one job by its id, a ticket's slips."""

from datetime import datetime

from sqlalchemy import Connection, or_, select

from queue_server.db.base import AnyRow
from queue_server.db.flow import PrintJob
from queue_server.domain.printing import JobState

_JOB = select(
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
)


def by_id(connection: Connection, mall_id: int, job_id: int) -> AnyRow | None:
    return connection.execute(_JOB.where(PrintJob.mall_id == mall_id, PrintJob.id == job_id)).one_or_none()


def next_queued(connection: Connection, mall_id: int, printer_id: int, now: datetime) -> AnyRow | None:
    """The oldest job that this printer may take and that is still worth printing."""
    query = _JOB.where(
        PrintJob.mall_id == mall_id,
        PrintJob.settled_at.is_(None),
        PrintJob.state == JobState.QUEUED.value,
        PrintJob.expires_at > now,
        or_(PrintJob.printer_id.is_(None), PrintJob.printer_id == printer_id),
    )
    return connection.execute(query.order_by(PrintJob.id).limit(1)).one_or_none()


def overdue(connection: Connection, mall_id: int, now: datetime) -> list[AnyRow]:
    """Queued jobs too old to print, and jobs whose printer went silent with them."""
    query = _JOB.where(
        PrintJob.mall_id == mall_id,
        PrintJob.settled_at.is_(None),
        or_(
            (PrintJob.state == JobState.QUEUED.value) & (PrintJob.expires_at <= now),
            (PrintJob.state == JobState.SENDING.value) & (PrintJob.lease_until <= now),
        ),
    )
    return list(connection.execute(query.order_by(PrintJob.id).limit(200)).all())


def of_ticket(connection: Connection, mall_id: int, ticket_id: int) -> list[AnyRow]:
    """Every slip of a ticket, first copy first."""
    query = _JOB.where(PrintJob.mall_id == mall_id, PrintJob.ticket_id == ticket_id).order_by(PrintJob.copy)
    return list(connection.execute(query).all())


def held_by(connection: Connection, mall_id: int, printer_id: int) -> AnyRow | None:
    """The job that this printer claimed last and has not reported on."""
    query = _JOB.where(
        PrintJob.mall_id == mall_id,
        PrintJob.settled_at.is_(None),
        PrintJob.state == JobState.SENDING.value,
        PrintJob.claimed_by == printer_id,
    )
    return connection.execute(query.order_by(PrintJob.id.desc()).limit(1)).one_or_none()
