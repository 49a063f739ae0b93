"""Signing in and out: who one is, how long, and what a stranger's page or a guesser cannot do."""

import time
from http.cookies import SimpleCookie
from pathlib import Path

import pytest

from queue_server.access import passwords
from queue_server.domain.roles import Role
from queue_server.web.identity import COOKIE
from queue_server.web.schemas import Session
from tests.web.front import PASSWORD, Caller, Front, keep_by


def sign_in(front: Front, username: str = "siti", password: str = PASSWORD) -> Caller:
    answer = front.anyone.post("session", {"username": username, "password": password})
    assert answer.status_code == 200, answer.json
    cookie = SimpleCookie(answer.headers["Set-Cookie"])[COOKIE]
    return Caller(front.app, {"Cookie": f"{COOKIE}={cookie.value}", "X-CSRF-Token": answer.json["csrf_token"]})


@pytest.fixture
def siti(front: Front) -> int:
    return front.newcomer(Role.SUPERVISOR, username="siti")


@pytest.mark.usefixtures("siti")
def test_the_right_password_opens_a_session_of_twelve_hours(front: Front) -> None:
    answer = front.anyone.post("session", {"username": "siti", "password": PASSWORD})

    session = Session.model_validate(answer.json)
    assert (session.person.username, session.person.role, session.person.agency) == ("siti", "supervisor", None)
    assert session.ends_at == "2026-11-24T22:30:00.000+07:00"


@pytest.mark.usefixtures("siti")
def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(front: Front) -> None:
    plain = front.anyone.post("session", {"username": "siti", "password": PASSWORD})
    sealed = front.anyone.send(
        "POST", "session", json={"username": "siti", "password": PASSWORD}, base_url="https://mpp.example"
    )

    flags = plain.headers["Set-Cookie"]
    assert "HttpOnly" in flags
    assert "SameSite=Strict" in flags
    assert "Path=/" in flags
    assert "Secure" not in flags
    assert "Secure" in sealed.headers["Set-Cookie"]


@pytest.mark.usefixtures("siti")
def test_neither_the_password_nor_the_secret_is_in_the_database(front: Front, tmp_path: Path) -> None:
    caller = sign_in(front)
    token = caller.headers["Cookie"].partition("=")[2]
    front.world.store.close()
    written = b"".join(path.read_bytes() for path in tmp_path.glob("giliran.db*"))

    assert b"siti" in written
    assert token.encode() not in written
    assert PASSWORD.encode() not in written


@pytest.mark.parametrize("username", ["siti", "nobody"])
@pytest.mark.usefixtures("siti")
def test_a_wrong_password_and_an_unknown_name_sound_alike(front: Front, username: str) -> None:
    answer = front.anyone.post("session", {"username": username, "password": "salah sekali"})

    assert (answer.status_code, answer.json["code"]) == (401, "session.wrong")
    assert "Set-Cookie" not in answer.headers


def test_an_unknown_name_takes_as_long_as_a_wrong_password() -> None:
    stored = passwords.hash_password(PASSWORD)
    lasted = []
    for hashed in (stored, None):
        begun = time.perf_counter()
        for _ in range(3):
            assert not passwords.matches("salah sekali", hashed)
        lasted.append(time.perf_counter() - begun)

    assert lasted[1] > lasted[0] / 3


@pytest.mark.usefixtures("siti")
def test_a_guesser_waits_longer_each_time(front: Front) -> None:
    waits = []
    for _ in range(7):
        answer = front.anyone.post("session", {"username": "siti", "password": "salah sekali"})
        if answer.status_code == 401:
            answer = front.anyone.post("session", {"username": "siti", "password": PASSWORD + "?"})
        if answer.status_code == 429:
            assert answer.json["code"] == "session.locked"
            assert answer.headers["Retry-After"] == str(answer.json["again_after"])
            waits.append(answer.json["again_after"])
            front.world.clock.forward(seconds=answer.json["again_after"])

    assert waits == sorted(waits)
    assert waits[0] == 31
    assert waits[1] >= 2 * waits[0] - 2


@pytest.mark.usefixtures("siti")
def test_a_locked_name_does_not_open_even_for_the_right_password(front: Front) -> None:
    for _ in range(5):
        front.anyone.post("session", {"username": "siti", "password": "salah sekali"})

    refused = front.anyone.post("session", {"username": "siti", "password": PASSWORD})
    front.world.clock.forward(seconds=31)
    opened = front.anyone.post("session", {"username": "siti", "password": PASSWORD})

    assert refused.status_code == 429
    assert opened.status_code == 200


@pytest.mark.usefixtures("siti")
def test_signing_in_forgets_the_wrong_passwords_before(front: Front) -> None:
    for _ in range(3):
        for _ in range(4):
            front.anyone.post("session", {"username": "siti", "password": "salah sekali"})
        sign_in(front)


