"""The agent's day: claim, print, report, again; it outlives the server's restarts and stops without losing a job."""

import logging
import threading
import time
import uuid
from dataclasses import dataclass

from printer.server import Job, Refused, Server, Unanswered
from printer.worker import Fate, Outcome, Worker

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds between two looks, between two calls to a silent server, and until an idle printer is let go."""

    claim: float = 0.2
    first_retry: float = 0.2
    longest_retry: float = 5.0
    refused: float = 5.0
    idle: float = 2.0
    farewell: float = 8.0  # to deliver the last report


class Agent:
    """Binds one printer to one server until `stop` is set."""

    def __init__(self, server: Server, worker: Worker, stop: threading.Event, pace: Pace | None = None) -> None:
        self._server = server
        self._worker = worker
        self._stop = stop
        self._pace = pace or Pace()
        self._unanswered = 0
        self._busy_at = time.monotonic()

    def run(self) -> None:
        """Until stopped; a job in hand is finished and reported first."""
        log.info("ready")
        while not self._stop.is_set():
            self._stop.wait(self._turn())
        self._worker.rest()
        self._server.close()
        log.info("stopped")

    def _turn(self) -> float:
        """One look at the server; the seconds until the next."""
        try:
            job = self._server.claim()
        except Unanswered as silence:
            return self._next_try(silence)
        except Refused as refused:
            log.error("the server refuses this agent: %s", refused)
            return self._pace.refused
        self._heard_again()
        if job is None:
            if time.monotonic() > self._busy_at + self._pace.idle:
                self._worker.rest()
            return self._pace.claim
        self._print(job)
        return 0.0

    def _print(self, job: Job) -> None:
        began = time.monotonic()
        outcome = self._outcome(job)
        self._busy_at = time.monotonic()
        log.info(
            "job %s: %s %s in %.2f s", job.id, outcome.fate, outcome.reason or outcome.proof, self._busy_at - began
        )
        self._report(job, outcome)

    def _outcome(self, job: Job) -> Outcome:
        try:
            return self._worker.print_slip(job.document, until=job.until, lease=job.lease)
        except Exception:
            # Our own mistake over one slip must not stop the printer for everyone behind it.
            log.exception("job %s", job.id)
            self._worker.rest()
            return Outcome(Fate.UNKNOWN, "agent")

    def _report(self, job: Job, outcome: Outcome) -> None:
        """Until the server has heard it. A report that comes late is refused by the server, and that is well."""
        key, leaving_at = uuid.uuid4().hex, None
        while True:
            try:
                self._server.report(job, outcome, key)
                self._heard_again()
                return
            except Refused as refused:
                log.warning("job %s: report not taken: %s", job.id, refused)
                return
            except Unanswered as silence:
                pause = self._next_try(silence)
            if self._stop.is_set():
                leaving_at = leaving_at or time.monotonic() + self._pace.farewell
                if time.monotonic() + pause > leaving_at:
                    log.error("job %s: left unreported: %s", job.id, outcome.fate)
                    return
                time.sleep(pause)
            else:
                self._stop.wait(pause)

    def _next_try(self, silence: Unanswered) -> float:
        if self._unanswered == 0:
            log.warning("the server does not answer: %s", silence)
        pause = min(self._pace.longest_retry, self._pace.first_retry * 2.0 ** min(self._unanswered, 16))
        self._unanswered += 1
        return float(pause)

    def _heard_again(self) -> None:
        if self._unanswered:
            log.info("the server answers again")
        self._unanswered = 0
