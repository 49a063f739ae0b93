"""Every no and every fault: problem+json in the asked language, with a code and facts, never with our insides."""

from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from queue_server.domain.roles import Role
from queue_server.web.schemas import Problem
from tests.web.front import Front


def problem(answer: Any) -> Problem:
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    told = Problem.model_validate(answer.json)
    assert (told.type, told.status) == ("about:blank", answer.status_code)
    return told


def test_a_no_has_a_code_a_sentence_and_its_facts(front: Front) -> None:
    answer = front.kiosk.post("tickets", {"service": "NOWHERE"})

    assert problem(answer).code == "service.unknown"
    assert answer.json["title"] == "Layanan ini tidak ditemukan."
    assert answer.json["service"] == "NOWHERE"


@pytest.mark.parametrize(
    ("headers", "query", "english"),
    [
        ({}, "", False),
        ({"Accept_Language": "id"}, "", False),
        ({"Accept_Language": "en"}, "", True),
        ({"Accept_Language": "en-GB,en;q=0.9,id;q=0.5"}, "", True),
        ({"Accept_Language": "jv, id;q=0.8, en;q=0.7"}, "", False),
        ({"Accept_Language": "fr"}, "", False),
        ({"Accept_Language": "*"}, "", False),
        ({"Accept_Language": ";;;,,q=x"}, "", False),
        ({"Accept_Language": "en"}, "?lang=id", False),
        ({}, "?lang=en", True),
        ({}, "?lang=xx", False),
    ],
    ids=str,
)
def test_it_speaks_the_language_that_was_asked_for(
    front: Front, headers: dict[str, str], query: str, english: bool
) -> None:
    answer = front.anyone.get(f"board{query}", **headers)

    assert answer.json["title"] == ("Please sign in first." if english else "Silakan masuk dahulu.")


@pytest.mark.parametrize("path", ["/nowhere", "/api/v1/nowhere", "/kiosk/nowhere.js", "/api/v1/tickets/x", "/t/"])
def test_an_address_nobody_knows(front: Front, path: str) -> None:
    answer = front.anyone.get(path)

    assert (answer.status_code, problem(answer).code) == (404, "page.unknown")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/api/v1/board", {"GET", "HEAD"}),
        ("GET", "/api/v1/desk/call-next", {"POST"}),
        ("PUT", "/api/v1/session", {"GET", "HEAD", "POST", "DELETE"}),
        ("OPTIONS", "/api/v1/tickets", {"POST"}),
        ("POST", "/health", {"GET", "HEAD"}),
        ("PATCH", "/kiosk/", {"GET", "HEAD", "OPTIONS"}),
    ],
)
def test_a_way_in_which_a_door_does_not_open(front: Front, method: str, path: str, allowed: set[str]) -> None:
    answer = front.anyone.send(method, path)

    assert (answer.status_code, problem(answer).code) == (405, "method.unsupported")
    assert set(answer.headers["Allow"].split(", ")) == allowed


def test_no_answer_offers_itself_to_other_origins(front: Front) -> None:
    answer = front.kiosk.send("OPTIONS", "board", headers={"Origin": "http://evil.example"})

    assert not [name for name, _ in answer.headers if name.lower().startswith("access-control")]


def test_a_fault_of_ours_shows_nothing_of_us(
    front: Front, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caller = front.kiosk
    monkeypatch.setattr("queue_server.web.board.boards.board", lambda *_, **__: 1 / 0)

    answer = caller.get("board", Accept_Language="en")

    assert (answer.status_code, problem(answer).code) == (500, "fault")
    assert answer.json["title"] == "Sorry, the server has a difficulty. Please ask the administrator."
    assert set(answer.json) == {"type", "title", "status", "code"}
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize(
    ("said", "status", "code"),
    [
        ("database or disk is full", 507, "store.full"),
        ("disk I/O error", 507, "store.full"),
        ("database is locked", 503, "store.busy"),
        ("something new", 500, "fault"),
    ],
)
def test_a_database_in_trouble(
    front: Front, monkeypatch: pytest.MonkeyPatch, said: str, status: int, code: str
) -> None:
    kiosk = front.kiosk

    def fail(*_: object, **__: object) -> None:
        raise OperationalError("INSERT", {}, Exception(said))

    monkeypatch.setattr("queue_server.web.tickets.citizen.issue", fail)

    answer = kiosk.post("tickets", {"service": "KTP"})

    assert (answer.status_code, problem(answer).code) == (status, code)
    assert "INSERT" not in answer.text
    assert ("Retry-After" in answer.headers) == (status == 503)


def test_a_fault_leaves_nothing_behind(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    kiosk = front.kiosk
    with monkeypatch.context() as broken:
        broken.setattr("queue_server.web.tickets._issued", lambda *_: 1 / 0)
        assert kiosk.post("tickets", {"service": "KTP"}, key="a-touch").status_code == 500
    assert front.world.told == []

    assert kiosk.post("tickets", {"service": "KTP"}, key="a-touch").json["number"] == "1A-001"


def test_two_slashes_lead_to_the_same_house(front: Front) -> None:
    answer = front.kiosk.get("/api//v1//board")

    assert answer.status_code == 308
    assert answer.headers["Location"].endswith("/api/v1/board")


def test_a_part_of_a_file_that_is_not_there(front: Front) -> None:
    answer = front.anyone.get("/shared/tokens.css", Range="bytes=99999999-")

    assert answer.status_code == 416
    assert problem(answer).title == "Permintaan ini tidak dapat dilayani."


@pytest.mark.parametrize("host", ["evil.example", "a b", "[::1", "x" * 300])
def test_a_strange_host_makes_no_fault(front: Front, host: str) -> None:
    answer = front.person(Role.SUPERVISOR).post("services/KTP/close", {"reason": "listrik padam"}, Host=host)

    assert answer.status_code < 500


def test_every_answer_is_sealed(front: Front) -> None:
    for path in ("/", "/kiosk/", "/shared/tokens.css", "/nowhere", "/health", "/api/v1/board", "/words/kiosk.id.json"):
        headers = front.anyone.get(path).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'"), path
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert headers["X-Frame-Options"] == "DENY", path
        assert headers["Referrer-Policy"] == "no-referrer", path
