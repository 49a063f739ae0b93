"""The journal: what happened after a `seq`, what one request caused, and whether the chain still holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC

import orjson
from sqlalchemy import Connection, bindparam, select

from queue_server.db.flow import Entry, Request
from queue_server.db.house import Mall
from queue_server.db.prepared import Prepared
from queue_server.domain import journal
from queue_server.domain.events import Fact, is_private

PAGE = 2_000
BEFORE_ALL = -(2**62)  # an entry put in by hand may carry any number


@dataclass(frozen=True, slots=True)
class Break:
    """Where the journal does not hold: the first entry that is missing, moved or changed."""

    mall: str
    seq: int
    kind: str


_SEQ = Prepared(select(Mall.seq).where(Mall.id == bindparam("mall_id")))
_AFTER = Prepared(
    select(Entry.seq, Entry.at, Entry.name, Entry.body)
    .where(Entry.mall_id == bindparam("mall_id"), Entry.seq > bindparam("after"))
    .order_by(Entry.seq)
    .limit(bindparam("most"))
)
_REQUEST = Prepared(
    select(Request.fingerprint, Request.first_seq, Request.last_seq).where(
        Request.mall_id == bindparam("mall_id"),
        Request.actor == bindparam("actor"),
        Request.key == bindparam("key"),
    )
)


def seq_of(connection: Connection, mall_id: int) -> int:
    """The mall's last `seq`."""
    return int(_SEQ.scalar(connection, mall_id=mall_id))


def entries(connection: Connection, mall_id: int, *, after: int, most: int) -> list[Fact]:
    """The facts after that `seq`, in order."""
    return [
        Fact(row.seq, row.at, row.name, orjson.loads(row.body), is_private(row.name))
        for row in _AFTER.all(connection, mall_id=mall_id, after=after, most=most)
    ]


def done_before(connection: Connection, mall_id: int, actor: str, key: str) -> tuple[str, list[Fact]] | None:
    """`(fingerprint, facts)` of a request already done under this key, or None."""
    row = _REQUEST.first(connection, mall_id=mall_id, actor=actor, key=key)
    if row is None:
        return None
    most = row.last_seq - row.first_seq + 1
    return row.fingerprint, entries(connection, mall_id, after=row.first_seq - 1, most=most) if row.first_seq else []


def first_break(connection: Connection, mall_id: int) -> Break | None:
    """Recomputes the whole chain of a mall; None when every entry stands as it was written."""
    mall = connection.execute(select(Mall.code, Mall.seq, Mall.chain).where(Mall.id == mall_id)).one()
    expected, previous = 1, journal.GENESIS
    for row in _whole(connection, mall_id):
        if row.seq < expected:
            return Break(mall.code, row.seq, "changed")  # nothing stands before the first
        if row.seq > expected:
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
    after = BEFORE_ALL
    while True:
        rows = connection.execute(
            select(Entry.__table__).where(Entry.mall_id == mall_id, Entry.seq > after).order_by(Entry.seq).limit(PAGE)
        ).all()
        if not rows:
            return
        yield from rows  # type: ignore[misc]
        after = rows[-1].seq
