"""Who may knock where: every door of the table against every role, every kind of device, and nobody at all."""

import re

import pytest

from queue_server.domain.roles import GRANTS, DeviceKind, Role
from queue_server.web import DOORS
from queue_server.web.door import Door
from tests.web.front import Caller, Front, keep_by

Part = Role | DeviceKind | None
PARTS: list[Part] = [None, *Role, *DeviceKind]
GUARDED = [door for door in DOORS if door.needs is not None]
REFUSED = {"session.none", "role.forbidden", "device.forbidden"}


def knock(caller: Caller, door: Door) -> tuple[int, str | None]:
    """A knock that, where it is let in, finds nothing to do."""
    path = re.sub(r"<int:\w+>", "999999", re.sub(r"<(?!int:)\w+>", "NOWHERE", door.path))
    brought = {} if door.method == "GET" else {"json": {}}
    answer = caller.send(door.method, path, **brought)
    return answer.status_code, answer.json["code"] if answer.is_json and answer.status_code >= 400 else None


def caller_of(front: Front, part: Part) -> Caller:
    if part is None:
        return front.anyone
    return front.person(part) if isinstance(part, Role) else front.device(part)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: str(part or "anyone"))
def test_a_door_opens_to_those_whom_the_grants_name_and_to_nobody_else(front: Front, part: Part) -> None:
    caller = caller_of(front, part)
    expected = {
        None: (401, "session.none"),
        Role: (403, "role.forbidden"),
        DeviceKind: (403, "device.forbidden"),
    }[type(part) if part else None]

    for door in GUARDED:
        assert door.needs is not None
        status, code = knock(caller, door)
        if part is not None and door.needs in GRANTS[part]:
            assert code not in REFUSED, door.name
            assert status < 500, door.name
        else:
            assert (status, code) == expected, door.name


@pytest.mark.parametrize("part", PARTS, ids=lambda part: str(part or "anyone"))
def test_an_open_door_asks_nobody_for_a_role(front: Front, part: Part) -> None:
    caller = caller_of(front, part)

    for door in DOORS:
        if door.needs is None and door.path != "/api/v1/session":
            status, code = knock(caller, door)
            assert code not in REFUSED, door.name
            assert status < 500, door.name


def test_somebody_refused_learns_nothing_of_what_is_behind(front: Front) -> None:
    number = front.take()
    display = front.device(DeviceKind.DISPLAY)

    there = display.post(f"tickets/{number['id']}/prioritise", {"reason": "lansia"})
    nowhere = display.post("tickets/999999/prioritise", {"reason": "lansia"})

    assert there.json == nowhere.json


def test_who_may_not_pass_is_told_before_the_body_is_read(front: Front) -> None:
    answer = front.kiosk.send("POST", "desk/open", data=b"{", headers={"Content-Type": "application/json"})

    assert answer.json["code"] == "device.forbidden"


def test_a_revoked_device_is_out_within_a_second(front: Front) -> None:
    keep_by(front)
    display, administrator = front.device(DeviceKind.DISPLAY), front.person(Role.ADMINISTRATOR)
    assert display.get("board").status_code == 200

    assert administrator.post(f"devices/{display.id}/revoke").status_code == 200
    front.world.clock.forward(seconds=1)

    assert (display.get("board").status_code, display.get("device").json["code"]) == (401, "session.none")
    assert administrator.post(f"devices/{display.id}/revoke").json["code"] == "device.unknown"
