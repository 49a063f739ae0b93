"""The visitor's telephone: follow a number by its secret link, or give it up."""

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
from queue_server.web.telephones import Document


def follow(token: str) -> Response:
    """The number as it now is: a small document that telephones ask for every few seconds."""
    plain = _token(token)
    hall().limiter.hit(hall().settings.limits.follow, "follow", plain)
    document = hall().documents.get(plain) or _made(plain)
    answer = Response(document.body, mimetype="application/json")
    answer.set_etag(document.seal, weak=True)
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
    return as_json(follow_view(plain))


def follow_view(token: str) -> Face:
    """The visitor's view of the visit with that token. Refuses TicketUnknown."""
    return _view(token)[0]


def _made(token: str) -> Document:
    documents = hall().documents
    news = documents.news
    view, line = _view(token)
    still = orjson.dumps({**view, "at": None})
    return documents.keep(token, body=orjson.dumps(view), still=still, line=line, news=news)


def _view(token: str) -> tuple[Face, tuple[int, str]]:
    """The view, and the line (of which mall) that it depends on."""
    store = hall().store
    with store.read() as connection:
        found = tickets.of_visit(connection, token)
        if found is None:
            raise TicketUnknown
        mall_id, visit, ticket = found
        house = store.house(connection, mall_id)
        now = store.clock()
        view = views.follow(connection, house, ticket, now=now)
        line = (mall_id, ticket.line(house).code)
        return {**view, "language": visit.language, "at": local(now, house.zone)}, line


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
