"""A small mall for tests, and the people in it: scenes read like what happens in the hall."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from queue_server.actions import citizen, clock, officer
from queue_server.actions import desk as desks
from queue_server.actions.citizen import Issued, Order
from queue_server.actions.desk import AtDesk, stand_at
from queue_server.actions.undoing import undo
from queue_server.db import house as rows
from queue_server.db.store import Store
from queue_server.db.work import Work
from queue_server.domain import journal
from queue_server.domain.events import Fact
from queue_server.domain.house import House
from queue_server.domain.roles import Actor, DeviceKind, Role
from queue_server.domain.ticket import Ticket
from queue_server.queries import house as houses
from queue_server.queries import journal as journals
from queue_server.queries import ticket as tickets

Result = TypeVar("Result")

ZONE = ZoneInfo("Asia/Jakarta")
MORNING = datetime(2026, 11, 24, 10, 30, tzinfo=ZONE)  # a Tuesday
EVERY_DAY = {str(day): [["08:00", "15:30"]] for day in range(5)}


@dataclass(slots=True)
class StandingClock:
    """Stands still until somebody moves it."""

    now: datetime = field(default_factory=lambda: MORNING.astimezone(UTC))

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass(slots=True)
class World:
    """One mall on one database, with its clock. `facts` holds the names of what was told, in order."""

    store: Store
    clock: StandingClock
    mall_id: int
    told: list[Fact] = field(default_factory=list)

    @property
    def facts(self) -> list[str]:
        return [fact.name for fact in self.told if not fact.name.startswith(("day.", "desk.opened"))]

    @property
    def house(self) -> House:
        with self.store.read() as connection:
            return self.store.house(connection, self.mall_id)

    @property
    def kiosk(self) -> Actor:
        return Actor(kind="device", id=1, name="K1", mall_id=self.mall_id, device_kind=DeviceKind.KIOSK)

    def take(self, service: str = "KTP", *, priority: bool = False) -> Issued:
        """Somebody takes a number now."""
        return self.do(
            self.kiosk, lambda work: citizen.issue(work, work.house.services[service], Order(priority=priority))
        )

    def waiting(self, service: str = "KTP", *, minutes: float, priority: bool = False) -> Ticket:
        """Somebody who took a number so many minutes ago and still waits."""
        here = self.clock.now
        self.clock.now = here - timedelta(minutes=minutes)
        try:
            return self.take(service, priority=priority).ticket
        finally:
            self.clock.now = here

    def desk(self, counter: str = "DUKCAPIL-1", person: int = 1) -> "OfficerAt":
        """An officer who has opened that counter."""
        code = counter.partition("-")[0]
        agency = self.house.agencies[code]
        actor = Actor(
            kind="person",
            id=person,
            name=f"Petugas {person}",
            mall_id=self.mall_id,
            role=Role.OFFICER,
            agency_id=agency.id,
            agency_code=code,
        )
        self.do(actor, lambda work: desks.open_desk(work, work.house.counters[counter]))
        return OfficerAt(self, actor)

    def ticket(self, ticket_id: int) -> Ticket:
        with self.store.read() as connection:
            found = tickets.by_id(connection, self.mall_id, ticket_id)
        assert found is not None
        return found

    def do(self, by: Actor, deed: Callable[[Work], Result]) -> Result:
        """One command: the day is opened when it is new, as at the edge."""
        with self.store.work(by=by) as work:
            clock.begin_day(work)
            return deed(work)

    def verify(self) -> None:
        """The journal's chain holds from end to end."""
        with self.store.read() as connection:
            assert journals.first_break(connection, self.mall_id) is None


