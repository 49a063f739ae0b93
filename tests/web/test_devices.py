"""Pairing a device by the code on its own screen, and taking its token away."""

import re
from typing import Any

import pytest

from queue_server.domain.roles import DeviceKind, Role
from queue_server.web.schemas import Devices, Pairing, PairingState
from tests.web.front import Caller, Front, keep_by


def refused(answer: Any) -> tuple[int, str]:
    assert answer.mimetype == "application/problem+json"
    return answer.status_code, answer.json["code"]


@pytest.fixture
def administrator(front: Front) -> Caller:
    return front.person(Role.ADMINISTRATOR)


def ask(front: Front, kind: str = "display") -> dict[str, str]:
    answer = front.anyone.post("devices/pairing", {"kind": kind})
    assert answer.status_code == 201
    asked: dict[str, str] = answer.json
    return asked


def poll(front: Front, asked: dict[str, str]) -> Any:
    return front.anyone.post("devices/pairing/poll", {"poll_token": asked["poll_token"]})


def test_the_code_is_eight_consonants_for_ten_minutes(front: Front) -> None:
    asked = Pairing.model_validate(ask(front))

    assert re.fullmatch(r"[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}", asked.code)
    assert asked.expires_at == "2026-11-24T10:40:00.000+07:00"
    assert len({ask(front)["code"] for _ in range(20)}) == 20


def test_a_device_is_paired_by_the_code_it_shows(front: Front, administrator: Caller) -> None:
    asked = ask(front)
    assert poll(front, asked).json == {"state": "waiting"}

    approved = administrator.post("devices/pair", {"code": asked["code"], "name": "Layar 1", "zone": "Z1"})
    assert approved.status_code == 201
    face = approved.json["device"]
    assert (face["kind"], face["name"], face["zone"]) == ("display", "Layar 1", "Z1")

    collected = poll(front, asked).json
    assert PairingState.model_validate(collected).state == "paired"
    token = collected["token"]
    display = Caller(front.app, {"Authorization": f"Bearer {token}"})
    assert display.get("device").json["name"] == "Layar 1"
    assert display.get("board").status_code == 200
    assert token not in approved.text
    assert front.world.facts == ["session.opened", "device.paired"]


def test_the_token_is_given_once(front: Front, administrator: Caller) -> None:
    asked = ask(front)
    administrator.post("devices/pair", {"code": asked["code"], "name": "Layar 1"})
    assert poll(front, asked).json["state"] == "paired"

    assert refused(poll(front, asked)) == (404, "pairing.unknown")


def test_a_code_serves_once(front: Front, administrator: Caller) -> None:
    asked = ask(front)
    administrator.post("devices/pair", {"code": asked["code"], "name": "Layar 1"})

    again = administrator.post("devices/pair", {"code": asked["code"], "name": "Layar 2"})

    assert refused(again) == (404, "pairing.unknown")


@pytest.mark.parametrize("typed", [str.lower, lambda code: code.replace("-", ""), lambda code: f" {code} "])
def test_a_code_is_read_as_people_type_it(front: Front, administrator: Caller, typed: Any) -> None:
    code = typed(ask(front)["code"])

    assert administrator.post("devices/pair", {"code": code, "name": "Layar 1"}).status_code == 201


def test_a_code_runs_out_after_ten_minutes(front: Front, administrator: Caller) -> None:
    asked = ask(front)
    front.world.clock.forward(minutes=10)

    assert refused(administrator.post("devices/pair", {"code": asked["code"], "name": "L"})) == (409, "pairing.expired")
    assert poll(front, asked).json == {"state": "expired"}


def test_a_token_that_was_not_collected_in_time_is_lost(front: Front, administrator: Caller) -> None:
    asked = ask(front)
    administrator.post("devices/pair", {"code": asked["code"], "name": "Layar 1"})
    front.world.clock.forward(minutes=10)

    assert poll(front, asked).json == {"state": "expired"}


@pytest.mark.parametrize("code", ["BCDF-GHJK", "AAAA-AAAA", "12345678", "--------"])
def test_a_code_nobody_shows(administrator: Caller, code: str) -> None:
    assert refused(administrator.post("devices/pair", {"code": code, "name": "L"})) == (404, "pairing.unknown")


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"name": "C1"}, (409, "device.exists")),
        ({"name": "Layar 1", "zone": "Z9"}, (404, "zone.unknown")),
        ({"name": "Layar 1", "printer": "C9"}, (404, "device.unknown")),
        ({"name": "Layar 1", "printer": "C1"}, (404, "device.unknown")),
        ({"name": ""}, (422, "body.invalid")),
        ({"name": "x" * 41}, (422, "body.invalid")),
    ],
    ids=["name taken", "no such zone", "no such printer", "no printer at all", "no name", "long name"],
)
def test_a_refused_pairing_leaves_the_code_open(
    front: Front, administrator: Caller, more: dict[str, str], expected: tuple[int, str]
) -> None:
    asked = ask(front)

    assert refused(administrator.post("devices/pair", {"code": asked["code"], **more})) == expected
    assert administrator.post("devices/pair", {"code": asked["code"], "name": "Layar 1"}).status_code == 201


def test_a_repeated_press_pairs_one_device(front: Front, administrator: Caller) -> None:
    body = {"code": ask(front)["code"], "name": "Layar 1"}

    first, second = (administrator.post("devices/pair", body, key="press") for _ in range(2))

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json == second.json


def test_an_unknown_poll_token(front: Front) -> None:
    assert refused(poll(front, {"poll_token": "x" * 43})) == (404, "pairing.unknown")
    assert refused(poll(front, {"poll_token": "x"})) == (422, "body.invalid")


def test_the_list_names_every_device(front: Front, administrator: Caller) -> None:
    answer = administrator.get("devices")

    devices = Devices.model_validate(answer.json).devices
    assert [(device.kind, device.name) for device in devices] == [("kiosk", "C1"), ("printer", "C2")]
    assert "token" not in answer.text


def test_a_revoked_device_is_gone_from_the_list_and_its_name_is_free(front: Front, administrator: Caller) -> None:
    keep_by(front)
    display = front.device(DeviceKind.DISPLAY, name="Layar 1")
    display.get("board")

    assert administrator.post(f"devices/{display.id}/revoke", key="press").status_code == 200
    assert administrator.post(f"devices/{display.id}/revoke", key="press").status_code == 200
    front.world.clock.forward(seconds=1)

    assert refused(display.get("board")) == (401, "session.none")
    assert "Layar 1" not in administrator.get("devices").text
    asked = ask(front)
    assert administrator.post("devices/pair", {"code": asked["code"], "name": "Layar 1"}).status_code == 201
    assert front.world.facts.count("device.revoked") == 1


def test_revoking_closes_the_devices_sockets(front: Front, administrator: Caller) -> None:
    dropped = []

    class Ears:
        def drop(self, kind: str, actor_id: int | None) -> None:
            dropped.append((kind, actor_id))

        def counts(self) -> dict[str, int]:
            return {}

    front.hall.ears = Ears()
    display, officer = front.device(DeviceKind.DISPLAY), front.newcomer(Role.OFFICER, "SAMSAT")
    administrator.post(f"devices/{display.id}/revoke")
    administrator.post(f"people/{officer}/deactivate")
    administrator.post("devices/999999/revoke")
    administrator.delete("session")

    assert dropped == [("device", display.id), ("person", officer), ("person", administrator.id)]
