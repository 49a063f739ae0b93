"""The one place where a transaction begins and ends, and where news goes out after the commit, in order."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, select

from queue_server.db.engine import is_sqlite, open_readers, open_writer
from queue_server.db.house import Mall
from queue_server.db.lane import Batch, Lane, MallLock
from queue_server.db.prepared import Prepared, updating
from queue_server.db.work import Work
from queue_server.domain.events import Fact
from queue_server.domain.house import House
from queue_server.domain.roles import Actor

log = logging.getLogger(__name__)

Listener = Callable[[int, list[Fact]], None]


class Store:
    """Works and readings on one database. `load_house` reads a mall's standing parts; `clock` says what time it is;
    `beside_server` is said by a command that may run beside a server and leaves the upkeep of the file to it."""

    def __init__(
        self,
        url: str,
        *,
        load_house: Callable[[Connection, int], House],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        beside_server: bool = False,
    ) -> None:
        self.url = url
        self.clock = clock
        self._load_house = load_house
        self._houses: dict[int, House] = {}
        self._listeners: list[Listener] = []
        self._writer = open_writer(url, checkpoints=not beside_server)
        self._readers = open_readers(url)
        self._lanes: dict[int, Lane] = {}
        self._opening_lane = threading.Lock()

    @contextmanager
    def work(self, *, by: Actor) -> Iterator[Work]:
        """A writing work on the actor's mall: commits on leaving, rolls back when the body raises.

        LookupError when there is no such mall. Its facts are told to the listeners after the commit, in order."""
        mall_id = by.mall_id
        if mall_id is None:
            raise LookupError("an actor without a mall cannot write")
        with self._lane(mall_id).turn() as batch:
            lock = self._lock(batch, mall_id).copy()
            work = Work(self, batch.connection, lock, by=by, now=self.clock())
            yield work
            work.flush()
            batch.malls[mall_id] = lock
            if work.facts:
                batch.told.append((mall_id, work.facts))

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One unchanging moment of the database, for SELECTs only."""
        with self._readers.connect() as connection, connection.begin():
            yield connection

    def house(self, connection: Connection, mall_id: int) -> House:
        """The mall's standing parts, from memory while its version stands."""
        version = _VERSION.scalar(connection, mall_id=mall_id)
        if version is None:
            raise LookupError(mall_id)
        house = self._houses.get(mall_id)
        if house is None or house.version != version:
            house = self._houses[mall_id] = self._load_house(connection, mall_id)
        return house

    def house_at(self, connection: Connection, lock: MallLock) -> House:
        """The house as a work sees it. One that this very transaction changed is not kept: it may yet be undone."""
        house = self._houses.get(lock.mall_id)
        if house is not None and house.version == lock.version:
            return house
        self_changed = lock.version != lock.committed_version
        house = self._load_house(connection, lock.mall_id)
        if not self_changed:
            self._houses[lock.mall_id] = house
        return house

    def zone(self, mall_id: int) -> ZoneInfo:
        """The mall's time zone, from memory once a work or a reading has seen the mall."""
        house = self._houses.get(mall_id)
        if house is None:
            with self.read() as connection:
                house = self.house(connection, mall_id)
        return house.zone

    def check(self) -> None:
        """Reads and takes the writer once; raises what the database says when it cannot."""
        with self.read() as connection:
            connection.execute(select(Mall.id).limit(1))
        with self._writer.connect() as writer, writer.begin() as transaction:
            transaction.rollback()

    def listen(self, listener: Listener) -> None:
        """Adds a listener `(mall id, facts in order)`, called after each commit. It must be quick and never write."""
        self._listeners.append(listener)

    def close(self) -> None:
        self._writer.dispose()
        self._readers.dispose()

    def _lane(self, mall_id: int) -> Lane:
        name = 0 if is_sqlite(self.url) else mall_id
        lane = self._lanes.get(name)
        if lane is None:
            with self._opening_lane:
                lane = self._lanes.setdefault(name, Lane(self._writer, save=_save, tell=self._tell))
        return lane

    def _lock(self, batch: Batch, mall_id: int) -> MallLock:
        lock = batch.malls.get(mall_id)
        if lock is None:
            row = _LOCK.first(batch.connection, mall_id=mall_id)
            if row is None:
                raise LookupError(mall_id)
            lock = MallLock(mall_id, row.seq, row.chain, row.day, row.version, row.version)
        return lock

    def _tell(self, told: list[tuple[int, list[Fact]]]) -> None:
        for mall_id, facts in told:
            for listener in self._listeners:
                try:
                    listener(mall_id, facts)
                except Exception:
                    # What is committed stays committed: a screen that misses news finds the gap by its seq.
                    log.exception("a listener failed at seq %s", facts[-1].seq)


_VERSION = Prepared(select(Mall.version).where(Mall.id == bindparam("mall_id")))
# On SQLite the writer's BEGIN IMMEDIATE is the lock already, and FOR UPDATE is left out by the dialect.
_LOCK = Prepared(
    select(Mall.seq, Mall.chain, Mall.day, Mall.version).where(Mall.id == bindparam("mall_id")).with_for_update()
)


def _save(connection: Connection, lock: MallLock) -> None:
    values = {"seq": lock.seq, "chain": lock.chain, "day": lock.day, "version": lock.version}
    updating(Mall, tuple(values)).run(connection, row=lock.mall_id, **values)
