"""What requests bring: checked shapes, with limits on every length."""

import unicodedata
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from queue_server.domain.roles import DeviceKind, Role

LARGEST_ID = 2**53 - 1  # what JavaScript can hold; every row id is far below


def _plain(text: str) -> str:
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in text):
        raise ValueError("control characters")
    return text


def _of_this_age(moment: datetime) -> datetime:
    # At either end of the calendar a moment cannot be told in another zone.
    if not 2000 <= moment.year < 3000:
        raise ValueError("far away")
    return moment


def _text(least: int, most: int) -> StringConstraints:
    return StringConstraints(strip_whitespace=True, min_length=least, max_length=most)


Code = Annotated[str, _text(1, 24), AfterValidator(_plain)]
Name = Annotated[str, _text(1, 40), AfterValidator(_plain)]
Reason = Annotated[str, _text(3, 140), AfterValidator(_plain)]
ShortReason = Annotated[str, _text(1, 60), AfterValidator(_plain)]
Moment = Annotated[AwareDatetime, AfterValidator(_of_this_age)]
RowId = Annotated[int, Field(ge=1, le=LARGEST_ID, strict=True)]
Seq = Annotated[int, Field(ge=0, le=LARGEST_ID, strict=True)]


class Body(BaseModel):
    """A field nobody knows is a mistake worth telling."""

    model_config = ConfigDict(extra="forbid")


class Nothing(Body):
    """No fields."""


class SignIn(Body):
    username: Annotated[str, _text(1, 60), AfterValidator(_plain)]
    password: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    mall: Code | None = None


class TakeNumber(Body):
    service: Code
    language: Literal["id", "en"] = "id"
    priority: Annotated[bool, Field(strict=True)] = False


class Seen(Body):
    """`seq`: the newest that the screen saw; the command is refused when something happened there since."""

    seq: Seq | None = None


class OpenDesk(Seen):
    counter: Code
    lines: Annotated[list[Code], Field(min_length=1, max_length=20)] | None = None


class Park(Seen):
    reason: ShortReason | None = None


class OneTicket(Seen):
    ticket: RowId


class MaybeTicket(Seen):
    ticket: RowId | None = None


class Transfer(Seen):
    service: Code


class CallOne(Seen):
    ticket: RowId
    reason: Reason


class Pause(Seen):
    reason: ShortReason
    minutes: Annotated[int, Field(ge=1, le=240, strict=True)] | None = None


class Because(Body):
    reason: Reason


class BecauseUntil(Because):
    until: Moment | None = None


class ReportSlip(Body):
    outcome: Literal["printed", "not_printed", "unknown"]
    reason: ShortReason | None = None


class ClaimSlip(Body):
    printer: Name | None = None


class AskPairing(Body):
    kind: DeviceKind
    mall: Code | None = None


class PollPairing(Body):
    poll_token: Annotated[str, StringConstraints(min_length=20, max_length=100), AfterValidator(_plain)]


class ApprovePairing(Body):
    code: Annotated[str, _text(8, 12), AfterValidator(_plain)]
    name: Name
    zone: Code | None = None
    printer: Name | None = None


class AddPerson(Body):
    username: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{1,58}$")]
    name: Annotated[str, _text(1, 80), AfterValidator(_plain)]
    role: Role
    agency: Code | None = None
    password: Annotated[str, StringConstraints(min_length=10, max_length=200)]


class BoardQuery(Body):
    zone: Code | None = None


class JournalQuery(Body):
    after: Annotated[int, Field(ge=0, le=LARGEST_ID)] = 0
    limit: Annotated[int, Field(ge=1, le=1000)] = 500


class ReportQuery(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    first: Annotated[date | None, Field(alias="from")] = None
    last: Annotated[date | None, Field(alias="to")] = None
    format: Literal["json", "csv", "xlsx", "pdf"] = "json"
