"""People who may sign in: added, listed, sent away."""

from typing import Any

import pytest

from queue_server.domain.roles import Role
from queue_server.web.schemas import People
from tests.web.front import PASSWORD, Caller, Front

SITI = {"username": "siti", "name": "Siti", "role": "officer", "agency": "DUKCAPIL", "password": PASSWORD}


def refused(answer: Any) -> tuple[int, str]:
    assert answer.mimetype == "application/problem+json"
    return answer.status_code, answer.json["code"]


@pytest.fixture
def administrator(front: Front) -> Caller:
    return front.person(Role.ADMINISTRATOR)


def test_somebody_new_may_sign_in(front: Front, administrator: Caller) -> None:
    answer = administrator.post("people", SITI)

    assert answer.status_code == 201
    assert {name: answer.json[name] for name in ("username", "name", "role", "agency")} == {
        name: SITI[name] for name in ("username", "name", "role", "agency")
    }
    signed_in = front.anyone.post("session", {"username": "siti", "password": PASSWORD})
    assert signed_in.json["person"]["agency"] == "DUKCAPIL"


def test_the_list_tells_no_secret(administrator: Caller) -> None:
    administrator.post("people", SITI)

    answer = administrator.get("people")

    assert "siti" in [person.username for person in People.model_validate(answer.json).people]
    assert "argon2" not in answer.text
    assert "password" not in answer.text


def test_a_name_is_taken_once(administrator: Caller) -> None:
    administrator.post("people", SITI)

    assert refused(administrator.post("people", {**SITI, "name": "Siti Lain"})) == (409, "person.exists")


def test_a_repeated_press_adds_one(administrator: Caller) -> None:
    first, second = (administrator.post("people", SITI, key="press") for _ in range(2))

    assert first.json == second.json


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"agency": "NOWHERE"}, (404, "agency.unknown")),
        ({"role": "king"}, (422, "body.invalid")),
        ({"username": "Siti"}, (422, "body.invalid")),
        ({"username": "s"}, (422, "body.invalid")),
        ({"username": "siti\n"}, (422, "body.invalid")),
        ({"username": "siti#9"}, (422, "body.invalid")),
        ({"password": "pendek"}, (422, "body.invalid")),
        ({"password": "x" * 201}, (422, "body.invalid")),
        ({"password": "kata Siti panjang"}, (422, "password.weak")),
    ],
    ids=str,
)
def test_what_is_not_acceptable(administrator: Caller, change: dict[str, str], expected: tuple[int, str]) -> None:
    assert refused(administrator.post("people", {**SITI, **change})) == expected


def test_one_who_left_frees_the_name(front: Front, administrator: Caller) -> None:
    longest = "s" * 59
    person = administrator.post("people", {**SITI, "username": longest}).json["id"]

    assert administrator.post(f"people/{person}/deactivate", key="press").status_code == 200
    assert administrator.post(f"people/{person}/deactivate", key="press").status_code == 200
    assert refused(administrator.post(f"people/{person}/deactivate")) == (404, "person.unknown")

    assert administrator.post("people", {**SITI, "username": longest}).status_code == 201
    with front.world.store.read() as connection:
        kept = connection.exec_driver_sql("SELECT username FROM persons").scalars()
        assert max(map(len, kept)) <= 60


def test_the_hall_does_not_learn_who_works_here(front: Front, administrator: Caller) -> None:
    administrator.post("people", SITI)

    told = front.kiosk.get("journal").json["entries"][-1]

    assert sorted(told) == ["at", "name", "seq"]
    assert told["name"] == "person.added"
