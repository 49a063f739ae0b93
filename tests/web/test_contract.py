"""The contract as a machine reads it: every door is tried with much that fits and does not, and answers as promised."""

import re
from collections.abc import Callable
from functools import cached_property
from itertools import count
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from queue_server.domain.roles import GRANTS, DeviceKind, Role
from queue_server.web import DOORS
from queue_server.web.door import Door
from tests.web.front import PASSWORD, Caller, Front

pytestmark = pytest.mark.slow

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
OF_ADDRESS = {
    (door.method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", door.path)): door
    for door in DOORS
    if door.path.startswith(("/api/", "/health"))
}
BEFORE = {
    "announce": ("call-next",),
    "start": ("call-next",),
    "miss": ("call-next",),
    "undo": ("call-next",),
    "finish": ("call-next", "start"),
    "finish-and-call-next": ("call-next", "start"),
    "park": ("call-next", "start"),
    "transfer": ("call-next", "start"),
    "return": ("call-next", "start"),
    "resume": ("call-next", "start", "park"),
}
# Who knocks, in turn where several may.
KNOCK = (Role.OFFICER, Role.SUPERVISOR, Role.ADMINISTRATOR, DeviceKind.PRINTER, DeviceKind.KIOSK, DeviceKind.DISPLAY)


class Crowd:
    """Everybody who knocks, and real things for them to ask about."""

    def __init__(self, front: Front) -> None:
        self.front = front
        self._callers: dict[Role | DeviceKind, Caller] = {}
        self._turn = count()

    def caller(self, door: Door) -> Caller:
        if door.path == "/api/v1/session" and door.method != "POST":
            return self.front.person(Role.MONITOR)
        if door.needs is None:
            return self.front.anyone
        may = [part for part in KNOCK if door.needs in GRANTS[part]]
        part = may[next(self._turn) % len(may)]
        if part not in self._callers:
            self._callers[part] = self._new(part)
        return self._callers[part]

    def real(self, name: str) -> object:
        """Something that there is, new each time."""
        return self._real[name]()

    @cached_property
    def _real(self) -> dict[str, Callable[[], object]]:
        front = self.front
        return {
            "ticket_id": self._ticket,
            "ticket": self._ticket,
            "token": lambda: front.take()["token"],
            "service": lambda: "KTP",
            "counter": lambda: "DUKCAPIL-1",
            "lines": lambda: ["1A"],
            "zone": lambda: "Z1",
            "agency": lambda: "DUKCAPIL",
            "mall": lambda: "CONTOH",
            "reason": lambda: "uji kontrak",
            "username": lambda: f"siti{len(front.world.told)}",
            "name": lambda: f"Layar {len(front.world.told)}",
            "password": lambda: PASSWORD,
            "until": lambda: "2026-11-24T12:00:00+07:00",
            "device_id": lambda: front.device(DeviceKind.DISPLAY).id,
            "person_id": lambda: front.newcomer(Role.OFFICER, "DUKCAPIL"),
            "job_id": self._job,
            "printer": lambda: "C2",
            "poll_token": lambda: self._asked()["poll_token"],
            "code": lambda: self._asked()["code"],
        }

    def path_value(self, door: Door, name: str) -> object:
        return "KTP" if name == "code" and "/services/" in door.path else self.real(name)

    def body_value(self, door: Door, name: str, drawn: object) -> object:
        if door.path == "/api/v1/session" and name == "username":
            return "siti"
        if door.path == "/api/v1/desk/resume" and name == "ticket":
            return self.officer.get("desk").json["desk"]["parked"][0]["id"]
        return self.real(name) if name in self._real else drawn

    @property
    def officer(self) -> Caller:
        return self.caller(next(door for door in DOORS if door.path == "/api/v1/desk/call-next"))

    def make_ready(self, door: Door) -> None:
        """Brings the officer's desk to where this verb can be done."""
        if not door.path.startswith("/api/v1/desk/"):
            return
        verb = door.path.rpartition("/")[2]
        self._tidy_up()
        if verb == "open":
            self._do("close")
        self.front.take()
        for before in BEFORE.get(verb, ()):
            self._do(before)
        self.front.world.clock.forward(seconds=15 if verb == "announce" else 0)

    def _tidy_up(self) -> None:
        desk = self.officer.get("desk").json["desk"]
        if desk is None or desk["state"] == "paused":
            self._do("open", counter="DUKCAPIL-1")
        elif desk["state"] == "calling":
            self._do("miss")
        elif desk["state"] == "serving":
            self._do("finish")

    def _do(self, verb: str, **body: object) -> None:
        answer = self.officer.post(f"desk/{verb}", body)
        assert answer.status_code == 200, answer.json

    def _new(self, part: Role | DeviceKind) -> Caller:
        if isinstance(part, DeviceKind):
            return self.front.device(part)
        return self.front.officer() if part is Role.OFFICER else self.front.person(part)

    def _ticket(self) -> int:
        return int(self.front.take()["id"])

    def _job(self) -> int:
        self.front.take()
        printer = next(door for door in DOORS if door.path == "/api/v1/print-jobs/claim")
        return int(self.caller(printer).post("print-jobs/claim").json["job"]["id"])

    def _asked(self) -> dict[str, Any]:
        asked: dict[str, Any] = self.front.anyone.post("devices/pairing", {"kind": "display"}).json
        return asked


@pytest.fixture
def crowd(front: Front) -> Crowd:
    front.newcomer(Role.MONITOR, username="siti")
    return Crowd(front)


@pytest.fixture
def described(front: Front) -> Any:
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", front.app)


@pytest.mark.parametrize("door", OF_ADDRESS.values(), ids=lambda door: door.name)
def test_a_door_answers_as_the_contract_says(described: Any, crowd: Crowd, door: Door) -> None:
    operation = described[described_path(door)][door.method]
    statuses = set()

    @settings(max_examples=12, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def knock(case: Any) -> None:
        case.cookies = {}
        statuses.add(answered(case, crowd.caller(door)))
        case.path_parameters = {name: crowd.path_value(door, name) for name in case.path_parameters or {}}
        crowd.make_ready(door)
        if isinstance(case.body, dict):
            brought = {name: value for name, value in case.body.items() if name != "seq"}
            case.body = {name: crowd.body_value(door, name, value) for name, value in brought.items()}
        statuses.add(answered(case, crowd.caller(door)))

    knock()

    assert door.status in statuses


def answered(case: Any, caller: Caller) -> int:
    """Knocks, and holds the answer to the contract; gives its status."""
    case.headers = {name: value for name, value in (case.headers or {}).items() if name not in caller.headers}
    headers = {name: value for name, value in caller.headers.items() if name != "Cookie"}
    name, _, value = caller.headers.get("Cookie", "").partition("=")
    cookies = {name: value} if name else {}
    return int(case.call_and_validate(headers=headers, cookies=cookies, checks=CHECKS).status_code)


def described_path(door: Door) -> str:
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", door.path)


def test_the_contract_is_openapi(front: Front) -> None:
    schemathesis.openapi.from_wsgi("/api/v1/openapi.json", front.app).validate()


def test_every_door_of_the_contract_is_tried(described: Any) -> None:
    tried = {(one.ok().method.upper(), one.ok().path) for one in described.get_all_operations()}

    assert tried | {("GET", "/api/v1/openapi.json")} == set(OF_ADDRESS)
