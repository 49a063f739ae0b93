"""The supervisor's doors: the live figures, and services opened and closed by hand."""

from collections.abc import Callable
from datetime import datetime

from flask import Response

from queue_server.actions import supervisor
from queue_server.db.work import Work
from queue_server.domain.house import Service
from queue_server.domain.refusals import AgencyOther, BodyInvalid, ServiceUnknown
from queue_server.domain.roles import Deed
from queue_server.queries import hall as halls
from queue_server.web import schemas
from queue_server.web.answers import actor, as_json, command, fact_faces
from queue_server.web.bodies import Because, BecauseUntil
from queue_server.web.day import newest, today
from queue_server.web.door import Door
from queue_server.web.hall import hall
from queue_server.web.tickets import service_of

KEPT_SECONDS = 0.5


def figures() -> Response:
    """Every line, counter and device now; somebody bound to an agency sees only that one."""
    mall_id, agency_id = actor().mall_id or 0, actor().agency_id
    # By seq: a page that asks because of a fact must never be given the answer from before it.
    key = ("hall", mall_id, agency_id, newest(mall_id))
    return as_json(hall().kept.get(key, lambda: _figures(mall_id, agency_id), seconds=KEPT_SECONDS))


def open_service(body: BecauseUntil, code: str) -> Response:
    return _switch(
        code, lambda work, one: supervisor.open_service(work, one, reason=body.reason, until=_ahead(work, body.until))
    )


def close_service(body: BecauseUntil, code: str) -> Response:
    return _switch(
        code, lambda work, one: supervisor.close_service(work, one, reason=body.reason, until=_ahead(work, body.until))
    )


def leave_to_plan(body: Because, code: str) -> Response:
    return _switch(code, lambda work, one: supervisor.leave_to_plan(work, one, reason=body.reason))


def _switch(code: str, act: Callable[[Work, Service], object]) -> Response:
    with command() as done:
        service = service_of(done.house, code)
        if not done.again:
            act(done.work, service)
        house = done.house
    hall().kept.forget(("catalogue", house.mall_id))
    facts = fact_faces(done.facts, house)
    return as_json({"service": facts[-1].get("service") if facts else None, "facts": facts})


def _ahead(work: Work, until: datetime | None) -> datetime | None:
    if until is not None and until <= work.now:
        raise BodyInvalid(field="until", problem="past")
    return until


def _figures(mall_id: int, agency_id: int | None) -> dict[str, object]:
    store = hall().store
    now = store.clock()
    with store.read() as connection:
        house = store.house(connection, mall_id)
        day = today(connection, house)
        return halls.hall(connection, house, day=day, now=now, agency_id=agency_id, seen=dict(hall().seen))


def _door(verb: str, view: Callable[..., Response], body: type[Because], summary: str) -> Door:
    return Door(
        method="POST",
        path=f"/api/v1/services/<code>/{verb}",
        view=view,
        needs=Deed.SERVICE_SWITCH,
        summary=summary,
        body=body,
        answer=schemas.ServiceAnswer,
        refusals=(ServiceUnknown, AgencyOther),
    )


DOORS = [
    Door(
        method="GET",
        path="/api/v1/hall",
        view=figures,
        needs=Deed.HALL,
        summary="The live figures",
        answer=schemas.HallFigures,
    ),
    _door("open", open_service, BecauseUntil, "Open a service against its plan"),
    _door("close", close_service, BecauseUntil, "Close a service"),
    _door("automatic", leave_to_plan, Because, "Leave a service to its hours again"),
]
