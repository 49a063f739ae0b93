"""Reads what the demonstration adds to its catalogue: people, devices, what is closed for show. Only `demo` does."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from queue_server.demo.day import Bustle


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody of the demonstration; `counter` is where an officer sits."""

    username: str
    name: str
    role: str
    agency: str | None = None
    counter: str | None = None


@dataclass(frozen=True, slots=True)
class DemoDevice:
    """A device to pair; `printer` names the one a kiosk prints on, a display without `zone` shows the whole mall."""

    kind: str
    name: str
    zone: str | None = None
    printer: str | None = None


@dataclass(frozen=True, slots=True)
class ClosedService:
    """A service closed for show, with the reason people read."""

    service: str
    reason: str


@dataclass(frozen=True, slots=True)
class DemoMall:
    """Everything in the file; `password` is everybody's, and known to everybody."""

    catalogue: Path
    always_open: bool
    quota_times: int
    closed: tuple[ClosedService, ...]
    people: tuple[DemoPerson, ...]
    password: str
    devices: tuple[DemoDevice, ...]
    bustle: Bustle


def read_demo_mall(path: Path) -> DemoMall:
    """The demonstration in this TOML file; the catalogue's path is meant beside it. KeyError, TypeError when wrong."""
    read: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    return DemoMall(
        catalogue=path.parent / read["mall"]["catalogue"],
        always_open=read["mall"]["always_open"],
        quota_times=read["mall"]["quota_times"],
        closed=tuple(ClosedService(**one) for one in read["closed"]),
        people=tuple(DemoPerson(**one) for one in read["people"]["person"]),
        password=read["people"]["password"],
        devices=tuple(DemoDevice(**one) for one in read["device"]),
        bustle=Bustle(**read["busy"]),
    )
