"""Signing in and out."""

from flask import Response, request

from queue_server.access import tokens
from queue_server.access.passwords import matches
from queue_server.actions import signing
from queue_server.db.base import AnyRow
from queue_server.domain.patience import SESSION_LASTS
from queue_server.domain.refusals import RateLimited, SessionLocked, SessionNone, SessionWrong
from queue_server.domain.roles import Actor
from queue_server.domain.ticket import Face, local
from queue_server.queries import access
from queue_server.web import schemas
from queue_server.web.answers import as_json, known
from queue_server.web.bodies import SignIn
from queue_server.web.door import Door
from queue_server.web.hall import hall
from queue_server.web.identity import COOKIE, Known


def sign_in(body: SignIn) -> Response:
    """Opens a session for a person whose password is right; each wrong one makes the next wait longer."""
    house = hall()
    house.limiter.hit(house.settings.limits.sign_in, "sign_in", request.remote_addr or "")
    house.limiter.hit(
        house.settings.limits.sign_in_name, "sign_in_name", request.remote_addr or "", body.username.lower()
    )
    with house.store.read() as connection:
        mall_id = access.mall_by_code(connection, body.mall) if body.mall else access.only_mall(connection)
        person = access.person_by_username(connection, mall_id, body.username.lower()) if mall_id else None
    if person is not None and person.locked_until is not None and person.locked_until > house.store.clock():
        raise SessionLocked(again_after=round((person.locked_until - house.store.clock()).total_seconds()) + 1)
    if not matches(body.password, person.password_hash if person is not None else None) or person is None:
        if person is not None:
            with house.store.work(by=access.person_actor(person)) as work:
                signing.wrong_password(work, person.id)
        raise SessionWrong
    return _opened(person)


def _opened(person: AnyRow) -> Response:
    house, token = hall(), tokens.new_secret()
    by = access.person_actor(person)
    with house.store.work(by=by) as work:
        session_id = signing.open_session(work, person.id, token=token)
    answer = as_json(_face(Known(by, session_id=session_id, token=token)))
    answer.set_cookie(
        COOKIE,
        token,
        max_age=int(SESSION_LASTS.total_seconds()),
        httponly=True,
        samesite="Strict",
        secure=request.is_secure,
        path="/",
    )
    return answer


def who_am_i() -> Response:
    """The person who is signed in. Refuses SessionNone."""
    who = known()
    if who.session_id is None:
        raise SessionNone
    return as_json(_face(who))


def sign_out() -> Response:
    """Ends the session and closes its sockets."""
    who = known()
    if who.session_id is None or who.actor.id is None:
        raise SessionNone
    with hall().store.work(by=who.actor) as work:
        signing.close_session(work, who.session_id, who.actor.id)
    hall().kept.forget(("person", tokens.hashed(who.token)))
    hall().ears.drop("person", who.actor.id)
    answer = as_json({})
    answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="Strict")
    return answer


def _face(who: Known) -> Face:
    person: Actor = who.actor
    with hall().store.read() as connection:
        zone = hall().store.house(connection, person.mall_id or 0).zone
        row = access.person_by_id(connection, person.mall_id or 0, person.id or 0)
        ends_at = access.session_ends_at(connection, who.session_id or 0)
    return {
        "person": {
            "name": person.name,
            "username": row.username if row else "",
            "role": person.role.value if person.role else None,
            "agency": person.agency_code,
        },
        "csrf_token": tokens.csrf_token(hall().settings.secret_key, who.token),
        "ends_at": local(ends_at, zone),
    }


DOORS = [
    Door(
        method="POST",
        path="/api/v1/session",
        view=sign_in,
        needs=None,
        why_open="whoever signs in is not yet known",
        summary="Sign in",
        body=SignIn,
        answer=schemas.Session,
        refusals=(SessionWrong, SessionLocked, RateLimited),
    ),
    Door(
        method="GET",
        path="/api/v1/session",
        view=who_am_i,
        needs=None,
        why_open="it answers only about the asker's own session",
        summary="Who is signed in",
        answer=schemas.Session,
        refusals=(SessionNone,),
    ),
    Door(
        method="DELETE",
        path="/api/v1/session",
        view=sign_out,
        needs=None,
        why_open="ending one's own session needs no right",
        summary="Sign out",
        answer=schemas.Done,
        refusals=(SessionNone,),
    ),
]
