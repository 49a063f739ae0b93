"""How often somebody may knock before the house asks for a little patience."""

from typing import Any

import pytest

from queue_server.domain.roles import Role
from tests.web.front import PASSWORD, Front


def statuses(answers: list[Any]) -> list[int]:
    return [answer.status_code for answer in answers]


def test_a_kiosk_gives_twenty_numbers_a_minute(strict: Front) -> None:
    kiosk, services = strict.kiosk, ("KTP", "KIA", "PAJAK", "NOWHERE")
    answers = [kiosk.post("tickets", {"service": services[turn % 4]}) for turn in range(8)]
    # Another service each time, so that only the whole counts.
    answers += [kiosk.post("tickets", {"service": f"S{turn}"}) for turn in range(13)]

    assert 429 not in statuses(answers[:20])
    assert answers[20].status_code == 429
    assert answers[20].json["code"] == "rate.limited"
    assert answers[20].headers["Retry-After"] == "60"
    assert strict.kiosk.post("tickets", {"service": "KTP"}).status_code == 201


def test_a_child_at_the_kiosk_gets_three_numbers_of_a_kind(strict: Front) -> None:
    kiosk = strict.kiosk

    answers = [kiosk.post("tickets", {"service": "KTP"}) for _ in range(4)]

    assert statuses(answers) == [201, 201, 201, 429]
    assert answers[3].headers["Retry-After"] == "10"
    assert kiosk.post("tickets", {"service": "KIA"}).status_code == 201


def test_a_receptionist_is_not_hurried(strict: Front) -> None:
    receptionist = strict.person(Role.RECEPTIONIST)

    assert statuses([receptionist.post("tickets", {"service": "KTP"}) for _ in range(25)]) == [201] * 25


def test_a_number_is_followed_once_a_second(strict: Front) -> None:
    one, two = strict.take()["token"], strict.take()["token"]

    answers = [strict.anyone.get(f"follow/{one if turn % 2 else one.lower()}") for turn in range(61)]

    assert statuses(answers) == [200] * 60 + [429]
    assert strict.anyone.post(f"follow/{one}/withdraw").status_code == 429
    assert strict.anyone.get(f"follow/{two}").status_code == 200


def test_one_name_is_tried_ten_times_from_one_place(strict: Front) -> None:
    def attempt(username: str) -> int:
        return strict.anyone.post("session", {"username": username, "password": "salah sekali"}).status_code

    assert [attempt("nobody") for _ in range(11)] == [401] * 10 + [429]
    assert attempt("somebody") == 401


def test_many_names_are_tried_sixty_times_from_one_place(strict: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("queue_server.web.session.matches", lambda *_: False)

    tried = [
        strict.anyone.post("session", {"username": f"name{turn}", "password": PASSWORD}).status_code
        for turn in range(61)
    ]

    assert tried == [401] * 60 + [429]


def test_codes_are_asked_for_thirty_times_a_minute(strict: Front) -> None:
    asked = [strict.anyone.post("devices/pairing", {"kind": "kiosk"}).status_code for _ in range(31)]
    administrator = strict.person(Role.ADMINISTRATOR)
    tried = [
        administrator.post("devices/pair", {"code": "BCDF-GHJK", "name": f"K{turn}"}).status_code for turn in range(31)
    ]

    assert asked == [201] * 30 + [429]
    assert tried == [404] * 30 + [429]
