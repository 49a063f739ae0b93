"""Statements prepared once and run on the driver's own cursor: a fifth of the cost of execute(), for the hot path.

SQLAlchemy still writes the SQL and converts the values; only its per-call machinery is left out."""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Delete,
    Dialect,
    Insert,
    Select,
    Update,
    bindparam,
    insert,
    update,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine

from queue_server.db.base import AnyRow, Base

Statement: TypeAlias = Select[Any] | Insert | Update | Delete | Any


@dataclass(slots=True)
class _Ready:
    """A statement for one dialect: its text, its parameters in order or by name, and who converts what.

    `results` is found at the first answer: PostgreSQL's numbers are converted by what the server says they are."""

    text: str
    names: tuple[str, ...] | None
    defaults: Mapping[str, Any]
    binds: Mapping[str, Callable[[Any], Any]]
    types: tuple[TypeEngine[Any], ...]
    row: Any
    # Only the columns that need it: place and converter.
    results: tuple[tuple[int, Callable[[Any], Any]], ...] | None = None


class Prepared:
    """One statement whose parameters are `bindparam`s; runs inside whatever transaction the connection is in."""

    def __init__(self, statement: Statement) -> None:
        self._statement = statement
        self._ready: dict[str, _Ready] = {}

    def all(self, connection: Connection, **values: Any) -> list[AnyRow]:
        """Every row, as tuples in the statement's order of columns, which also go by their names."""
        ready = self._for(connection.dialect)
        with _speaking(connection, ready):
            cursor = self._run(connection, ready, values)
            rows = cursor.fetchall()
        results = _results(ready, cursor, connection.dialect)
        return [_converted(row, ready, results) for row in rows]

    def first(self, connection: Connection, **values: Any) -> AnyRow | None:
        """The first row, or None."""
        ready = self._for(connection.dialect)
        with _speaking(connection, ready):
            cursor = self._run(connection, ready, values)
            row = cursor.fetchone()
        return None if row is None else _converted(row, ready, _results(ready, cursor, connection.dialect))

    def scalar(self, connection: Connection, **values: Any) -> Any:
        """The first column of the first row, or None."""
        row = self.first(connection, **values)
        return None if row is None else row[0]

    def run(self, connection: Connection, **values: Any) -> int:
        """Runs it and says how many rows it touched."""
        ready = self._for(connection.dialect)
        with _speaking(connection, ready):
            return int(self._run(connection, ready, values).rowcount)

    def _run(self, connection: Connection, ready: _Ready, values: Mapping[str, Any]) -> Any:
        given = {**ready.defaults, **values} if ready.defaults else dict(values)
        for name, convert in ready.binds.items():
            if given.get(name) is not None:
                given[name] = convert(given[name])
        parameters: Any = given if ready.names is None else [given[name] for name in ready.names]
        driver: Any = connection.connection.dbapi_connection
        return driver.execute(ready.text, parameters)

    def _for(self, dialect: Dialect) -> _Ready:
        ready = self._ready.get(dialect.name)
        if ready is None:
            ready = self._ready[dialect.name] = _prepare(self._statement, dialect)
        return ready


class _speaking:  # noqa: N801 — used as a verb; a generator would cost each statement three microseconds
    """Turns the driver's errors into SQLAlchemy's, so that the edge knows a full disk and a lost server by one sign."""

    __slots__ = ("_connection", "_ready")

    def __init__(self, connection: Connection, ready: _Ready) -> None:
        self._connection = connection
        self._ready = ready

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        driver = self._connection.dialect.loaded_dbapi
        if not isinstance(error, driver.Error):
            return
        dialect = self._connection.dialect
        lost = dialect.is_disconnect(error, self._connection.connection.dbapi_connection, None)
        if lost:
            self._connection.invalidate(error)
        raise DBAPIError.instance(
            self._ready.text,
            None,
            error,
            driver.Error,
            hide_parameters=True,
            connection_invalidated=lost,
            dialect=dialect,
        ) from error


@cache
def inserting(table: type[Base], columns: tuple[str, ...]) -> Prepared:
    """INSERT of those columns, giving the row's id where the table has one."""
    statement = insert(table).values({name: bindparam(name, type_=_column(table, name).type) for name in columns})
    identity = table.__table__.c.get("id")
    return Prepared(statement if identity is None else statement.returning(identity))


@cache
def updating(table: type[Base], columns: tuple[str, ...]) -> Prepared:
    """UPDATE of those columns in the row whose id is given as `row`."""
    values = {name: bindparam(name, type_=_column(table, name).type) for name in columns}
    return Prepared(update(table).where(_column(table, "id") == bindparam("row")).values(values))


def numbered(name: str, values: Sequence[Any]) -> dict[str, Any]:
    """Parameters `name_0`, `name_1`, … for an IN list whose statement was prepared for just that many."""
    return {f"{name}_{place}": value for place, value in enumerate(values)}


def list_of(name: str, count: int) -> list[BindParameter[Any]]:
    """The other half of `numbered`: the placeholders for a list of `count` values."""
    return [bindparam(f"{name}_{place}") for place in range(count)]


def _column(table: type[Base], name: str) -> ColumnElement[Any]:
    return table.__table__.c[name]


def _prepare(statement: Statement, dialect: Dialect) -> _Ready:
    compiled = statement.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
    binds = {}
    for name, bind in compiled.binds.items():
        convert = bind.type.dialect_impl(dialect).bind_processor(dialect)
        if convert is not None:
            binds[name] = convert
    columns = getattr(statement, "selected_columns", None) or getattr(statement, "exported_columns", None) or ()
    types = tuple(column.type.dialect_impl(dialect) for column in columns)
    defaults = {name: value for name, value in compiled.params.items() if value is not None}
    names = tuple(compiled.positiontup) if compiled.positiontup is not None else None
    row = namedtuple("Row", [str(column.key) for column in columns], rename=True)  # type: ignore[misc]
    return _Ready(str(compiled), names, defaults, binds, types, row._make)


def _results(ready: _Ready, cursor: Any, dialect: Dialect) -> tuple[tuple[int, Callable[[Any], Any]], ...]:
    if ready.results is None:
        described = enumerate(zip(ready.types, cursor.description, strict=True))
        found = ((place, kind.result_processor(dialect, column[1])) for place, (kind, column) in described)
        ready.results = tuple((place, convert) for place, convert in found if convert is not None)
    return ready.results


def _converted(row: Any, ready: _Ready, results: tuple[tuple[int, Callable[[Any], Any]], ...]) -> AnyRow:
    values = list(row)
    for place, convert in results:
        if values[place] is not None:
            values[place] = convert(values[place])
    return ready.row(values)
