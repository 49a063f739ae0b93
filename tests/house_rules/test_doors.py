"""Rules of the table of doors, and of what lies outside it."""

import ast
import inspect
import re
from pathlib import Path

import pytest
from flask import Flask

from queue_server.domain import refusals
from queue_server.domain.refusals import Refusal
from queue_server.domain.roles import GRANTS
from queue_server.web import DOORS
from queue_server.web.door import Door
from queue_server.web.openapi import document
from queue_server.web.pages import FOLDERS
from tests.house_rules import source
from tests.web.front import Front

EVERY_REFUSAL = {
    name: found
    for name, found in vars(refusals).items()
    if inspect.isclass(found) and issubclass(found, Refusal) and hasattr(found, "code")
}


@pytest.fixture
def app(front: Front) -> Flask:
    return front.app


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
def test_a_door_has_a_guard_or_says_why_it_is_open(door: Door) -> None:
    if door.needs is None:
        assert len(door.why_open.split()) >= 4
    else:
        assert any(door.needs in deeds for deeds in GRANTS.values())
        assert door.why_open == ""


def test_every_right_that_is_granted_opens_something() -> None:
    granted = {deed for deeds in GRANTS.values() for deed in deeds}

    assert granted - {door.needs for door in DOORS} == set()


def test_what_is_not_a_door_is_a_file_of_a_page(app: Flask) -> None:
    doors = {(door.path, door.method) for door in DOORS}
    pages = {"/", "/favicon.ico"}
    for folder in FOLDERS:
        pages |= {f"/{folder}", f"/{folder}/", f"/{folder}/<path:file>"}

    for rule in app.url_map.iter_rules():
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule in pages:
            assert methods == {"GET"}, rule.rule
        else:
            assert {(rule.rule, method) for method in methods} <= doors, rule.rule


def test_every_door_hangs(app: Flask) -> None:
    hung = {(rule.rule, method) for rule in app.url_map.iter_rules() for method in rule.methods or ()}

    assert {(door.path, door.method) for door in DOORS} <= hung


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
def test_a_door_that_changes_something_is_no_reading(door: Door) -> None:
    assert door.method in ("GET", "POST", "DELETE")
    assert not (door.method == "GET" and door.body is not None)
    assert door.summary
    assert door.path.startswith(("/api/v1/", "/health", "/metrics", "/t/", "/T/", "/qr/"))


@pytest.mark.parametrize("door", [door for door in DOORS if door.path.startswith("/api/")], ids=lambda door: door.name)
def test_a_door_says_what_it_answers(door: Door) -> None:
    if door.path != "/api/v1/openapi.json":
        assert door.answer is not None


def test_the_contract_describes_every_door() -> None:
    described = {(path, method.upper()) for path, operations in document()["paths"].items() for method in operations}
    ours = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", door.path), door.method)
        for door in DOORS
        if door.path.startswith(("/api/", "/health"))
    }

    assert described == ours


@pytest.mark.parametrize("name", EVERY_REFUSAL)
def test_a_refusal_is_raised_somewhere(name: str) -> None:
    raised = [
        path for path in source.modules("queue_server") if path.name != "refusals.py" and name in source.names(path)
    ]

    assert raised


def test_a_door_tells_of_every_refusal_that_its_own_file_raises() -> None:
    told = {refusal.__name__ for door in DOORS for refusal in door.refusals}
    everywhere = {"BodyInvalid", "BodyMalformed", "MediaUnsupported", "PageUnknown", "SessionNone"}

    behind = {part for path in source.modules("queue_server/web") for one in source.imports(path) for part in one}
    deeds = [
        path
        for path in source.modules("queue_server/actions")
        if path.stem in behind or f"queue_server.actions.{path.stem}" in behind
    ]
    for path in [*deeds, *source.modules("queue_server/web")]:
        for raised in _raised(path) & set(EVERY_REFUSAL):
            assert raised in told | everywhere | {"CsrfMissing", "OriginForeign"}, f"{raised} in {path.name}"


def test_no_refusal_carries_a_fact_that_hides_a_field_of_the_problem() -> None:
    for path in source.modules("queue_server"):
        for node in ast.walk(source.tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in EVERY_REFUSAL:
                facts = {keyword.arg for keyword in node.keywords}
                assert not facts & {"type", "title", "status", "code"}, f"{node.func.id} in {path.name}"


def _raised(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(source.tree(path)):
        if isinstance(node, ast.Raise) and node.exc is not None:
            what = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
            if isinstance(what, ast.Name):
                found.add(what.id)
            elif isinstance(what, ast.Attribute):
                found.add(what.attr)
    return found
