"""Who knocks: a device by its bearer token, a person by the session's cookie, or anyone."""

import hmac
from dataclasses import dataclass

from flask import Request

from queue_server.access import tokens
from queue_server.domain.refusals import CsrfMissing, OriginForeign, SessionNone
from queue_server.domain.roles import Actor
from queue_server.queries import access
from queue_server.web.hall import Hall

COOKIE = "giliran_session"
ANYONE = Actor(kind="anyone")
# How long an answer about a token is kept in memory: a revoked one opens nothing after one second.
KNOWN_FOR = 0.9


@dataclass(frozen=True, slots=True)
class Known:
    """An actor, and by what: `session_id` and `token` for a person, `printer_id` for a kiosk with its own printer."""

    actor: Actor
    session_id: int | None = None
    token: str = ""
    printer_id: int | None = None
    zone: str | None = None


NOBODY = Known(ANYONE)


def knock(hall: Hall, request: Request) -> Known:
    """Who sends this request. Refuses SessionNone for a token that is not known (any more)."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "bearer" and token:
        known = known_device(hall, token.strip())
        if known is None:
            raise SessionNone
        return known
    cookie = request.cookies.get(COOKIE)
    return (known_person(hall, cookie) if cookie else None) or NOBODY


def known_device(hall: Hall, token: str) -> Known | None:
    """The device with that token."""
    token_hash = tokens.hashed(token)

    def look() -> Known | None:
        with hall.store.read() as connection:
            device = access.device_by_hash(connection, token_hash)
        if device is None:
            return None
        return Known(access.device_actor(device), printer_id=device.printer_id, zone=device.zone)

    known = hall.kept.get(("device", token_hash), look, seconds=KNOWN_FOR)
    if known is not None and known.actor.id is not None:
        hall.seen[known.actor.id] = hall.store.clock()
    return known


def known_person(hall: Hall, token: str) -> Known | None:
    """The person whose living session has that token."""
    token_hash = tokens.hashed(token)

    def look() -> Known | None:
        with hall.store.read() as connection:
            found = access.session_by_hash(connection, token_hash, hall.store.clock())
        if found is None:
            return None
        session, person = found
        return Known(access.person_actor(person), session_id=session.id, token=token)

    return hall.kept.get(("person", token_hash), look, seconds=KNOWN_FOR)


def check_origin(request: Request) -> None:
    """A page of another origin may not change anything here. Refuses OriginForeign."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise OriginForeign
    origin = request.headers.get("Origin")
    if origin is not None and origin.partition("://")[2] != request.host:
        raise OriginForeign


def check_csrf(hall: Hall, request: Request, known: Known) -> None:
    """A person's browser must show the session's second half. Refuses CsrfMissing."""
    expected = tokens.csrf_token(hall.settings.secret_key, known.token)
    shown = request.headers.get("X-CSRF-Token", "")
    # As bytes: texts with other letters than ASCII cannot be compared in constant time.
    if not hmac.compare_digest(expected.encode(), shown.encode()):
        raise CsrfMissing
