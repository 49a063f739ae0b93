"""What requests bring: anything at all may arrive, and the answer is a calm no with its reason."""

from typing import Any

import pytest

from queue_server.domain.roles import Role
from queue_server.web.serving import LARGEST_BODY
from tests.web.front import Caller, Front

JSON = {"Content-Type": "application/json"}


def send(caller: Caller, path: str, body: bytes, **headers: str) -> Any:
    return caller.send("POST", path, data=body, headers={**JSON, **headers})


def refused(answer: Any) -> tuple[int, str]:
    assert answer.mimetype == "application/problem+json"
    return answer.status_code, answer.json["code"]


DEEP = b'{"service":' + b"[" * 20_000 + b"]" * 20_000 + b"}"
MALFORMED = {
    "no end": b'{"service": "KTP"',
    "not json": b"service=KTP",
    "a comma too many": b'{"service": "KTP",}',
    "two values": b'{"service": "KTP"} {}',
    "not utf-8": b'{"service": "\xff\xfe"}',
    "half a surrogate": b'{"service": "\\ud800"}',
    "raw control character": b'{"service": "K\x00TP"}',
    "very deep": DEEP,
    "utf-16": '{"service": "KTP"}'.encode("utf-16"),
    "byte order mark": b"\xef\xbb\xbf{}",
    "a number without end": b'{"service": ' + b"9" * 5000 + b"x}",
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED.keys())
def test_what_cannot_be_read(front: Front, body: bytes) -> None:
    assert refused(send(front.kiosk, "tickets", body)) == (400, "body.malformed")


INVALID = {
    "a list": b'[{"service": "KTP"}]',
    "a string": b'"KTP"',
    "a number": b"1",
    "null": b"null",
    "not a number": b"NaN",
    "nothing": b"{}",
    "no body": b"",
    "wrong kind": b'{"service": 1}',
    "empty": b'{"service": ""}',
    "blank": b'{"service": "   "}',
    "too long": b'{"service": "' + b"K" * 25 + b'"}',
    "escaped control character": b'{"service": "K\\u0000TP"}',
    "escaped line end": b'{"service": "KTP\\nX"}',
    "unknown field": b'{"service": "KTP", "colour": "red"}',
    "unknown language": b'{"service": "KTP", "language": "jv"}',
    "priority by word": b'{"service": "KTP", "priority": "yes"}',
    "priority by number": b'{"service": "KTP", "priority": 1}',
}


@pytest.mark.parametrize("body", INVALID.values(), ids=INVALID.keys())
def test_what_is_not_acceptable(front: Front, body: bytes) -> None:
    assert refused(send(front.kiosk, "tickets", body)) == (422, "body.invalid")


def test_the_field_that_is_wrong_is_named(front: Front) -> None:
    answer = send(front.kiosk, "tickets", b'{"service": "KTP", "colour": "red"}')

    assert (answer.json["field"], answer.json["problem"]) == ("colour", "extra_forbidden")
    assert "red" not in answer.text


@pytest.mark.parametrize(
    "value",
    ["-1", "0", "1.5", '"1"', "true", "9007199254740992", "1e400", "NaN", "Infinity", "9" * 400, "null", "[1]"],
)
def test_an_id_is_a_positive_number_that_a_browser_can_hold(front: Front, value: str) -> None:
    body = f'{{"ticket": {value}, "reason": "diminta hadir"}}'.encode()

    assert refused(send(front.officer(), "desk/call", body)) == (422, "body.invalid")


@pytest.mark.parametrize("value", ["-1", "1.5", '"1"', "9007199254740992", "NaN"])
def test_a_seq_is_a_number_from_nothing_on(front: Front, value: str) -> None:
    assert refused(send(front.officer(), "desk/call-next", f'{{"seq": {value}}}'.encode())) == (422, "body.invalid")


@pytest.mark.parametrize("value", ["0", "-5", "241", "1.5", '"15"'])
def test_a_pause_lasts_minutes_not_days(front: Front, value: str) -> None:
    body = f'{{"reason": "istirahat", "minutes": {value}}}'.encode()

    assert refused(send(front.officer(), "desk/pause", body)) == (422, "body.invalid")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "json"])
