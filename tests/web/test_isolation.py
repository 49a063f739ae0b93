"""Two malls in one database: nothing of the one can be seen or reached from the other."""

import json
import re
from typing import Any

import pytest

from queue_server.domain.roles import DeviceKind, Role
from queue_server.web import DOORS
from tests.web.front import Caller, Front
from tests.world import build_mall

# Words that stand only in the second mall.
MARK = "Seberang"


@pytest.fixture
def other(front: Front) -> int:
    """A second mall whose every name is marked."""
    mall_id = build_mall(front.world.store, "SEBERANG")
    with front.world.store._writer.begin() as connection:
        for table in ("agencies", "services", "zones", "lines", "persons", "devices"):
            connection.exec_driver_sql(f"UPDATE {table} SET name = name || ' {MARK}' WHERE mall_id = {mall_id}")
    return mall_id


@pytest.fixture
def theirs(front: Front, other: int) -> dict[str, Any]:
    """What happened over there: an officer with a number in hand, one waiting, a claimed slip, people and devices."""
    kiosk = front.device(DeviceKind.KIOSK, name=f"K {MARK}", mall_id=other)
    officer = front.person(Role.OFFICER, "DUKCAPIL", mall_id=other)
    called, waiting = (kiosk.post("tickets", {"service": "KTP"}).json for _ in range(2))
    assert officer.post("desk/open", {"counter": "DUKCAPIL-1"}).status_code == 200
    assert officer.post("desk/call-next").json["ticket"]["id"] == called["id"]
    printer = front.device(DeviceKind.PRINTER, name=f"P {MARK}", mall_id=other)
    job = printer.post("print-jobs/claim").json["job"]
    return {
        "tickets": [called["id"], waiting["id"]],
        "token": waiting["token"],
        "job": job["id"],
        "device": kiosk.id,
        "person": officer.id,
        "administrator": front.person(Role.ADMINISTRATOR, mall_id=other),
    }


def everybody(front: Front) -> list[Caller]:
    return [front.person(role) for role in Role] + [front.device(kind) for kind in DeviceKind]


@pytest.mark.usefixtures("theirs")
def test_nothing_of_the_other_mall_is_in_any_answer(front: Front) -> None:
    readings = [door.path for door in DOORS if door.method == "GET" and "<" not in door.path]

    for caller in everybody(front):
        for path in readings:
            answer = caller.get(path)
            assert MARK not in answer.text, path
            assert "SEBERANG" not in answer.text, path


def test_no_id_of_the_other_mall_opens_anything(front: Front, theirs: dict[str, Any]) -> None:
    before = told(front, theirs)
    ids = {"ticket_id": theirs["tickets"], "job_id": [theirs["job"]], "device_id": [theirs["device"]]}
    ids["person_id"] = [theirs["person"]]
    bodies: dict[str, Any] = {"prioritise": {"reason": "lansia"}, "report": {"outcome": "printed"}}

    for caller in everybody(front):
        for door in DOORS:
            found = re.search(r"<int:(\w+)>", door.path)
            if found is None:
                continue
            for one in ids[found[1]]:
                path = door.path.replace(found[0], str(one))
                body = bodies.get(path.rpartition("/")[2], {})
                answer = caller.get(path) if door.method == "GET" else caller.post(path, body)
                assert answer.status_code in (403, 404), (door.name, answer.json)
                assert MARK not in answer.text
    assert told(front, theirs) == before


@pytest.mark.parametrize(("verb", "more"), [("call", {"reason": "diminta hadir"}), ("return", {}), ("resume", {})])
def test_no_desk_reaches_a_ticket_of_the_other_mall(
    front: Front, theirs: dict[str, Any], verb: str, more: dict[str, str]
) -> None:
    officer = front.officer()

    for ticket in theirs["tickets"]:
        answer = officer.post(f"desk/{verb}", {"ticket": ticket, **more})
        assert (answer.status_code, answer.json["code"]) == (404, "ticket.unknown")


@pytest.mark.usefixtures("theirs")
def test_the_same_codes_mean_the_own_house(front: Front, other: int) -> None:
    taken = front.take("KTP")
    officer = front.officer("DUKCAPIL-1")

    assert taken["number"] == "1A-001"
    assert officer.post("desk/call-next").json["ticket"]["id"] == taken["id"]
    supervisor = front.person(Role.SUPERVISOR)
    assert supervisor.post("services/KTP/close", {"reason": "listrik padam"}).status_code == 200
    there = front.device(DeviceKind.KIOSK, mall_id=other)
    assert there.post("tickets", {"service": "KTP"}).status_code == 201
    assert front.kiosk.post("tickets", {"service": "KTP"}).json["code"] == "service.closed"


def test_a_printer_takes_no_paper_of_the_other_mall(front: Front, other: int) -> None:
    there = front.device(DeviceKind.KIOSK, mall_id=other)
    assert there.post("tickets", {"service": "KTP"}).json["slip"] is not None

    assert front.printer.post("print-jobs/claim").json == {"job": None}


def test_a_key_used_in_one_mall_is_free_in_the_other(front: Front, other: int) -> None:
    here, there = front.kiosk, front.device(DeviceKind.KIOSK, mall_id=other)

    first = here.post("tickets", {"service": "KTP"}, key="one")
    second = there.post("tickets", {"service": "KIA"}, key="one")

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json["id"] != second.json["id"]


def test_a_code_of_the_other_mall_pairs_nothing(front: Front, other: int) -> None:
    asked = front.anyone.post("devices/pairing", {"kind": "display", "mall": "SEBERANG"}).json

    answer = front.person(Role.ADMINISTRATOR).post("devices/pair", {"code": asked["code"], "name": "D9"})
    assert answer.json["code"] == "pairing.unknown"
    paired = front.person(Role.ADMINISTRATOR, mall_id=other).post("devices/pair", {"code": asked["code"], "name": "D9"})
    assert paired.status_code == 201


@pytest.mark.usefixtures("other")
def test_where_several_malls_live_one_says_which(front: Front) -> None:
    front.newcomer(Role.SUPERVISOR, username="siti")
    body = {"username": "siti", "password": "hujan di bulan juni"}

    assert front.anyone.post("session", body).json["code"] == "session.wrong"
    assert front.anyone.post("session", {**body, "mall": "SEBERANG"}).json["code"] == "session.wrong"
    assert front.anyone.post("session", {**body, "mall": "CONTOH"}).status_code == 200
    assert front.anyone.post("devices/pairing", {"kind": "kiosk"}).json["code"] == "mall.unknown"
    assert front.anyone.post("devices/pairing", {"kind": "kiosk", "mall": "NOWHERE"}).json["code"] == "mall.unknown"


def test_each_mall_counts_its_own_facts(front: Front, other: int) -> None:
    seq = front.device(DeviceKind.DISPLAY).get("board").json["seq"]
    there = front.device(DeviceKind.KIOSK, mall_id=other)
    there.post("tickets", {"service": "KTP"})

    assert front.device(DeviceKind.DISPLAY).get("board").json["seq"] == seq
    assert there.get("journal").json["entries"][-1]["name"] == "ticket.issued"


def told(front: Front, theirs: dict[str, Any]) -> str:
    """Everything that the other mall's own administrator can see there."""
    administrator: Caller = theirs["administrator"]
    return json.dumps([administrator.get(path).json for path in ("board", "journal", "people", "devices")])
