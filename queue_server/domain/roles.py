"""Who may do what, and in which agency."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from queue_server.domain.refusals import AgencyOther, DeviceForbidden, RoleForbidden, SessionNone


class Role(StrEnum):
    """What a person is in the mall."""

    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    RECEPTIONIST = "receptionist"
    ADMINISTRATOR = "administrator"
    MONITOR = "monitor"


class DeviceKind(StrEnum):
    """What a paired device is."""

    KIOSK = "kiosk"
    DISPLAY = "display"
    PRINTER = "printer"
    SURVEY = "survey"


class Deed(StrEnum):
    """What a door needs of the one who knocks."""

    WATCH = "watch"  # the board, the journal, the socket
    CATALOGUE = "catalogue"  # read what the mall offers, and what is open
    FOLLOW_STAFF = "follow_staff"  # look at one ticket by its id
    ISSUE = "issue"  # take a number for somebody
    DESK = "desk"  # open a counter, call and serve
    HALL = "hall"  # the live figures
    SERVICE_SWITCH = "service_switch"  # open, close, or leave a service to its hours
    PRIORITISE = "prioritise"
    REPORTS = "reports"
    DEVICES_SEE = "devices_see"
    DEVICES_PAIR = "devices_pair"  # pair and revoke
    PEOPLE = "people"
    PRINT = "print"  # claim a slip and report on it
    DEVICE_SELF = "device_self"  # a device asks who it is


_EVERY_PERSON = frozenset({Deed.WATCH, Deed.CATALOGUE, Deed.FOLLOW_STAFF})
_EVERY_DEVICE = frozenset({Deed.WATCH, Deed.FOLLOW_STAFF, Deed.DEVICE_SELF})
_RECEPTION = frozenset({Deed.ISSUE, Deed.PRIORITISE, Deed.HALL})
_FLOOR = _RECEPTION | {Deed.SERVICE_SWITCH, Deed.REPORTS, Deed.DEVICES_SEE}

GRANTS: Mapping[Role | DeviceKind, frozenset[Deed]] = MappingProxyType(
    {
        Role.OFFICER: _EVERY_PERSON | {Deed.DESK},
        Role.RECEPTIONIST: _EVERY_PERSON | _RECEPTION,
        Role.SUPERVISOR: _EVERY_PERSON | _FLOOR,
        Role.ADMINISTRATOR: _EVERY_PERSON | _FLOOR | {Deed.DEVICES_PAIR, Deed.PEOPLE},
        Role.MONITOR: _EVERY_PERSON | {Deed.REPORTS},
        DeviceKind.KIOSK: _EVERY_DEVICE | {Deed.CATALOGUE, Deed.ISSUE},
        DeviceKind.DISPLAY: _EVERY_DEVICE | {Deed.CATALOGUE},
        DeviceKind.PRINTER: _EVERY_DEVICE | {Deed.PRINT},
        DeviceKind.SURVEY: _EVERY_DEVICE | {Deed.CATALOGUE},
    }
)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person with a role, a device of a kind, the mall's clock, somebody at the server's own command line,
    or anyone with a ticket's token.

    `agency_id` None means bound to no single agency: the whole mall.
    """

    kind: Literal["person", "device", "clock", "command", "anyone"]
    id: int | None = None
    name: str = ""
    mall_id: int | None = None
    role: Role | None = None
    device_kind: DeviceKind | None = None
    agency_id: int | None = None
    agency_code: str | None = None

    def __post_init__(self) -> None:
        if (self.kind == "person") != (self.role is not None):
            raise ValueError("a person has a role, nobody else has one")
        if (self.kind == "device") != (self.device_kind is not None):
            raise ValueError("a device has a kind, nobody else has one")

    @property
    def tag(self) -> str:
        """How the journal names the actor: `person:7`, `device:3`, `clock`; never a person's name."""
        return self.kind if self.id is None else f"{self.kind}:{self.id}"


def may(who: Actor | Role | DeviceKind, deed: Deed) -> bool:
    """Whether the one who knocks may do this at all; the agency is `in_agency`'s question."""
    part = who.role or who.device_kind if isinstance(who, Actor) else who
    return part is not None and deed in GRANTS[part]


def check(actor: Actor, deed: Deed) -> None:
    """Refuses with `RoleForbidden`, `DeviceForbidden`, or `SessionNone` for one whom nobody knows."""
    if may(actor, deed):
        return
    if actor.kind == "anyone":
        raise SessionNone()
    if actor.kind == "device":
        raise DeviceForbidden(deed=deed, device=actor.device_kind)
    raise RoleForbidden(deed=deed, role=actor.role)


def in_agency(actor: Actor, agency_id: int) -> None:
    """Refuses with `AgencyOther` when the actor belongs to another agency; those of the whole mall may go anywhere."""
    if actor.agency_id is not None and actor.agency_id != agency_id:
        raise AgencyOther(agency=actor.agency_code)
