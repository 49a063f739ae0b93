"""The contract as OpenAPI 3.1, made from the table of doors and pydantic's JSON Schema."""

import re
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from queue_server.web import schemas
from queue_server.web.door import Door
from queue_server.web.problems import STATUS

_REF = "#/components/schemas/{model}"


@cache
def document() -> dict[str, Any]:
    """The whole document; the same for every asker."""
    from queue_server.web import DOORS

    doors = [door for door in DOORS if door.path.startswith("/api/") or door.path.startswith("/health")]
    bodies = {door.body for door in doors if door.body is not None}
    answers = {door.answer for door in doors if door.answer is not None} | {schemas.Problem}
    queries = {door.query for door in doors if door.query is not None}
    modes: list[tuple[type[BaseModel], Any]] = [(model, "validation") for model in sorted(bodies | queries, key=_name)]
    modes += [(model, "serialization") for model in sorted(answers, key=_name)]
    references, defined = models_json_schema(modes, ref_template=_REF)
    paths: dict[str, Any] = {}
    for door in doors:
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", door.path)
        paths.setdefault(path, {})[door.method.lower()] = _operation(door, references)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Giliran", "version": "1", "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}},
        "paths": paths,
        "components": {
            "schemas": defined.get("$defs", {}),
            "securitySchemes": {
                "device": {"type": "http", "scheme": "bearer"},
                "person": {"type": "apiKey", "in": "cookie", "name": "giliran_session"},
            },
        },
    }


def _name(model: type[BaseModel]) -> str:
    return model.__name__


def _operation(door: Door, references: Any) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": re.sub(r"\W+", "_", door.name).strip("_").lower(),
        "summary": door.summary,
        "responses": _responses(door, references),
        "security": [{"device": []}, {"person": []}] if door.needs else [],
    }
    parameters = [_path_parameter(kind, name) for kind, name in re.findall(r"<(?:(\w+):)?(\w+)>", door.path)]
    if door.changes:
        parameters.append(_header("Idempotency-Key", "The same key gives the same answer.", 100))
        if door.needs:
            parameters.append(_header("X-CSRF-Token", "For people; from the session's answer.", 200))
    if door.query is not None:
        schema = door.query.model_json_schema(by_alias=True)
        parameters += [
            {"name": name, "in": "query", "required": name in schema.get("required", []), "schema": value}
            for name, value in schema["properties"].items()
        ]
    if parameters:
        operation["parameters"] = parameters
    if door.body is not None:
        content = {"application/json": {"schema": references[(door.body, "validation")]}}
        operation["requestBody"] = {"required": _has_required(door.body), "content": content}
    return operation


def _responses(door: Door, references: Any) -> dict[str, Any]:
    answer: dict[str, Any] = {"description": "Done"}
    if door.answer is not None:
        answer["content"] = {"application/json": {"schema": references[(door.answer, "serialization")]}}
        answer["content"].update({kind: {} for kind in door.also})
    responses: dict[str, Any] = {str(door.status): answer}
    problem = {"application/problem+json": {"schema": references[(schemas.Problem, "serialization")]}}
    codes: dict[int, list[str]] = {}
    for refusal in door.refusals:
        codes.setdefault(STATUS[refusal.kind], []).append(refusal.code)
    if door.needs:
        codes.setdefault(401, []).append("session.none")
        codes.setdefault(403, []).extend(["role.forbidden", "device.forbidden"])
    if door.changes:
        codes.setdefault(403, []).append("origin.foreign")
        codes.setdefault(422, []).append("body.invalid")
        codes.setdefault(503, []).append("store.busy")
        codes.setdefault(507, []).append("store.full")
    if door.query is not None:
        codes.setdefault(422, []).append("body.invalid")
    if door.body is not None:
        codes.setdefault(400, []).append("body.malformed")
        codes.setdefault(413, []).append("body.too_large")
        codes.setdefault(415, []).append("media.unsupported")
    if "<" in door.path:
        codes.setdefault(404, []).append("page.unknown")
    for status, names in sorted(codes.items()):
        responses[str(status)] = {"description": ", ".join(dict.fromkeys(names)), "content": problem}
    return responses


def _path_parameter(kind: str, name: str) -> dict[str, Any]:
    schema = {"type": "integer", "minimum": 1} if kind == "int" else {"type": "string", "minLength": 1}
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _header(name: str, description: str, longest: int) -> dict[str, Any]:
    schema = {"type": "string", "maxLength": longest}
    return {"name": name, "in": "header", "required": False, "description": description, "schema": schema}


def _has_required(model: type[BaseModel]) -> bool:
    return any(field.is_required() for field in model.model_fields.values())
