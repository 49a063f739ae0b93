"""The conversation with the server: claim a job, report its outcome, over one connection kept alive."""

import contextlib
import http.client
import json
import logging
import time
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import quote, urlsplit

from printer.worker import Outcome

ANSWER_SECONDS = 5.0
USUAL_LIFE = timedelta(seconds=90)
LARGEST_ANSWER = 64 * 1024
log = logging.getLogger(__name__)


class Unanswered(Exception):
    """The server cannot be reached, or cannot answer just now: try again later."""


class Refused(Exception):
    """The server answered no, for good: its code is the argument."""


@dataclass(frozen=True, slots=True)
class Job:
    """A slip owed. `until` and `lease` are monotonic seconds of this machine, whatever its clock says."""

    id: str
    document: object
    until: float
    lease: float


class Server:
    """One printer agent's view of the server."""

    def __init__(self, url: str, token: str, *, printer: str | None = None) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"not a server's address: {url}")
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self._line = kind(parts.hostname, parts.port, timeout=ANSWER_SECONDS)
        self._path = parts.path.rstrip("/") + "/api/v1/print-jobs"
        self._token = token
        self._wish = {"printer": printer} if printer else {}
        self._claim_key = _new_key()

    def claim(self) -> Job | None:
        """The next job, or None. Refuses with `Unanswered` and `Refused`.

        The key is renewed only by an answer: a job claimed while the answer was lost is given to us again.
        """
        answer, now = self._post("/claim", self._wish, self._claim_key)
        self._claim_key = _new_key()
        job = answer.get("job")
        return _read_job(job, now) if isinstance(job, dict) else None

    def report(self, job: Job, outcome: Outcome, key: str) -> None:
        """Tell what became of the job; the same key for every repetition. Refuses as `claim` does."""
        told = {"outcome": outcome.fate.value}
        if outcome.reason:
            told["reason"] = outcome.reason
        self._post(f"/{quote(job.id, safe='')}/report", told, key)

    def close(self) -> None:
        self._line.close()

    def _post(self, path: str, body: dict[str, str], key: str) -> tuple[dict[str, object], datetime]:
        headers = {
            "Authorization": f"Bearer {self._token}",
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Idempotency-Key": key,
        }
        kept_alive = self._line.sock is not None
        content = json.dumps(body)
        try:
            reply, answer = self._exchange(path, content, headers)
        except (OSError, http.client.HTTPException) as broken:
            self._line.close()
            if not kept_alive:
                raise Unanswered(type(broken).__name__) from broken
            # The server closes connections that rest; the key makes asking twice harmless.
            return self._post(path, body, key)
        return _read_answer(reply.status, answer), _clock_of(reply)

    def _exchange(self, path: str, content: str, headers: dict[str, str]) -> tuple[http.client.HTTPResponse, bytes]:
        self._line.request("POST", self._path + path, content, headers)
        reply = self._line.getresponse()
        answer = reply.read(LARGEST_ANSWER)
        if not reply.isclosed():
            self._line.close()
        return reply, answer


def _read_answer(status: int, content: bytes) -> dict[str, object]:
    try:
        answer = json.loads(content or b"{}")
    except ValueError as garbled:
        raise Unanswered("garbled") from garbled
    fields: dict[str, object] = answer if isinstance(answer, dict) else {}
    if 200 <= status < 300:
        return fields
    if status in (408, 425, 429) or status >= 500:
        raise Unanswered(str(status))
    raise Refused(str(fields.get("code") or status))


def _read_job(fields: dict[str, object], now: datetime) -> Job:
    here = time.monotonic()
    expires = _moment(fields.get("expires_at"), now + USUAL_LIFE)
    lease = _moment(fields.get("lease_until"), expires)
    return Job(
        id=str(fields.get("id")),
        document=fields.get("document"),
        until=here + (min(expires, lease) - now).total_seconds(),
        lease=here + (lease - now).total_seconds(),
    )


def _moment(value: object, otherwise: datetime) -> datetime:
    with contextlib.suppress(ValueError):
        if isinstance(value, str) and (moment := datetime.fromisoformat(value)).tzinfo:
            return moment
    return otherwise


def _clock_of(reply: http.client.HTTPResponse) -> datetime:
    """The server's own time: a kiosk's clock may be wrong, and then no job would ever live, or all for ever."""
    with contextlib.suppress(TypeError, ValueError):
        return parsedate_to_datetime(reply.getheader("Date") or "")
    return datetime.now(UTC)


def _new_key() -> str:
    return uuid.uuid4().hex