@pytest.mark.usefixtures("siti")
def test_signing_out_ends_the_session_at_once(front: Front) -> None:
    keep_by(front)
    caller = sign_in(front)
    assert caller.get("session").status_code == 200

    answer = caller.delete("session")

    assert answer.status_code == 200
    assert f"{COOKIE}=;" in answer.headers["Set-Cookie"]
    after = caller.get("session")
    assert (after.status_code, after.json["code"]) == (401, "session.none")
    assert caller.get("hall").status_code == 401


@pytest.mark.usefixtures("siti")
def test_a_session_ends_by_itself(front: Front) -> None:
    caller = sign_in(front)
    front.world.clock.forward(hours=12, seconds=1)

    assert caller.get("hall").status_code == 401


def test_one_who_left_is_out_within_a_second_and_cannot_come_back(front: Front, siti: int) -> None:
    keep_by(front)
    caller = sign_in(front)
    assert caller.get("hall").status_code == 200
    administrator = front.person(Role.ADMINISTRATOR)

    assert administrator.post(f"people/{siti}/deactivate").status_code == 200
    front.world.clock.forward(seconds=1)

    assert caller.get("hall").status_code == 401
    again = front.anyone.post("session", {"username": "siti", "password": PASSWORD})
    assert (again.status_code, again.json["code"]) == (401, "session.wrong")


@pytest.mark.usefixtures("siti")
@pytest.mark.parametrize("shown", [None, "", "wrong", "ñ"], ids=["missing", "empty", "wrong", "not ascii"])
def test_a_change_without_the_sessions_second_half_is_refused(front: Front, shown: str | None) -> None:
    caller = sign_in(front).without("X-CSRF-Token")
    headers = {} if shown is None else {"X_CSRF_Token": shown}

    answer = caller.post("services/KTP/close", {"reason": "listrik padam"}, **headers)

    assert (answer.status_code, answer.json["code"]) == (403, "csrf.missing")
    assert front.world.facts[-1] == "session.opened"


@pytest.mark.usefixtures("siti")
def test_the_second_half_of_another_session_does_not_fit(front: Front) -> None:
    mine, other = sign_in(front), sign_in(front)

    answer = mine.post("services/KTP/close", {"reason": "listrik padam"}, X_CSRF_Token=other.headers["X-CSRF-Token"])

    assert answer.status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:8000"},
        {"Origin": "http://localhost.evil.example"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
    ids=str,
)
def test_a_page_of_another_origin_changes_nothing(front: Front, headers: dict[str, str]) -> None:
    supervisor = front.person(Role.SUPERVISOR)
    number = front.take()
    told = len(front.world.told)

    for answer in (
        supervisor.post("services/KTP/close", {"reason": "listrik padam"}, **headers),
        front.anyone.post("session", {"username": "siti", "password": PASSWORD}, **headers),
        supervisor.delete("session", **headers),
        front.anyone.post(f"follow/{number['token']}/withdraw", **headers),
        front.anyone.send("POST", f"/t/{number['token']}/withdraw", headers=headers),
    ):
        assert (answer.status_code, answer.json["code"]) == (403, "origin.foreign")
    assert len(front.world.told) == told


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "http://localhost"}, {"Sec_Fetch_Site": "same-origin"}, {"Sec_Fetch_Site": "none"}, {}],
    ids=str,
)
def test_our_own_pages_may(front: Front, headers: dict[str, str]) -> None:
    supervisor = front.person(Role.SUPERVISOR)

    assert supervisor.post("services/KTP/close", {"reason": "listrik padam"}, **headers).status_code == 200


def test_a_reader_needs_no_second_half(front: Front) -> None:
    assert front.person(Role.SUPERVISOR).without("X-CSRF-Token").get("hall").status_code == 200


def test_nobody_is_signed_in_without_a_cookie(front: Front) -> None:
    for caller in (front.anyone, Caller(front.app, {"Cookie": f"{COOKIE}=made-up"})):
        assert caller.get("session").json["code"] == "session.none"
        assert caller.delete("session").json["code"] == "session.none"


@pytest.mark.parametrize("token", ["made-up", "ñ", " ", "x" * 4000], ids=["unknown", "not ascii", "blank", "long"])
def test_an_unknown_bearer_token_opens_nothing(front: Front, token: str) -> None:
    answer = Caller(front.app, {"Authorization": f"Bearer {token}"}).get("board")

    assert (answer.status_code, answer.json["code"]) == (401, "session.none")


def test_a_device_that_names_a_dead_token_is_not_saved_by_a_cookie(front: Front) -> None:
    supervisor = front.person(Role.SUPERVISOR)

    assert supervisor.get("hall", Authorization="Bearer made-up").status_code == 401


def test_what_is_journaled_of_a_session_stays_in_the_journal(front: Front) -> None:
    supervisor = front.person(Role.SUPERVISOR)

    entries = supervisor.get("journal").json["entries"]

    assert [sorted(entry) for entry in entries if entry["name"].startswith("session.")] == [["at", "name", "seq"]]
