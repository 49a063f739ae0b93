"""Connections: SQLite as one durable writer beside read-only readers, PostgreSQL as two pools, by the same names."""

from pathlib import Path

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

READERS = 6  # kept open; more come and go, since each keeps a cache of its own
BUSY_MS = 10_000


def is_sqlite(url: str) -> bool:
    return make_url(url).get_backend_name() == "sqlite"


def open_writer(url: str, *, checkpoints: bool = True) -> Engine:
    """The engine that alone writes. On SQLite it is one connection, FULL durable, which also does all checkpoints
    (two connections checkpointing at once can corrupt a WAL before SQLite 3.51.3): a command beside a running server
    leaves them to it."""
    if not is_sqlite(url):
        return create_engine(url, pool_size=8, max_overflow=8, pool_pre_ping=True)
    Path(make_url(url).database or "").parent.mkdir(parents=True, exist_ok=True)
    # A number already printed must never be issued twice, so durability is FULL.
    every = 1_000 if checkpoints else 0
    pragmas = (
        f"wal_autocheckpoint={every}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_MS}",
        "cache_size=-8000",
    )
    return _sqlite(url, size=1, pragmas=pragmas, begin="BEGIN IMMEDIATE")


def open_readers(url: str) -> Engine:
    """The engine for SELECTs: each connection sees one unchanging moment, and cannot write."""
    if not is_sqlite(url):
        engine = create_engine(url, pool_size=READERS, max_overflow=8, pool_pre_ping=True)
        return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    pragmas = ("query_only=ON", "wal_autocheckpoint=0", f"busy_timeout={BUSY_MS}", "cache_size=-1000")
    return _sqlite(url, size=READERS, pragmas=pragmas, begin="BEGIN")


def _sqlite(url: str, *, size: int, pragmas: tuple[str, ...], begin: str) -> Engine:
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=0 if size == 1 else 8,
        # The driver must leave transactions to us, and connections pass from thread to thread.
        connect_args={"isolation_level": None, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection) -> None:  # type: ignore[no-untyped-def]
        connection.exec_driver_sql(begin)

    return engine
