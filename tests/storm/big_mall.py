"""A mall of full size for storms and measurements: the demonstration's catalogue, always open, with its people and
devices. Their secrets follow from their names, so that every process knows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, create_engine, insert

from queue_server.access.passwords import hash_password
from queue_server.access.tokens import hashed
from queue_server.catalogue.plan import AgencySpec, CatalogueFile
from queue_server.catalogue.read import read
from queue_server.db import house as rows
from queue_server.db import schema
from queue_server.db.engine import open_writer
from queue_server.domain import journal
from queue_server.settings import CONFIG

PASSWORD = "satu-sandi-untuk-uji"
ALWAYS = {str(day): [["00:00", "23:59:59"]] for day in range(7)}
PLENTY = 10_000_000  # a quota that is counted at every number and never used up
KIOSKS = DISPLAYS = 8


@dataclass(frozen=True, slots=True)
class BigMall:
    """What a client must know of it. `busy` is the counters, each with its line and that line's first service."""

    mall_id: int
    code: str
    services: tuple[str, ...]
    counters: tuple[str, ...]

    def token(self, kind: str, number: int = 1) -> str:
        return f"{self.code}-{kind}-{number}"

    def officer(self, counter: str) -> str:
        """The username of the officer who sits at that counter; everybody's password is PASSWORD."""
        return f"{self.code}.{counter}".lower()


def prepare(url: str, codes: Iterable[str] = ("BESAR",), *, printers: bool = True) -> list[BigMall]:
    """Migrates the database and furnishes one mall for each code."""
    schema.upgrade(url)
    engine = open_writer(url)
    try:
        with engine.begin() as connection:
            return [_furnish(connection, code, printers=printers) for code in codes]
    finally:
        engine.dispose()


@cache
def catalogue() -> CatalogueFile:
    return read(CONFIG / "demo_catalogue.yaml")


def home_of(counter: str) -> tuple[str, str]:
    """The first line of that counter, and a service of that line."""
    agency, desk = next((one, two) for one in catalogue().agencies for two in one.counters if two.code == counter)
    return desk.lines[0], next(service.code for service in agency.services if service.line == desk.lines[0])


@cache
def _password_hash() -> str:
    return hash_password(PASSWORD)


def _add(connection: Connection, table: type, **values: Any) -> int:
    key = connection.execute(insert(table), values).inserted_primary_key
    assert key is not None
    return int(key[0])


def _furnish(connection: Connection, code: str, *, printers: bool) -> BigMall:
    mall = _add(connection, rows.Mall, code=code, name=f"MPP {code}", timezone="Asia/Jakarta", chain=journal.GENESIS)
    hours = _add(connection, rows.Hours, mall_id=mall, code="always", week=ALWAYS, cutoff_minutes=0)
    zones = {
        zone.code: _add(
            connection,
            rows.Zone,
            mall_id=mall,
            code=zone.code,
            name=zone.name,
            name_en=zone.name_en,
            floor=zone.floor,
            position=position,
        )
        for position, zone in enumerate(catalogue().zones)
    }
    for position, agency in enumerate(catalogue().agencies):
        _add_agency(connection, mall, agency, code=code, zone=zones[agency.zone], hours=hours, position=position)
    _add_devices(connection, mall, code, zones=list(zones.values()), printers=printers)
    services = tuple(service.code for agency in catalogue().agencies for service in agency.services)
    counters = tuple(counter.code for agency in catalogue().agencies for counter in agency.counters)
    return BigMall(mall, code, services, counters)


def _add_agency(
    connection: Connection, mall: int, agency: AgencySpec, *, code: str, zone: int, hours: int, position: int
) -> None:
    agency_id = _add(
        connection,
        rows.Agency,
        mall_id=mall,
        zone_id=zone,
        hours_id=hours,
        code=agency.code,
        short_name=agency.short_name,
        name=agency.name,
        name_en=agency.name_en,
        kind=agency.kind,
        demand_share=agency.demand_share,
        position=position,
    )
    lines = {
        line.code: _add(
            connection,
            rows.Line,
            mall_id=mall,
            agency_id=agency_id,
            code=line.code,
            name=line.name,
            name_en=line.name_en,
            position=place,
        )
        for place, line in enumerate(agency.lines)
    }
    connection.execute(
        insert(rows.Service),
        [
            {
                "mall_id": mall,
                "line_id": lines[service.line],
                "code": service.code,
                "name": service.name,
                "name_en": service.name_en,
                "short_name": service.short_name,
                "short_name_en": service.short_name_en,
                "target_minutes": service.target_minutes,
                "daily_quota": PLENTY if service.daily_quota is not None else None,
                "demand_share": service.demand_share,
                "popular": service.popular,
                "requirements": list(service.requirements),
                "requirements_en": list(service.requirements_en),
                "synonyms": list(service.synonyms),
                "position": place,
            }
            for place, service in enumerate(agency.services)
        ],
    )
    for place, counter in enumerate(agency.counters):
        _add(
            connection,
            rows.Counter,
            mall_id=mall,
            agency_id=agency_id,
            code=counter.code,
            number=counter.number,
            lines=list(counter.lines),
            helping=list(counter.helping),
            position=place,
        )
        _add(
            connection,
            rows.Person,
            mall_id=mall,
            agency_id=agency_id,
            username=f"{code}.{counter.code}".lower(),
            name=f"Petugas {counter.number}",
            role="officer",
            password_hash=_password_hash(),
        )


def _add_devices(connection: Connection, mall: int, code: str, *, zones: list[int], printers: bool) -> None:
    for username, role in (("admin", "administrator"), ("pengawas", "supervisor")):
        _add(
            connection,
            rows.Person,
            mall_id=mall,
            username=f"{code}.{username}".lower(),
            name=username,
            role=role,
            password_hash=_password_hash(),
        )

    def device(kind: str, number: int, **more: Any) -> int:
        return _add(
            connection,
            rows.Device,
            mall_id=mall,
            zone_id=zones[number % len(zones)],
            kind=kind,
            name=f"{kind} {number}",
            token_hash=hashed(f"{code}-{kind}-{number}"),
            paired_at=datetime.now(UTC),
            **more,
        )

    for number in range(1, KIOSKS + 1):
        printer = device("printer", number) if printers else None
        device("kiosk", number, printer_id=printer)
    for number in range(1, DISPLAYS + 1):
        device("display", number)


def clone(template: str, url: str) -> None:
    """A new PostgreSQL database, made as a copy of another; both are addresses of one server."""
    server, _, name = url.rpartition("/")
    engine = create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template.rpartition('/')[2]}")
    engine.dispose()
