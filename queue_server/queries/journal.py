"""The journal: what happened after a `seq`, what one request caused, and whether the chain still holds."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC

from sqlalchemy import Connection, select

from queue_server.db.flow import Entry, Request
from queue_server.db.house import Mall
from queue_server.domain import journal
from queue_server.domain.events import Fact, is_private

PAGE = 2_000


@dataclass(frozen=True, slots=True)
class Break:
    """Where the journal does not hold: the first entry that is missing, moved or changed."""

    mall: str
    seq: int
    kind: str


def seq_of(connection: Connection, mall_id: int) -> int:
    """The mall's last `seq`."""
    return int(connection.execute(select(Mall.seq).where(Mall.id == mall_id)).scalar_one())


def entries(connection: Connection, mall_id: int, *, after: int, most: int) -> list[Fact]:
    """The facts after that `seq`, in order."""
    query = (
        select(Entry.seq, Entry.at, Entry.name, Entry.body)
        .where(Entry.mall_id == mall_id, Entry.seq > after)
        .order_by(Entry.seq)
        .limit(most)
    )
    return [
        Fact(row.seq, row.at, row.name, json.loads(row.body), is_private(row.name)) for row in connection.execute(query)
    ]


def done_before(connection: Connection, mall_id: int, actor: str, key: str) -> tuple[str, list[Fact]] | None:
    """`(fingerprint, facts)` of a request already done under this key, or None."""
    row = connection.execute(
        select(Request.fingerprint, Request.first_seq, Request.last_seq).where(
            Request.mall_id == mall_id, Request.actor == actor, Request.key == key
        )
    ).one_or_none()
    if row is None:
        return None
    most = row.last_seq - row.first_seq + 1
    return row.fingerprint, entries(connection, mall_id, after=row.first_seq - 1, most=most) if row.first_seq else []


def first_break(connection: Connection, mall_id: int) -> Break | None:
    """Recomputes the whole chain of a mall; None when every entry stands as it was written."""
    mall = connection.execute(select(Mall.code, Mall.seq, Mall.chain).where(Mall.id == mall_id)).one()
    expected, previous = 1, journal.GENESIS
    for row in _whole(connection, mall_id):
        if row.seq != expected:
            return Break(mall.code, expected, "missing")
        previous = journal.chain(
            previous,
            mall=str(mall_id),
            seq=row.seq,
            at=row.at.astimezone(UTC).isoformat(timespec="microseconds"),
            name=row.name,
            actor=row.actor,
            body=row.body,
        )
        if previous != row.chain:
            return Break(mall.code, row.seq, "changed")
        expected += 1
    if expected - 1 != mall.seq or previous != mall.chain:
        return Break(mall.code, expected, "missing")
    return None


def _whole(connection: Connection, mall_id: int) -> Iterator[Entry]:
    after = 0
    while True:
        rows = connection.execute(
            select(Entry.__table__).where(Entry.mall_id == mall_id, Entry.seq > after).order_by(Entry.seq).limit(PAGE)
        ).all()
        if not rows:
            return
        yield from rows  # type: ignore[misc]
        after = rows[-1].seq
