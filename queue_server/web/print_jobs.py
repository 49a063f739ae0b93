"""The printer's doors: claim the next slip, and say what became of it."""

from flask import Response

from queue_server.actions import paper
from queue_server.domain.refusals import JobSettled, JobUnknown
from queue_server.domain.roles import Deed
from queue_server.queries import paper as owed
from queue_server.web import schemas
from queue_server.web.answers import actor, as_json, command
from queue_server.web.bodies import ClaimSlip, ReportSlip
from queue_server.web.door import Door
from queue_server.web.hall import hall


def claim(body: ClaimSlip) -> Response:
    """The oldest slip owed, on a lease; null when there is none. Looking costs no writing."""
    del body
    store, who = hall().store, actor()
    with store.read() as connection:
        nothing = owed.next_queued(connection, who.mall_id or 0, who.id or 0, store.clock()) is None
        if nothing and owed.held_by(connection, who.mall_id or 0, who.id or 0) is None:
            return as_json({"job": None})
    with command() as done:
        # A printer that never heard the answer asks again with the same key: it already holds the job.
        held = owed.held_by(done.work.connection, done.work.mall_id, who.id or 0) if done.again else None
        job = held if done.again else paper.claim(done.work, who.id or 0)
        face = paper.job_face(job, done.house.zone) if job is not None else None
    return as_json({"job": face})


def report(body: ReportSlip, job_id: int) -> Response:
    """The printer's word: printed, not printed, or unknown. The same word twice is heard once."""
    with command() as done:
        if done.again:
            job = owed.by_id(done.work.connection, done.work.mall_id, job_id)
        else:
            job = paper.report(done.work, actor().id or 0, job_id, outcome=body.outcome, reason=body.reason)
        face = paper.job_face(job, done.house.zone) if job is not None else None
    return as_json({"job": face})


DOORS = [
    Door(
        method="POST",
        path="/api/v1/print-jobs/claim",
        view=claim,
        needs=Deed.PRINT,
        summary="Claim the next slip",
        body=ClaimSlip,
        answer=schemas.JobAnswer,
    ),
    Door(
        method="POST",
        path="/api/v1/print-jobs/<int:job_id>/report",
        view=report,
        needs=Deed.PRINT,
        summary="Say what became of a slip",
        body=ReportSlip,
        answer=schemas.JobAnswer,
        refusals=(JobUnknown, JobSettled),
    ),
]