@dataclass(slots=True)
class OfficerAt:
    """An officer at an open desk; each verb is one command."""

    world: World
    actor: Actor

    def call_next(self, *, seen: int | None = None) -> Ticket:
        return self._at(officer.call_next, seen)

    def finish_and_call_next(self, *, seen: int | None = None) -> Ticket | None:
        return self._at(officer.finish_and_call_next, seen)

    def announce(self) -> Ticket:
        return self._at(officer.announce, None)

    def start(self) -> Ticket:
        return self._at(officer.start, None)

    def finish(self) -> Ticket:
        return self._at(officer.finish, None)

    def miss(self) -> Ticket:
        return self._at(officer.miss, None)

    def park(self, why: str | None = None) -> Ticket:
        return self._at(lambda work, at: officer.park(work, at, why=why), None)

    def resume(self, ticket: Ticket) -> Ticket:
        return self._at(lambda work, at: officer.resume(work, at, ticket.id), None)

    def transfer(self, service: str) -> Ticket:
        return self._at(lambda work, at: officer.transfer(work, at, work.house.services[service]), None)

    def give_back(self, ticket: Ticket | None = None) -> Ticket:
        return self._at(lambda work, at: officer.give_back(work, at, ticket.id if ticket else None), None)

    def call(self, ticket: Ticket, why: str = "diminta hadir") -> Ticket:
        return self._at(lambda work, at: officer.call_particular(work, at, ticket.id, why=why), None)

    def undo(self) -> list[Ticket]:
        return self._at(undo, None)

    def pause(self, reason: str = "istirahat", minutes: int | None = 15) -> object:
        return self._at(lambda work, at: desks.pause(work, at, reason=reason, minutes=minutes), None)

    def close(self) -> object:
        return self._at(desks.close, None)

    def stands(self) -> AtDesk:
        return self._at(lambda work, at: at, None)

    def _at(self, deed: Callable[[Work, AtDesk], Result], seen: int | None) -> Result:
        return self.world.do(self.actor, lambda work: deed(work, stand_at(work, seen=seen)))


def open_world(url: str) -> World:
    """The small mall on a migrated, empty database."""
    standing_clock = StandingClock()
    store = Store(url, load_house=houses.load, clock=standing_clock)
    mall_id = build_mall(store)
    world = World(store, standing_clock, mall_id)
    store.listen(lambda _, facts: world.told.extend(facts))
    return world


def build_mall(store: Store, code: str = "CONTOH") -> int:
    """Dukcapil with lines 1A and 1B and three counters, Samsat with 2A and one counter, a kiosk and a printer."""
    with store._writer.begin() as connection:

        def add(table: type, **values: object) -> int:
            key = connection.execute(insert(table), values).inserted_primary_key
            assert key is not None
            return int(key[0])

        mall = add(rows.Mall, code=code, name="MPP Kabupaten Contoh", timezone=ZONE.key, chain=journal.GENESIS)
        hours = add(rows.Hours, mall_id=mall, code="default", week=EVERY_DAY, cutoff_minutes=30)
        zones = {
            number: add(
                rows.Zone,
                mall_id=mall,
                code=f"Z{number}",
                name=f"Zona {number}",
                name_en=f"Zone {number}",
                floor=number,
                position=number,
            )
            for number in (1, 2)
        }
        lines: dict[str, int] = {}
        agencies = (("DUKCAPIL", 1, ("1A", "1B")), ("SAMSAT", 2, ("2A",)))
        for position, (agency_code, zone, prefixes) in enumerate(agencies):
            agency = add(
                rows.Agency,
                mall_id=mall,
                zone_id=zones[zone],
                hours_id=hours,
                code=agency_code,
                short_name=agency_code.title(),
                name=f"Dinas {agency_code.title()}",
                name_en=f"{agency_code.title()} Office",
                kind="pemda",
                demand_share=0.5,
                position=position,
            )
            for prefix in prefixes:
                lines[prefix] = add(
                    rows.Line, mall_id=mall, agency_id=agency, code=prefix, name=prefix, name_en=prefix, position=0
                )
            counters = 3 if agency_code == "DUKCAPIL" else 1
            for number in range(1, counters + 1):
                add(
                    rows.Counter,
                    mall_id=mall,
                    agency_id=agency,
                    code=f"{agency_code}-{number}",
                    number=str(number + 10 * zone),
                    lines=list(prefixes),
                    position=number,
                )
            for person in range(1, 4):
                add(
                    rows.Person,
                    mall_id=mall,
                    agency_id=agency,
                    username=f"{agency_code.lower()}{person}",
                    name=f"Petugas {person}",
                    role="officer",
                    password_hash="-",
                )
        services = (("KTP", "1A", None), ("KIA", "1A", None), ("KK", "1B", 2), ("PAJAK", "2A", None))
        for position, (service, prefix, quota) in enumerate(services):
            add(
                rows.Service,
                mall_id=mall,
                line_id=lines[prefix],
                code=service,
                name=f"Layanan {service}",
                name_en=f"Service {service}",
                target_minutes=10,
                daily_quota=quota,
                position=position,
            )
        for number in (1, 2):
            add(
                rows.Device,
                mall_id=mall,
                kind="kiosk" if number == 1 else "printer",
                name=f"{code[0]}{number}",
                token_hash=f"{code}-{number}",
                paired_at=store.clock(),
            )
    return mall
