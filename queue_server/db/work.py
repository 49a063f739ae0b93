"""One unit of work: a person's deed on one mall, inside the transaction that holds the mall's row."""

from datetime import date, datetime
from typing import TYPE_CHECKING

import orjson
from sqlalchemy import Connection

from queue_server.db.base import Base
from queue_server.db.flow import Entry, Request
from queue_server.db.lane import MallLock
from queue_server.db.prepared import inserting, updating
from queue_server.domain import journal
from queue_server.domain.events import Event, Fact
from queue_server.domain.house import House
from queue_server.domain.roles import Actor
from queue_server.domain.ticket import local

if TYPE_CHECKING:
    from queue_server.db.store import Store


class Work:
    """What an action works with: `now`, the `house`, the business `day`, rows to add and change, facts to record.

    Everything is written at once or not at all; `facts` holds what was recorded, in order of `seq`."""

    def __init__(self, store: "Store", connection: Connection, lock: MallLock, *, by: Actor, now: datetime) -> None:
        self.connection = connection
        self.by = by
        self.now = now
        self.facts: list[Fact] = []
        self._store = store
        self._lock = lock
        self._entries: list[dict[str, object]] = []
        self._settled: dict[tuple[type[Base], int], dict[str, object]] = {}

    @property
    def mall_id(self) -> int:
        return self._lock.mall_id

    @property
    def house(self) -> House:
        return self._store.house_at(self.connection, self._lock)

    @property
    def day(self) -> date:
        """The business day. Raises RuntimeError before the first day was opened: the edge opens it."""
        if self._lock.day is None:
            raise RuntimeError("no business day is open")
        return self._lock.day

    @property
    def last_day(self) -> date | None:
        return self._lock.day

    @property
    def next_seq(self) -> int:
        """The `seq` that the next recorded fact will carry."""
        return self._lock.seq + 1

    def open_day(self, day: date) -> None:
        self._lock.day = day

    def house_changed(self) -> None:
        """Says that standing rows changed: everybody who keeps the house in memory reads it anew."""
        self._lock.version += 1

    def add(self, table: type[Base], **values: object) -> int:
        """Inserts a row and gives its id."""
        return int(inserting(table, tuple(values)).scalar(self.connection, **values))

    def change(self, table: type[Base], row: int, **values: object) -> None:
        """Updates the row with that id."""
        updating(table, tuple(values)).run(self.connection, row=row, **values)

    def settle(self, table: type[Base], row: int, **values: object) -> None:
        """Updates the row once, at the end of the work: for one that a deed changes several times and does not read."""
        self._settled.setdefault((table, row), {}).update(values)

    def record(self, event: Event) -> Fact:
        """Writes the event into the journal as the mall's next fact."""
        lock = self._lock
        lock.seq += 1
        body = event.body()
        text = orjson.dumps(body, option=orjson.OPT_SORT_KEYS).decode()
        actor = self.by.tag
        lock.chain = journal.chain(
            lock.chain,
            mall=str(lock.mall_id),
            seq=lock.seq,
            at=self.now.isoformat(timespec="microseconds"),
            name=event.name,
            actor=actor,
            body=text,
        )
        self._entries.append(
            {
                "mall_id": lock.mall_id,
                "seq": lock.seq,
                "at": self.now,
                "name": event.name,
                "actor": actor,
                "body": text,
                "chain": lock.chain,
            }
        )
        fact = Fact(lock.seq, self.now, event.name, body, event.is_private)
        self.facts.append(fact)
        return fact

    def remember(self, key: str, fingerprint: str, facts: list[Fact]) -> None:
        """Keeps the request's key with the facts it caused, so that the same key gives the same answer again."""
        values = {
            "mall_id": self.mall_id,
            "actor": self.by.tag,
            "key": key,
            "fingerprint": fingerprint,
            "first_seq": facts[0].seq if facts else 0,
            "last_seq": facts[-1].seq if facts else 0,
        }
        inserting(Request, tuple(values)).run(self.connection, **values)

    def flush(self) -> None:
        """Writes what waits for the end; called once, by the store, as the work's last act."""
        for (table, row), values in self._settled.items():
            self.change(table, row, **values)
        for entry in self._entries:
            inserting(Entry, tuple(entry)).run(self.connection, **entry)

    def local(self, instant: datetime) -> str:
        """The instant in the mall's own zone, ISO 8601."""
        return local(instant, self.house.zone) or ""
