"""Copies of an SQLite database: made while the mall works, checked, and put in place at once or not at all."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from queue_server.cli.frame import No

BESIDE = ("-journal", "-wal", "-shm")


def back_up(source: Path, target: Path) -> None:
    """One consistent moment of `source`, as a single file at `target`; what stood there stays until the copy is whole.

    Writers are not held up. Refuses where there is no database or the copy does not hold."""
    if not source.is_file():
        raise No("cli.no_database")
    with copied(source, target.parent, name=target.name) as copy:
        put_in_place(copy, target)


@contextmanager
def copied(source: Path, folder: Path, *, name: str) -> Iterator[Path]:
    """A checked copy of `source` under a passing name in `folder`; gone afterwards unless it was put in place."""
    copy = folder / f".{name}.{os.getpid()}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        os.close(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        _copy(source, copy)
        yield copy
    except sqlite3.DatabaseError as wrong:
        if isinstance(wrong, sqlite3.OperationalError):
            raise
        raise No("cli.copy_damaged", file=source, reason=str(wrong)) from wrong
    except OSError as wrong:
        raise No("cli.file_wrong", file=wrong.filename or folder, reason=wrong.strerror or str(wrong)) from wrong
    finally:
        for ending in ("", *BESIDE):
            Path(f"{copy}{ending}").unlink(missing_ok=True)


def put_in_place(copy: Path, target: Path, *, like: Path | None = None) -> None:
    """Makes the copy durable and gives it its name in one step, and the owner and rights of `like`."""
    if like is not None:
        owner = like.stat()
        os.chown(copy, owner.st_uid, owner.st_gid)
        copy.chmod(owner.st_mode & 0o777)
    for path in (copy, copy.parent):
        written = os.open(path, os.O_RDONLY)
        os.fsync(written)
        os.close(written)
    copy.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def set_aside(database: Path) -> Path | None:
    """Gives the standing database another name, whole in one file; refuses while anybody has it open."""
    if not database.exists():
        return None
    try:
        with closing(sqlite3.connect(database, timeout=1, isolation_level=None)) as connection:
            # Leaving the write-ahead log needs everybody else to be gone, and takes the log into the file.
            connection.execute("PRAGMA journal_mode=DELETE").fetchone()
    except sqlite3.OperationalError:
        raise No("cli.restore.in_use") from None
    except sqlite3.DatabaseError:
        pass  # too damaged to be opened: that may be why it is being replaced
    stamp = f"{datetime.now(UTC):%Y%m%d-%H%M%S}"
    aside = database.with_name(f"{database.stem}.before-{stamp}{database.suffix}")
    database.rename(aside)
    for ending in BESIDE:
        Path(f"{database}{ending}").unlink(missing_ok=True)
    return aside


def _copy(source: Path, copy: Path) -> None:
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(copy)) as kept:
        live.execute("PRAGMA query_only=ON")
        live.backup(kept)
        # One file without a log beside it, that can be carried anywhere.
        kept.execute("PRAGMA journal_mode=DELETE")
        found = [row[0] for row in kept.execute("PRAGMA integrity_check(1)")]
        loose = kept.execute("PRAGMA foreign_key_check").fetchone()
    if found != ["ok"] or loose is not None:
        reason = f"foreign key in {loose[0]}" if loose else found[0]
        raise No("cli.copy_damaged", file=source, reason=reason)
