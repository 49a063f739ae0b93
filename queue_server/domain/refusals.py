"""The reasons for saying no: a code and facts, never a sentence and never an HTTP number."""

from enum import StrEnum
from typing import ClassVar


class Kind(StrEnum):
    """What sort of no it is; the edge turns each kind into one HTTP status."""

    UNKNOWN = "unknown"
    CONFLICT = "conflict"
    FORBIDDEN = "forbidden"
    UNSIGNED = "unsigned"
    INVALID = "invalid"
    TOO_MANY = "too_many"
    MALFORMED = "malformed"
    TOO_LARGE = "too_large"
    MEDIA = "media"
    METHOD = "method"
    FULL = "full"
    BUSY = "busy"


class Refusal(Exception):
    """A no with its reason. `carries` names the facts it is always raised with; more may come along.

    Its sentence stands in `config/words/refusal.<lang>.json` under `refusal.<code>` and uses only what it carries.
    """

    code: ClassVar[str]
    kind: ClassVar[Kind]
    carries: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, **facts: object) -> None:
        missing = self.carries - facts.keys()
        if missing:
            raise TypeError(f"{type(self).__name__} is raised without {', '.join(sorted(missing))}")
        self.facts = facts
        super().__init__(self.code, facts)

    def __str__(self) -> str:
        return f"{self.code} {self.facts}" if self.facts else self.code


class Unknown(Refusal):
    """There is no such thing here."""

    kind = Kind.UNKNOWN


class Conflict(Refusal):
    """The hall is not in the state that this needs."""

    kind = Kind.CONFLICT


class Forbidden(Refusal):
    """Known, and not allowed."""

    kind = Kind.FORBIDDEN


class Unsigned(Refusal):
    """Nobody is signed in."""

    kind = Kind.UNSIGNED


class Invalid(Refusal):
    """Understood, and not acceptable."""

    kind = Kind.INVALID


class TooMany(Refusal):
    """Too often in too short a time."""

    kind = Kind.TOO_MANY


class ServiceUnknown(Unknown):
    code = "service.unknown"


class MallUnknown(Unknown):
    code = "mall.unknown"


class AgencyUnknown(Unknown):
    code = "agency.unknown"


class LineUnknown(Unknown):
    code = "line.unknown"


class ZoneUnknown(Unknown):
    code = "zone.unknown"


class CounterUnknown(Unknown):
    code = "counter.unknown"


class TicketUnknown(Unknown):
    code = "ticket.unknown"


class DeviceUnknown(Unknown):
    code = "device.unknown"


class PersonUnknown(Unknown):
    code = "person.unknown"


class PairingUnknown(Unknown):
    code = "pairing.unknown"


class JobUnknown(Unknown):
    code = "job.unknown"


class PageUnknown(Unknown):
    code = "page.unknown"


class ServiceClosed(Conflict):
    code = "service.closed"
    carries = frozenset({"reason", "opens_at"})


class TicketMovedOn(Conflict):
    code = "ticket.moved_on"


class TicketWrongState(Conflict):
    code = "ticket.wrong_state"
    carries = frozenset({"state", "move"})


class LineEmpty(Conflict):
    code = "line.empty"


class DeskNone(Conflict):
    code = "desk.none"


class DeskBusy(Conflict):
    code = "desk.busy"
    carries = frozenset({"ticket"})


class DeskTaken(Conflict):
    code = "desk.taken"


class DeskPaused(Conflict):
    code = "desk.paused"


class DeskIdle(Conflict):
    code = "desk.idle"


class DeskOpen(Conflict):
    code = "desk.open"
    carries = frozenset({"counter"})


class UndoTooLate(Conflict):
    code = "undo.too_late"


class AnnounceTooSoon(Conflict):
    code = "announce.too_soon"


class AnnounceEnough(Conflict):
    code = "announce.enough"


class PairingExpired(Conflict):
    code = "pairing.expired"


class JobSettled(Conflict):
    code = "job.settled"


class CatalogueInUse(Conflict):
    code = "catalogue.in_use"
    carries = frozenset({"codes"})


class PersonExists(Conflict):
    code = "person.exists"


class DeviceExists(Conflict):
    code = "device.exists"


class CounterOtherAgency(Forbidden):
    code = "counter.other_agency"


class RoleForbidden(Forbidden):
    code = "role.forbidden"


class AgencyOther(Forbidden):
    code = "agency.other"


class DeviceForbidden(Forbidden):
    code = "device.forbidden"


class CsrfMissing(Forbidden):
    code = "csrf.missing"


class OriginForeign(Forbidden):
    code = "origin.foreign"


class SessionNone(Unsigned):
    code = "session.none"


class SessionWrong(Unsigned):
    code = "session.wrong"


class SessionLocked(TooMany):
    code = "session.locked"


class RateLimited(TooMany):
    code = "rate.limited"


class KeyReused(Invalid):
    code = "key.reused"


class BodyInvalid(Invalid):
    code = "body.invalid"


class PasswordWeak(Invalid):
    code = "password.weak"


class BodyMalformed(Refusal):
    code = "body.malformed"
    kind = Kind.MALFORMED


class BodyTooLarge(Refusal):
    code = "body.too_large"
    kind = Kind.TOO_LARGE


class MediaUnsupported(Refusal):
    code = "media.unsupported"
    kind = Kind.MEDIA


class MethodUnsupported(Refusal):
    code = "method.unsupported"
    kind = Kind.METHOD


class StoreFull(Refusal):
    code = "store.full"
    kind = Kind.FULL


class StoreBusy(Refusal):
    code = "store.busy"
    kind = Kind.BUSY
