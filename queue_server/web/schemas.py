"""The shapes of answers, for OpenAPI and for the tests that hold the doors to it."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

TicketState = Literal[
    "waiting", "called", "serving", "parked", "missed", "finished", "transferred", "withdrawn", "expired"
]
DeskState = Literal["closed", "ready", "calling", "serving", "paused"]
Moment = Annotated[
    str, Field(description="ISO 8601 with the mall's offset", examples=["2026-11-24T09:41:00.000+07:00"])
]


class Open(BaseModel):
    """Later versions may add fields."""

    model_config = ConfigDict(extra="allow")


class Done(Open):
    """Nothing more to say."""


class Problem(Open):
    """RFC 9457, with the refusal's `code` and its facts beside."""

    type: str
    title: str
    status: int
    code: str


class WaitRange(Open):
    """Minutes."""

    low: int
    likely: int
    high: int


class Person(Open):
    name: str
    username: str
    role: str
    agency: str | None


class Session(Open):
    person: Person
    csrf_token: str
    ends_at: Moment | None


class MallFace(Open):
    code: str
    name: str
    timezone: str
    zone_name: str | None
    day: str


class CatalogueService(Open):
    code: str
    name: str
    name_en: str
    line: str
    open: bool
    reason: str | None
    opens_at: Moment | None
    ahead: int
    wait: WaitRange | None


class CatalogueAgency(Open):
    code: str
    name: str
    short_name: str
    zone: str
    services: list[CatalogueService]


class Catalogue(Open):
    mall: MallFace
    agencies: list[CatalogueAgency]


class Slip(Open):
    id: int
    state: str


class IssuedTicket(Open):
    id: int
    number: str
    state: TicketState
    seq: int
    service: str
    agency: str
    line: str
    zone: str
    ahead: int
    wait: WaitRange | None
    issued_at: Moment
    token: str
    follow_url: str
    slip: Slip | None


class Ticket(Open):
    id: int
    number: str
    state: TicketState
    seq: int
    service: str
    agency: str
    line: str
    zone: str
    counter: str | None
    priority: bool


class CounterShown(Open):
    code: str
    number: str


class Follow(Open):
    number: str
    state: TicketState
    ahead: int | None
    wait: WaitRange | None
    counter: CounterShown | None


class Fact(Open):
    seq: int
    name: str
    at: Moment


class Desk(Open):
    counter: str
    state: DeskState
    seq: int
    ticket: Ticket | None


class DeskAnswer(Open):
    ticket: Ticket | None
    facts: list[Fact]
    desk: Desk | None


class OwnDesk(Open):
    desk: Desk | None


class Board(Open):
    mall: MallFace
    seq: int
    at: Moment
    tickets: list[Ticket]


class Journal(Open):
    entries: list[Fact]
    seq: int
    more: bool


class HallFigures(Open):
    seq: int
    at: Moment
    totals: dict[str, int]


class ServiceAnswer(Open):
    facts: list[Fact]


class TicketAnswer(Open):
    ticket: Ticket
    facts: list[Fact]


class Job(Open):
    id: int
    ticket: int
    copy_number: Annotated[int, Field(alias="copy")]
    state: str


class JobAnswer(Open):
    job: Job | None


class Pairing(Open):
    code: str
    poll_token: str
    expires_at: Moment


class PairingState(Open):
    state: Literal["waiting", "expired", "paired"]


class Device(Open):
    id: int
    kind: str
    name: str
    zone: str | None


class DeviceAnswer(Open):
    device: Device


class Devices(Open):
    devices: list[Device]


class People(Open):
    people: list[Person]


class Served(Open):
    """How many numbers were given, served to their end, not answered, and given up."""

    numbers: int
    done: int
    missed: int
    withdrawn: int


class VisitReport(Served):
    """A visit is a person's stay, a number a place in a line: two figures, never one."""

    visits: int
    agencies: list[Served]
    services: list[Served]


class Health(Open):
    status: Literal["ok", "full", "degraded"]
