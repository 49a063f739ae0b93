"""Founds a mall: the row on which everything of it hangs, and which is its lock."""

from dataclasses import asdict, dataclass

from sqlalchemy import insert

from queue_server.db.engine import open_writer
from queue_server.db.house import Mall
from queue_server.domain import journal


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMall:
    """A mall without agencies; `timezone` is an IANA name. A demonstration stays one for ever."""

    code: str
    name: str
    timezone: str
    is_demonstration: bool = False


def found_mall(url: str, mall: NewMall) -> int:
    """Adds the mall to a migrated database and gives its id. IntegrityError when there is one of that code."""
    engine = open_writer(url)
    try:
        with engine.begin() as connection:
            founded = connection.execute(insert(Mall), {**asdict(mall), "chain": journal.GENESIS})
            key = founded.inserted_primary_key
        return int(key[0]) if key is not None else 0
    finally:
        engine.dispose()
