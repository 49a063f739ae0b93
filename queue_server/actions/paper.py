"""Paper owed and paper settled: written with its ticket, claimed by a printer, ended by the printer's own word."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import orjson

from queue_server.db import flow
from queue_server.db.base import AnyRow
from queue_server.db.work import Work
from queue_server.domain import printing
from queue_server.domain.estimate import Wait
from queue_server.domain.events import Event, SlipAbandoned, SlipNotPrinted, SlipPrinted, SlipUnknown
from queue_server.domain.printing import JobState
from queue_server.domain.refusals import JobSettled, JobUnknown
from queue_server.domain.ticket import Face, Ticket, local
from queue_server.queries import paper

if TYPE_CHECKING:
    from queue_server.actions.citizen import Order

_FACT: dict[JobState, type[Event]] = {
    JobState.PRINTED: SlipPrinted,
    JobState.NOT_PRINTED: SlipNotPrinted,
    JobState.UNKNOWN: SlipUnknown,
    JobState.ABANDONED: SlipAbandoned,
}


def ticket_document(
    work: Work, ticket: Ticket, order: "Order", *, token: str, ahead: int, expected: Wait | None
) -> Face:
    """What stands on the paper: values, no layout. The printer's process chooses words and measures."""
    house, service = work.house, ticket.service(work.house)
    agency, moment = service.agency, ticket.issued_at.astimezone(house.zone)
    english = order.language == "en"
    return {
        "version": 1,
        "kind": "ticket",
        "language": order.language,
        "mall": house.name,
        "agency": agency.name_en if english else agency.short_name,
        "service": service.name_en if english else service.name,
        "number": ticket.number,
        "zone": agency.zone.name_en if english else agency.zone.name,
        "floor": agency.zone.floor,
        "priority": ticket.priority,
        "issued_at": moment.isoformat(timespec="seconds"),
        "zone_abbreviation": moment.tzname() or "",
        "ahead": ahead,
        "wait": {"low": expected.low, "likely": expected.likely, "high": expected.high} if expected else None,
        # Upper case: a QR code of capitals and digits alone is one size smaller, and our paths do not mind.
        "follow_url": f"{order.public_url}/t/{token}".upper(),
        "device": order.device_name,
        "copy": 1,
        "ticket_id": ticket.id,
    }


def owe(work: Work, ticket: Ticket, document: Face, *, printer_id: int | None) -> int:
    """Owes the ticket's paper, in the ticket's own transaction; any printer may take it when `printer_id` is None."""
    return work.add(
        flow.PrintJob,
        mall_id=work.mall_id,
        ticket_id=ticket.id,
        printer_id=printer_id,
        copy=document["copy"],
        state=JobState.QUEUED.value,
        document=orjson.dumps(document).decode(),
        attempts=0,
        created_at=work.now,
        expires_at=work.now + printing.LIFE,
    )


def claim(work: Work, printer_id: int) -> AnyRow | None:
    """Hands the oldest job to this printer, on a lease; None when nothing is owed."""
    job = paper.next_queued(work.connection, work.mall_id, printer_id, work.now)
    if job is None:
        return None
    state = printing.after_claim(JobState(job.state))
    lease: timedelta = printing.LEASE
    work.change(
        flow.PrintJob,
        job.id,
        state=state.value,
        attempts=job.attempts + 1,
        claimed_by=printer_id,
        lease_until=work.now + lease,
    )
    return paper.by_id(work.connection, work.mall_id, job.id)


def report(work: Work, printer_id: int, job_id: int, *, outcome: str, reason: str | None) -> AnyRow:
    """Settles a job by the word of the printer that claimed it. Refuses JobUnknown, JobSettled."""
    job = paper.by_id(work.connection, work.mall_id, job_id)
    if job is None:
        raise JobUnknown(job=job_id)
    if job.claimed_by != printer_id:
        raise JobSettled(state=job.state)
    if job.state == outcome:
        return job
    state = printing.after_report(JobState(job.state), outcome)
    return _settle(work, job, state, reason)


def abandon(work: Work, ticket: Ticket) -> None:
    """The ticket is not wanted any more: what no printer has in hand yet will not be printed."""
    for job in paper.of_ticket(work.connection, work.mall_id, ticket.id):
        if job.state == JobState.QUEUED.value:
            _settle(work, job, printing.after_giving_up(JobState(job.state)), "withdrawn")


def sweep(work: Work) -> None:
    """Gives up what is too old to print, and calls unknown what a silent printer still holds."""
    for job in paper.overdue(work.connection, work.mall_id, work.now):
        state = JobState(job.state)
        if state is JobState.QUEUED:
            _settle(work, job, printing.after_giving_up(state), "too_late")
        else:
            _settle(work, job, printing.after_lease(state), "silent")


def slip_face(job: AnyRow) -> Face:
    return {"id": job.id, "ticket": job.ticket_id, "copy": job.copy, "state": job.state, "reason": job.reason}


def job_face(job: AnyRow, zone: Any) -> Face:
    """The job as its printer sees it, with the document."""
    return {
        "id": job.id,
        "ticket": job.ticket_id,
        "copy": job.copy,
        "state": job.state,
        "document": orjson.loads(job.document),
        "attempts": job.attempts,
        "expires_at": local(job.expires_at, zone),
        "lease_until": local(job.lease_until, zone),
    }


def _settle(work: Work, job: AnyRow, state: JobState, reason: str | None) -> AnyRow:
    work.change(flow.PrintJob, job.id, state=state.value, reason=reason, settled_at=work.now)
    settled = paper.by_id(work.connection, work.mall_id, job.id)
    if settled is None:
        raise JobUnknown(job=job.id)
    work.record(_FACT[state](slip=slip_face(settled)))
    return settled
