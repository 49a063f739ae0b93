"""Every no and every fault as application/problem+json (RFC 9457): a code, a kind sentence, the facts."""

import logging
from collections.abc import Mapping
from http import HTTPStatus

from flask import Flask, Response, request
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException

from queue_server.domain.refusals import (
    BodyMalformed,
    BodyTooLarge,
    Kind,
    MediaUnsupported,
    MethodUnsupported,
    PageUnknown,
    Refusal,
    StoreBusy,
    StoreFull,
)
from queue_server.web.answers import as_json
from queue_server.web.words import language_of, words

log = logging.getLogger(__name__)

STATUS: Mapping[Kind, int] = {
    Kind.UNKNOWN: 404,
    Kind.CONFLICT: 409,
    Kind.FORBIDDEN: 403,
    Kind.UNSIGNED: 401,
    Kind.INVALID: 422,
    Kind.TOO_MANY: 429,
    Kind.MALFORMED: 400,
    Kind.TOO_LARGE: 413,
    Kind.MEDIA: 415,
    Kind.METHOD: 405,
    Kind.FULL: 507,
    Kind.BUSY: 503,
}
_OF_STATUS: Mapping[int, type[Refusal]] = {
    400: BodyMalformed,
    404: PageUnknown,
    405: MethodUnsupported,
    413: BodyTooLarge,
    415: MediaUnsupported,
}
_FULL = ("disk is full", "disk I/O error", "No space left", "could not extend file")
_BUSY = ("database is locked", "server closed the connection", "connection refused", "the connection is lost")


def speak_of_problems(app: Flask) -> None:
    """Registers the one way in which this application says no."""
    app.register_error_handler(Refusal, problem)
    app.register_error_handler(HTTPException, _of_http)
    app.register_error_handler(DBAPIError, _of_database)
    app.register_error_handler(Exception, _of_fault)


def problem(refusal: Refusal) -> Response:
    """The refusal as the outside sees it, in the asked language."""
    status = STATUS[refusal.kind]
    title = words(language_of(request), f"refusal.{refusal.code}", refusal.facts)
    answer = _problem(status, refusal.code, title, refusal.facts)
    if "again_after" in refusal.facts:
        answer.headers["Retry-After"] = str(refusal.facts["again_after"])
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        answer.headers["Retry-After"] = "1"
    return answer


def _of_http(error: HTTPException) -> Response:
    status = error.code or 500
    refusal = _OF_STATUS.get(status)
    if refusal is not None:
        answer = problem(refusal())
    else:
        answer = _problem(status, f"http.{status}", words(language_of(request), "server.unserved", {}), {})
    for name, value in error.get_headers():
        answer.headers.setdefault(name, value)  # such as Allow and Content-Range
    return answer


def _of_database(error: DBAPIError) -> Response:
    said = str(error.orig)
    if any(sign in said for sign in _FULL):
        log.error("the disk is full: %s", said)
        return problem(StoreFull())
    if any(sign in said for sign in _BUSY) or error.connection_invalidated:
        log.error("the database does not answer: %s", said)
        return problem(StoreBusy())
    return _of_fault(error)


def _of_fault(error: Exception) -> Response:
    log.exception("fault at %s %s", request.method, request.path, exc_info=error)
    title = words(language_of(request), "server.fault", {})
    return _problem(500, "fault", title, {})


def _problem(status: int, code: str, title: str, facts: Mapping[str, object]) -> Response:
    body = {"type": "about:blank", "title": title, "status": status, "code": code, **facts}
    answer = as_json(body, status)
    answer.mimetype = "application/problem+json"
    answer.headers["Cache-Control"] = "no-store"
    return answer
