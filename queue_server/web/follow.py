"""The visitor's telephone: follow a number by its secret link, or give it up."""

import hashlib

import orjson
from flask import Response, request

from queue_server.actions import citizen
from queue_server.domain.numbering import normal_token
from queue_server.domain.refusals import RateLimited, TicketUnknown, TicketWrongState
from queue_server.domain.roles import Actor
from queue_server.domain.ticket import Face, local
from queue_server.queries import follow as views
from queue_server.queries import ticket as tickets
from queue_server.web import schemas
from queue_server.web.answers import as_json, command
from queue_server.web.bodies import Nothing
from queue_server.web.door import Door
from queue_server.web.hall import hall

KEPT_SECONDS = 1.0


def follow(token: str) -> Response:
    """The number as it now is: a small document that telephones ask for every few seconds."""
    plain = _token(token)
    hall().limiter.hit(hall().settings.limits.follow, "follow", plain)
    body, seal = hall().kept.get(("follow", plain), lambda: _sealed(follow_view(plain)), seconds=KEPT_SECONDS)
    answer = Response(body, mimetype="application/json")
    answer.set_etag(seal, weak=True)
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.make_conditional(request)
    return answer


def withdraw(body: Nothing, token: str) -> Response:
    """Gives the number up. Refuses TicketUnknown, TicketWrongState."""
    del body
    plain = _token(token)
    hall().limiter.hit(hall().settings.limits.follow, "follow", plain)
    with hall().store.read() as connection:
        found = tickets.of_visit(connection, plain)
    if found is None:
        raise TicketUnknown
    with command(Actor(kind="anyone", mall_id=found[0])) as done:
        current = tickets.of_visit(done.work.connection, plain)
        if current is not None and not done.again:
            citizen.withdraw(done.work, current[2])
    hall().kept.forget(("follow", plain))
    return as_json(follow_view(plain))


def follow_view(token: str) -> Face:
    """The visitor's view of the visit with that token. Refuses TicketUnknown."""
    store = hall().store
    with store.read() as connection:
        found = tickets.of_visit(connection, token)
        if found is None:
            raise TicketUnknown
        mall_id, visit, ticket = found
        house = store.house(connection, mall_id)
        now = store.clock()
        view = views.follow(connection, house, ticket, now=now)
        return {**view, "language": visit.language, "at": local(now, house.zone)}


def _sealed(view: Face) -> tuple[bytes, str]:
    """The body, and a seal that changes when the number does: not with the time of asking."""
    seal = hashlib.sha256(orjson.dumps({**view, "at": None})).hexdigest()[:16]
    return orjson.dumps(view), seal


def _document(token: str) -> tuple[bytes, str]:
    """The document and its ETag, which does not change while only the clock does."""
    view = follow_view(token)
    still = orjson.dumps({name: value for name, value in view.items() if name != "at"})
    return orjson.dumps(view), hashlib.sha256(still).hexdigest()[:16]


def _token(token: str) -> str:
    plain = normal_token(token)
    if plain is None:
        raise TicketUnknown
    return plain


_WHY_OPEN = "the token in the address, 60 random bits, is the right"

DOORS = [
    Door(
        method="GET",
        path="/api/v1/follow/<token>",
        view=follow,
        needs=None,
        why_open=_WHY_OPEN,
        summary="Follow a number",
        answer=schemas.Follow,
        refusals=(TicketUnknown, RateLimited),
    ),
    Door(
        method="POST",
        path="/api/v1/follow/<token>/withdraw",
        view=withdraw,
        needs=None,
        why_open=_WHY_OPEN,
        summary="Give the number up",
        body=Nothing,
        answer=schemas.Follow,
        refusals=(TicketUnknown, TicketWrongState, RateLimited),
    ),
]
