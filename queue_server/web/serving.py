"""Turns the table of doors into routes: who knocks, may they, and what do they bring."""

import time
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, g, request
from pydantic import BaseModel, ValidationError
from werkzeug.routing import IntegerConverter
from werkzeug.routing import ValidationError as NoAddress

from queue_server.domain.refusals import BodyInvalid, BodyMalformed, MediaUnsupported
from queue_server.domain.roles import check
from queue_server.web import figures
from queue_server.web.bodies import LARGEST_ID
from queue_server.web.door import Door
from queue_server.web.hall import Hall
from queue_server.web.identity import check_csrf, check_origin, knock

LARGEST_BODY = 64 * 1024


class RowNumber(IntegerConverter):
    """A row's number in an address; one that no row can have is no address at all."""

    def to_python(self, value: str) -> int:
        if len(value) > len(str(LARGEST_ID)) or int(value) > LARGEST_ID:
            raise NoAddress
        return int(value)


def hang(app: Flask, hall: Hall, doors: list[Door]) -> None:
    """Makes every door of the table a route of the application."""
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.url_map.converters["int"] = RowNumber
    for door in doors:
        app.add_url_rule(
            door.path,
            endpoint=door.name,
            view_func=_behind(hall, door),
            methods=[door.method],
            provide_automatic_options=False,
        )
    app.after_request(_counted)


def _behind(hall: Hall, door: Door) -> Callable[..., Response]:
    def view(**path: Any) -> Response:
        g.begun = time.perf_counter()
        g.known = knock(hall, request)
        if door.changes:
            check_origin(request)
        if door.needs is not None:
            check(g.known.actor, door.needs)
        if door.changes and g.known.session_id is not None and door.needs is not None:
            check_csrf(hall, request, g.known)
        brought: list[BaseModel] = []
        if door.query is not None:
            asked = request.args.to_dict()
            asked.pop("lang", None)  # every door may be asked to speak a language
            brought.append(_valid(door.query, asked))
        if door.body is not None:
            brought.append(_body(door.body))
        return door.view(*brought, **path)

    return view


def _body(model: type[BaseModel]) -> BaseModel:
    """What the request brings, checked. Refuses MediaUnsupported, BodyMalformed, BodyInvalid."""
    brought = request.get_data()
    if not brought.strip():
        return _valid(model, {})
    if request.mimetype != "application/json":
        raise MediaUnsupported
    try:
        return model.model_validate_json(brought)
    except ValidationError as error:
        raise _refusal(error) from None


def _valid(model: type[BaseModel], values: dict[str, Any]) -> BaseModel:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise _refusal(error) from None


def _refusal(error: ValidationError) -> BodyInvalid | BodyMalformed:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    if first["type"] == "json_invalid":
        return BodyMalformed()
    return BodyInvalid(field=".".join(str(part) for part in first["loc"]), problem=first["type"])


def _counted(answer: Response) -> Response:
    if "begun" in g:
        figures.answered(request.endpoint or "", answer.status_code, time.perf_counter() - g.begun)
    return answer
