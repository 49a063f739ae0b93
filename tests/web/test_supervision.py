"""Services opened and closed by hand, over HTTP."""

from typing import Any

import pytest

from queue_server.domain.roles import Role
from queue_server.web.schemas import ServiceAnswer
from tests.web.front import Caller, Front


@pytest.fixture
def supervisor(front: Front) -> Caller:
    return front.person(Role.SUPERVISOR)


def service(front: Front, code: str = "KTP") -> dict[str, Any]:
    agencies = front.kiosk.get("catalogue").json["agencies"]
    return next(one for agency in agencies for one in agency["services"] if one["code"] == code)


def test_closed_by_hand_and_opened_again(front: Front, supervisor: Caller) -> None:
    answer = supervisor.post("services/KTP/close", {"reason": "listrik padam"})

    ServiceAnswer.model_validate(answer.json)
    assert [fact["name"] for fact in answer.json["facts"]] == ["service.closed"]
    face = answer.json["service"]
    assert face == {
        "code": "KTP",
        "agency": "DUKCAPIL",
        "line": "1A",
        "open": False,
        "reason": "service.closed_by_hand",
        "opens_at": None,
    }
    assert (service(front)["open"], service(front)["reason"]) == (False, "service.closed_by_hand")
    refused = front.kiosk.post("tickets", {"service": "KTP"})
    assert (refused.json["code"], refused.json["reason"]) == ("service.closed", "service.closed_by_hand")

    opened = supervisor.post("services/KTP/open", {"reason": "listrik menyala"})
    assert (opened.json["service"]["open"], opened.json["facts"][0]["name"]) == (True, "service.opened")
    left = supervisor.post("services/KTP/automatic", {"reason": "sudah biasa lagi"})
    assert (left.json["service"]["open"], left.json["facts"][0]["name"]) == (True, "service.scheduled")


def test_closing_keeps_those_who_wait(front: Front, supervisor: Caller) -> None:
    number = front.take()
    supervisor.post("services/KTP/close", {"reason": "listrik padam"})

    assert front.officer().post("desk/call-next").json["ticket"]["id"] == number["id"]


def test_opened_by_hand_against_the_hours_until_a_moment(front: Front, supervisor: Caller) -> None:
    front.world.clock.forward(hours=6)
    assert service(front)["reason"] == "after_hours"

    supervisor.post("services/KTP/open", {"reason": "masih ramai", "until": "2026-11-24T17:30:00+07:00"})
    assert front.kiosk.post("tickets", {"service": "KTP"}).status_code == 201
    shown = supervisor.get("hall").json["agencies"][0]["lines"][0]["services"][0]["override"]
    assert shown == {"open": True, "reason": "masih ramai", "until": "2026-11-24T17:30:00.000+07:00"}

    front.world.clock.forward(hours=1)
    assert service(front)["reason"] == "after_hours"


def test_a_repeated_press_switches_once(front: Front, supervisor: Caller) -> None:
    first, second = (supervisor.post("services/KTP/close", {"reason": "listrik padam"}, key="press") for _ in range(2))

    assert first.json == second.json
    assert front.world.facts.count("service.closed") == 1


def test_a_press_repeated_after_its_time_is_still_answered(front: Front, supervisor: Caller) -> None:
    body = {"reason": "listrik padam", "until": "2026-11-24T11:00:00+07:00"}
    first = supervisor.post("services/KTP/close", body, key="press")
    front.world.clock.forward(hours=1)

    assert supervisor.post("services/KTP/close", body, key="press").json == first.json


@pytest.mark.parametrize("verb", ["open", "close", "automatic"])
def test_a_service_nobody_knows(supervisor: Caller, verb: str) -> None:
    answer = supervisor.post(f"services/NOWHERE/{verb}", {"reason": "listrik padam"})

    assert (answer.status_code, answer.json["code"]) == (404, "service.unknown")


@pytest.mark.parametrize("verb", ["open", "close", "automatic"])
@pytest.mark.parametrize("reason", [None, "", "ab", "   ", "x" * 141, 7])
def test_a_switch_has_a_reason(supervisor: Caller, verb: str, reason: object) -> None:
    body = {} if reason is None else {"reason": reason}

    answer = supervisor.post(f"services/KTP/{verb}", body)

    assert (answer.status_code, answer.json["field"]) == (422, "reason")


def test_the_reason_is_kept_for_the_record(front: Front, supervisor: Caller) -> None:
    supervisor.post("services/KTP/close", {"reason": "listrik padam"})

    fact = front.world.told[-1]
    assert (fact.name, fact.body["note"]) == ("service.closed", {"reason": "listrik padam"})
