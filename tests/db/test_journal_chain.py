"""The journal's chain: whoever changes, takes out or puts in an entry by hand is found, with the place."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, select, update

from queue_server.db.flow import Entry
from queue_server.db.house import Mall
from queue_server.queries import journal
from queue_server.queries.journal import Break
from tests.world import World, build_mall


@pytest.fixture
def lived(mall: World) -> World:
    """A mall in which a few things happened: eight entries."""
    mall.take()
    mall.take("PAJAK")
    desk = mall.desk()
    desk.call_next()
    desk.start()
    desk.finish()
    assert mall.told[-1].seq == 7
    mall.desk("SAMSAT-1", person=4)
    mall.verify()
    return mall


def first_break(mall: World) -> Break | None:
    with mall.store.read() as connection:
        return journal.first_break(connection, mall.mall_id)


def by_hand(mall: World, *statements: object) -> None:
    with mall.store._writer.begin() as connection:
        for statement in statements:
            connection.execute(statement)  # type: ignore[call-overload]


def entry(mall: World, seq: int) -> dict[str, object]:
    with mall.store.read() as connection:
        row = connection.execute(select(Entry.__table__).where(Entry.mall_id == mall.mall_id, Entry.seq == seq)).one()
    return dict(row._mapping)


@pytest.mark.parametrize("seq", [1, 4, 8])
@pytest.mark.parametrize("column", ["body", "name", "actor", "at", "chain"])
def test_a_changed_entry_is_found(lived: World, seq: int, column: str) -> None:
    found = entry(lived, seq)
    changed = {
        "body": str(found["body"]).replace("1A-001", "1A-002") + " ",
        "name": "ticket.withdrawn",
        "actor": "person:99",
        "at": lived.clock.now + timedelta(microseconds=1),
        "chain": "f" * 64,
    }

    by_hand(lived, update(Entry).where(Entry.seq == seq).values({column: changed[column]}))

    assert first_break(lived) == Break("CONTOH", seq, "changed")


@pytest.mark.parametrize("seq", [1, 4, 8])
def test_a_missing_entry_is_found(lived: World, seq: int) -> None:
    by_hand(lived, delete(Entry).where(Entry.seq == seq))

    assert first_break(lived) == Break("CONTOH", seq, "missing")


def test_entries_missing_and_closed_up_are_found(lived: World) -> None:
    by_hand(
        lived,
        delete(Entry).where(Entry.seq == 4),
        *(update(Entry).where(Entry.seq == seq).values(seq=seq - 1) for seq in range(5, 9)),
    )

    assert first_break(lived) == Break("CONTOH", 4, "changed")


def test_two_entries_in_each_others_place_are_found(lived: World) -> None:
    by_hand(
        lived,
        update(Entry).where(Entry.seq == 3).values(seq=99),
        update(Entry).where(Entry.seq == 4).values(seq=3),
        update(Entry).where(Entry.seq == 99).values(seq=4),
    )

    assert first_break(lived) == Break("CONTOH", 3, "changed")


@pytest.mark.parametrize(
    ("seq", "kind", "where"), [(9, "changed", 9), (12, "missing", 9), (0, "changed", 0), (-7, "changed", -7)]
)
def test_an_entry_put_in_is_found(lived: World, seq: int, kind: str, where: int) -> None:
    by_hand(lived, insert(Entry).values(**{**entry(lived, 8), "seq": seq}))

    assert first_break(lived) == Break("CONTOH", where, kind)


def test_the_end_cut_off_is_found(lived: World) -> None:
    by_hand(lived, delete(Entry).where(Entry.seq >= 6))

    assert first_break(lived) == Break("CONTOH", 6, "missing")


def test_the_malls_own_row_is_part_of_the_chain(lived: World) -> None:
    by_hand(lived, update(Mall).values(chain="f" * 64))
    assert first_break(lived) == Break("CONTOH", 9, "missing")


def test_an_entry_of_another_mall_does_not_fit(lived: World) -> None:
    other = build_mall(lived.store, "SEBERANG")

    by_hand(lived, insert(Entry).values(**{**entry(lived, 1), "mall_id": other}))

    with lived.store.read() as connection:
        assert journal.first_break(connection, other) == Break("SEBERANG", 1, "changed")
        assert journal.first_break(connection, lived.mall_id) is None


def test_the_chain_holds_over_more_entries_than_one_page(lived: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "PAGE", 3)

    assert first_break(lived) is None
    by_hand(lived, update(Entry).where(Entry.seq == 7).values(body="{}"))
    assert first_break(lived) == Break("CONTOH", 7, "changed")