def test_only_json_is_understood(front: Front, kind: str) -> None:
    answer = front.kiosk.send("POST", "tickets", data=b'{"service": "KTP"}', headers={"Content-Type": kind})

    assert refused(answer) == (415, "media.unsupported")


def test_json_may_name_its_letters(front: Front) -> None:
    answer = send(front.kiosk, "tickets", b'{"service": "KTP"}', Content_Type="application/json; charset=utf-8")

    assert answer.status_code == 201


def test_a_command_without_fields_needs_no_body(front: Front) -> None:
    front.take()

    assert front.officer().send("POST", "desk/call-next").status_code == 200


@pytest.mark.parametrize("path", ["tickets", "/t/000000000000/withdraw"])
def test_a_body_beyond_all_measure(front: Front, path: str) -> None:
    body = b'{"service": "' + b"K" * LARGEST_BODY + b'"}'

    answer = send(front.kiosk, path, body)

    assert answer.status_code in (413, 404)
    if path == "tickets":
        assert refused(answer) == (413, "body.too_large")


def test_letters_of_every_script_go_through_and_come_back(front: Front) -> None:
    officer = front.officer()

    answer = officer.post("desk/pause", {"reason": "  ꦱꦭꦠ Jumat – “sebentar” 🙏  "})

    assert answer.json["desk"]["pause"]["reason"] == "ꦱꦭꦠ Jumat – “sebentar” 🙏"


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("after=0", 200),
        ("after=9007199254740991", 200),
        ("after=-1", 422),
        ("after=9007199254740992", 422),
        ("after=x", 422),
        ("after=1.5", 422),
        ("limit=0", 422),
        ("limit=1001", 422),
        ("limit=1000", 200),
        ("colour=red", 422),
        ("after=%00", 422),
        ("lang=en", 200),
        ("after=0&after=1", 200),
    ],
)
def test_a_question_is_checked_like_a_body(front: Front, query: str, status: int) -> None:
    assert front.kiosk.get(f"journal?{query}").status_code == status


@pytest.mark.parametrize("zone", ["Z9", "%00", "x" * 30, "%ff", "'; --"])
def test_a_zone_nobody_knows(front: Front, zone: str) -> None:
    assert front.kiosk.get(f"board?zone={zone}").status_code in (404, 422)


@pytest.mark.parametrize(
    "until",
    [
        "2026-11-24T10:00:00+07:00",
        "9999-12-31T23:59:59-12:00",
        "0001-01-01T00:00:00+14:00",
        "2026-11-25T10:00:00",
        "besok",
        "1e999",
    ],
    ids=["past", "the end of time", "the beginning of time", "no zone", "a word", "a number"],
)
def test_a_switch_ends_in_the_future_or_not_at_all(front: Front, until: str) -> None:
    supervisor = front.person(Role.SUPERVISOR)

    answer = supervisor.post("services/KTP/close", {"reason": "listrik padam", "until": until})

    assert refused(answer) == (422, "body.invalid")
    assert answer.json["field"] == "until"


def test_a_period_of_a_report_begins_before_it_ends(front: Front) -> None:
    monitor = front.person(Role.MONITOR)

    for query in ("from=2026-11-25&to=2026-11-24", "from=2020-01-01&to=2026-01-01", "from=x", "to=2026-13-01"):
        assert refused(monitor.get(f"reports/visits?{query}")) == (422, "body.invalid")
    assert monitor.get("reports/visits?from=0001-01-01&to=0001-01-01").status_code == 200
    assert monitor.get("reports/visits?from=9999-12-31&to=9999-12-31").status_code == 200


def test_a_person_may_be_called_anything_printable(front: Front) -> None:
    administrator = front.person(Role.ADMINISTRATOR)
    body = {"username": "siti", "role": "officer", "agency": "DUKCAPIL", "password": "kata sandi panjang"}

    assert administrator.post("people", {**body, "name": "Siti\x07"}).status_code == 422
    assert administrator.post("people", {**body, "name": "x" * 81}).status_code == 422
    assert administrator.post("people", {**body, "name": "ꦱꦶꦠꦶ O’Neill"}).json["name"] == "ꦱꦶꦠꦶ O’Neill"
