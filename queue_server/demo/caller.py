"""Speaks to the server as any stranger would: JSON over HTTP, one kept connection per thread."""

import http.client
import json
import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

TIME_OUT = 10.0  # seconds
LONGEST_WAIT = 20.0  # seconds
UNREACHABLE = 0  # the status of an answer that never came

log = logging.getLogger(__name__)

Headers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the body is empty when there was none; `again_after` in seconds where the server named it."""

    status: int
    body: Mapping[str, Any] = field(default_factory=dict)
    again_after: float | None = None
    cookie: str = ""

    @property
    def is_well(self) -> bool:
        return 200 <= self.status < 300

    @property
    def code(self) -> str:
        """The refusal's code, or `unreachable`; empty when all is well."""
        if self.is_well:
            return ""
        return "unreachable" if self.status == UNREACHABLE else str(self.body.get("code", self.status))

    @property
    def is_passing(self) -> bool:
        """Whether the same request may well succeed a little later."""
        return self.status in (UNREACHABLE, 429) or self.status >= 500


class Caller:
    """Calls one server. A lost connection is tried once more with the same key; more patience is the actor's."""

    def __init__(self, base_url: str) -> None:
        parts = urlsplit(base_url)
        self._secure = parts.scheme == "https"
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port
        self._kept = threading.local()
        self._opened: set[http.client.HTTPConnection] = set()
        self._lock = threading.Lock()

    def get(self, path: str, headers: Headers) -> Answer:
        return self._call("GET", path, None, headers)

    def post(self, path: str, body: Mapping[str, Any], headers: Headers, *, key: str) -> Answer:
        return self._call("POST", path, body, {**headers, "Idempotency-Key": key})

    def close(self) -> None:
        """Closes every thread's connection; nobody may be calling any more."""
        with self._lock:
            opened, self._opened = self._opened, set()
        for connection in opened:
            connection.close()

    def _call(self, method: str, path: str, body: Mapping[str, Any] | None, headers: Headers) -> Answer:
        content = None if body is None else json.dumps(body)
        sent = {"Accept": "application/json", **({"Content-Type": "application/json"} if content else {}), **headers}
        for _ in range(2):
            try:
                return self._once(method, path, content, sent)
            except (OSError, http.client.HTTPException, ValueError) as lost:
                log.debug("%s %s: %s", method, path, lost)
                self._drop()
        return Answer(UNREACHABLE)

    def _once(self, method: str, path: str, content: str | None, headers: Headers) -> Answer:
        connection = self._connection()
        connection.request(method, f"/api/v1{path}", content, dict(headers))
        response = connection.getresponse()
        text = response.read()
        if response.will_close:
            self._drop()
        return Answer(
            status=response.status,
            body=_object(text),
            again_after=_seconds(response.getheader("Retry-After")),
            cookie=_cookie(response.getheader("Set-Cookie")),
        )

    def _connection(self) -> http.client.HTTPConnection:
        connection: http.client.HTTPConnection | None = getattr(self._kept, "connection", None)
        if connection is None:
            kind = http.client.HTTPSConnection if self._secure else http.client.HTTPConnection
            connection = self._kept.connection = kind(self._host, self._port, timeout=TIME_OUT)
            with self._lock:
                self._opened.add(connection)
        return connection

    def _drop(self) -> None:
        connection: http.client.HTTPConnection | None = getattr(self._kept, "connection", None)
        if connection is not None:
            connection.close()
            self._kept.connection = None
            with self._lock:
                self._opened.discard(connection)


def wait_after(answer: Answer, attempt: int) -> float:
    """Seconds to wait before asking again after a passing refusal; `attempt` counts from 1."""
    if answer.again_after is not None:
        return min(max(answer.again_after, 0.2), LONGEST_WAIT)
    return float(min(0.5 * 2 ** min(attempt, 8), LONGEST_WAIT))


def _object(text: bytes) -> Mapping[str, Any]:
    if not text:
        return {}
    try:
        read = json.loads(text)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _seconds(header: str | None) -> float | None:
    return float(header) if header and header.isdecimal() else None


def _cookie(header: str | None) -> str:
    return header.split(";", 1)[0] if header else ""
