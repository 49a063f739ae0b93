"""A door: one method and path, who may knock, what is brought, what is answered. All doors stand in one table."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Response
from pydantic import BaseModel

from queue_server.domain.refusals import Refusal
from queue_server.domain.roles import Deed

View = Callable[..., Response]


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """`needs` None means that anyone may knock, and then `why_open` says why that is right.

    `also`: the media types of the files that it can answer with instead of JSON."""

    method: str
    path: str
    view: View
    needs: Deed | None
    summary: str
    why_open: str = ""
    body: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    answer: type[BaseModel] | None = None
    also: tuple[str, ...] = ()
    status: int = 200
    refusals: tuple[type[Refusal], ...] = field(default=())

    def __post_init__(self) -> None:
        if self.needs is None and not self.why_open:
            raise ValueError(f"{self.method} {self.path}: an open door says why")

    @property
    def changes(self) -> bool:
        """Whether knocking may change something: then a person's browser must show its CSRF token."""
        return self.method not in ("GET", "HEAD")

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


def opened(every: list[list[Door]]) -> list[Door]:
    """The rooms' doors in one list; two doors may not have the same method and path."""
    doors = [door for room in every for door in room]
    names = [door.name for door in doors]
    if len(set(names)) != len(names):
        raise ValueError("two doors in one place")
    return doors


AnyBody = dict[str, Any]
