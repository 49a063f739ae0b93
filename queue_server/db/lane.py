"""Group commit: works of one lane take turns in one transaction and share its fsync; each answers after the commit.

A lane is the whole database on SQLite (one writer) and one mall on PostgreSQL (its row is the lock)."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine

from queue_server.domain.events import Fact

# More works than this in one transaction no longer pay: the wait of the first grows, the fsync's share does not shrink.
MOST_IN_A_BATCH = 64


@dataclass(slots=True)
class MallLock:
    """The locked row of a mall while a batch holds it: what works read from it and leave in it."""

    mall_id: int
    seq: int
    chain: str
    day: date | None
    version: int
    committed_version: int

    def copy(self) -> "MallLock":
        return MallLock(self.mall_id, self.seq, self.chain, self.day, self.version, self.committed_version)


@dataclass(slots=True)
class Batch:
    """One transaction, and the works that share it."""

    connection: Connection
    malls: dict[int, MallLock] = field(default_factory=dict)
    told: list[tuple[int, list[Fact]]] = field(default_factory=list)
    members: int = 0
    error: BaseException | None = None
    done: threading.Event = field(default_factory=threading.Event)


class Lane:
    """Lets one work at a time into the open transaction, and commits when nobody waits or the batch is full."""

    def __init__(
        self,
        engine: Engine,
        *,
        save: Callable[[Connection, MallLock], None],
        tell: Callable[[list[tuple[int, list[Fact]]]], None],
    ) -> None:
        self._engine = engine
        self._save = save
        self._tell = tell
        self._turn = threading.Lock()
        self._counting = threading.Lock()
        self._waiting = 0
        self._batch: Batch | None = None

    @contextmanager
    def turn(self) -> Iterator[Batch]:
        """The open transaction, for one work. Leaves normally only when that work is durable; a work that raises is
        undone alone, and the others of its batch are not touched."""
        with self._counting:
            self._waiting += 1
        self._turn.acquire()
        with self._counting:
            self._waiting -= 1
        batch: Batch | None = None
        try:
            batch = self._batch = self._batch or self._begin()
            with self._savepoint(batch):
                yield batch
            batch.members += 1
        finally:
            if batch is not None:
                self._leave(batch)
            self._turn.release()
        batch.done.wait()
        if batch.error is not None:
            raise batch.error

    def _begin(self) -> Batch:
        connection = self._engine.connect()
        try:
            connection.begin()
        except BaseException:
            connection.close()
            raise
        return Batch(connection)

    @contextmanager
    def _savepoint(self, batch: Batch) -> Iterator[None]:
        driver: Any = batch.connection.connection.dbapi_connection
        driver.execute("SAVEPOINT work")
        try:
            yield
            driver.execute("RELEASE SAVEPOINT work")
        except BaseException as error:
            try:
                driver.execute("ROLLBACK TO SAVEPOINT work")
                driver.execute("RELEASE SAVEPOINT work")
            except Exception:
                # A full disk or a lost server ends the whole transaction: nobody of this batch may be told "done".
                batch.error = error
            raise

    def _leave(self, batch: Batch) -> None:
        if batch.error is None and self._waiting > 0 and batch.members < MOST_IN_A_BATCH:
            return
        self._batch = None
        try:
            if batch.error is None:
                for lock in batch.malls.values():
                    self._save(batch.connection, lock)
                batch.connection.commit()
        except BaseException as error:
            batch.error = error
        finally:
            self._close(batch)
            # Told while the turn is still held, so that the next batch's news cannot overtake this one's.
            if batch.error is None:
                self._tell(batch.told)
            batch.done.set()

    def _close(self, batch: Batch) -> None:
        try:
            if batch.error is not None:
                batch.connection.rollback()
        except Exception:
            batch.connection.invalidate()
        finally:
            batch.connection.close()
