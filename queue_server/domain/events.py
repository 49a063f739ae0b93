"""The facts, in the past tense: one class per fact, whose name is its wire name, and what the hall may know of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from queue_server.domain.lifecycle import Move
from queue_server.domain.ticket import Face


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened, with the faces of the things it changed, each as it now is."""

    name: ClassVar[str] = ""
    # A private fact stays in the journal: the hall learns only that its `seq` passed.
    is_private: ClassVar[bool] = False

    ticket: Face | None = None
    desk: Face | None = None
    service: Face | None = None
    slip: Face | None = None
    device: Face | None = None
    note: Mapping[str, object] | None = None

    def __init_subclass__(cls) -> None:
        thing, *deed = re.findall(r"[A-Z][a-z]+", cls.__name__)
        cls.name = f"{thing.lower()}.{'_'.join(deed).lower()}"

    def body(self) -> dict[str, object]:
        """The journal's body: only what is there."""
        things = {
            "ticket": self.ticket,
            "desk": self.desk,
            "service": self.service,
            "slip": self.slip,
            "device": self.device,
            "note": dict(self.note) if self.note else None,
        }
        return {key: value for key, value in things.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Fact:
    """An event that has its place in the journal: `seq` and `at` (UTC)."""

    seq: int
    at: datetime
    name: str
    body: dict[str, object]
    is_private: bool = False


class TicketIssued(Event): ...


class TicketCalled(Event): ...


class TicketAnnounced(Event): ...


class TicketStarted(Event): ...


class TicketParked(Event): ...


class TicketResumed(Event): ...


class TicketFinished(Event): ...


class TicketTransferred(Event): ...


class TicketMissed(Event): ...


class TicketReturned(Event): ...


class TicketWithdrawn(Event): ...


class TicketExpired(Event): ...


class TicketRestored(Event): ...


class TicketPrioritised(Event): ...


class DeskOpened(Event): ...


class DeskPaused(Event): ...


class DeskResumed(Event): ...


class DeskClosed(Event): ...


class ServiceOpened(Event): ...


class ServiceClosed(Event): ...


class ServiceScheduled(Event): ...


class DayOpened(Event): ...


class CatalogueChanged(Event): ...


class SlipPrinted(Event): ...


class SlipNotPrinted(Event): ...


class SlipUnknown(Event): ...


class SlipAbandoned(Event): ...


class DevicePaired(Event): ...


class DeviceRevoked(Event): ...


class PersonAdded(Event):
    is_private = True


class PersonDeactivated(Event):
    is_private = True


class SessionOpened(Event):
    is_private = True


class SessionClosed(Event):
    is_private = True


class SessionLocked(Event):
    is_private = True


EVENT_OF: Mapping[Move, type[Event]] = {
    Move.ISSUE: TicketIssued,
    Move.CALL: TicketCalled,
    Move.ANNOUNCE: TicketAnnounced,
    Move.START: TicketStarted,
    Move.PARK: TicketParked,
    Move.RESUME: TicketResumed,
    Move.FINISH: TicketFinished,
    Move.TRANSFER: TicketTransferred,
    Move.MISS: TicketMissed,
    Move.RETURN: TicketReturned,
    Move.WITHDRAW: TicketWithdrawn,
    Move.EXPIRE: TicketExpired,
}

_PRIVATE = frozenset(event.name for event in Event.__subclasses__() if event.is_private)


def is_private(name: str) -> bool:
    """Whether the hall may only learn that a fact of this name happened."""
    return name in _PRIVATE


def hall_face(fact: Fact, at: str) -> dict[str, object]:
    """The fact as it goes to the hall: `seq`, `name`, `at` (as given, local), and each thing as it now is."""
    told: dict[str, object] = {"seq": fact.seq, "name": fact.name, "at": at}
    if not fact.is_private:
        told.update((thing, face) for thing, face in fact.body.items() if thing != "note")
    return told
