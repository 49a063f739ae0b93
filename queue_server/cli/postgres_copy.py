"""Copies of a PostgreSQL database, by PostgreSQL's own programs; a restored one is proved before it takes the name."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError

from queue_server.cli.frame import No

_EXISTS = text("SELECT 1 FROM pg_database WHERE datname = :name")


def back_up(url: str, target: Path) -> None:
    """One consistent moment of the database in pg_dump's custom format; `target` is whole or as it was."""
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        _program("pg_dump", make_url(url), ["--format=custom", "--no-owner", "--no-privileges", f"--file={part}"])
        part.chmod(0o600)
        _program("pg_restore", None, ["--list", str(part)])
        part.replace(target)
    except OSError as wrong:
        raise No("cli.file_wrong", file=target, reason=wrong.strerror or str(wrong)) from wrong
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def unpacked(url: str, file: Path) -> Iterator[str]:
    """The file in a database of a passing name beside the one at `url`: its address. Dropped unless it was renamed."""
    wanted = make_url(url)
    passing = wanted.set(database=f"{wanted.database}_restored_{os.getpid()}")
    with _server(wanted) as server:
        _run(server, f"CREATE DATABASE {_quoted(passing)} TEMPLATE template0 ENCODING 'UTF8'")
    try:
        options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
        _program("pg_restore", passing, [*options, f"--dbname={passing.database}", str(file)])
        yield passing.render_as_string(hide_password=False)
    finally:
        with _server(wanted) as server:
            _run(server, f"DROP DATABASE IF EXISTS {_quoted(passing)}")


def put_in_place(passing: str, url: str) -> str | None:
    """Gives the restored database its name; the one that had it goes on under the name that is answered.

    Refuses while anybody is connected to it."""
    new, wanted = make_url(passing), make_url(url)
    aside = wanted.set(database=f"{wanted.database}_before_{datetime.now(UTC):%Y%m%d_%H%M%S}")
    with _server(wanted) as server:
        stands = server.execute(_EXISTS, {"name": wanted.database}).first() is not None
        if stands:
            _run(server, f"ALTER DATABASE {_quoted(wanted)} RENAME TO {_quoted(aside)}", busy="cli.restore.in_use")
        _run(server, f"ALTER DATABASE {_quoted(new)} RENAME TO {_quoted(wanted)}")
    return aside.database if stands else None


def exists(url: str) -> bool:
    """Whether the server has a database of that name."""
    wanted = make_url(url)
    with _server(wanted) as server:
        return server.execute(_EXISTS, {"name": wanted.database}).first() is not None


@contextmanager
def _server(url: URL) -> Iterator[Connection]:
    engine = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _run(server: Connection, statement: str, *, busy: str = "cli.database_silent") -> None:
    try:
        server.execute(text(statement))
    except DBAPIError as wrong:
        raise No(busy, reason=str(wrong.orig).partition("\n")[0]) from wrong


def _program(name: str, url: URL | None, options: list[str]) -> None:
    """Runs one of PostgreSQL's programs; the password goes by the environment, where other users cannot read it."""
    program = shutil.which(name)
    if program is None:
        raise No("cli.program_missing", program=name)
    environment = {**os.environ, **(_address(url) if url is not None else {})}
    done = subprocess.run(  # noqa: S603 — the program's path is looked up, its arguments are ours
        [program, *options], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise No("cli.program_failed", program=name, reason=(done.stderr.strip() or "?").splitlines()[0])


def _address(url: URL) -> dict[str, str]:
    given = {
        "PGHOST": url.host or url.query.get("host"),
        "PGPORT": url.port,
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
        "PGSSLMODE": url.query.get("sslmode"),
    }
    return {name: str(value) for name, value in given.items() if value}


def _quoted(url: URL) -> str:
    return '"' + (url.database or "").replace('"', '""') + '"'
