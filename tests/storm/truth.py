"""What must be true of a mall's rows whatever happened to its server."""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date

from sqlalchemy import Connection, create_engine, select

from queue_server.db.flow import Call, Entry, Ticket
from queue_server.db.house import Mall
from queue_server.queries import journal


def check(url: str, mall_id: int) -> None:
    """Every rule of this file, on the database as it is now."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            for rule in RULES:
                rule(connection, mall_id)
    finally:
        engine.dispose()


def no_number_twice_and_none_left_out(connection: Connection, mall_id: int) -> None:
    given: dict[tuple[int, date], list[int]] = defaultdict(list)
    numbers: Counter[tuple[str, date]] = Counter()
    for row in connection.execute(
        select(Ticket.line_id, Ticket.day, Ticket.sequence, Ticket.number).where(Ticket.mall_id == mall_id)
    ):
        given[row.line_id, row.day].append(row.sequence)
        numbers[row.number, row.day] += 1
    for sequences in given.values():
        assert sorted(sequences) == list(range(1, len(sequences) + 1))
    assert max(numbers.values(), default=1) == 1


def nobody_was_called_twice(connection: Connection, mall_id: int) -> None:
    called = Counter(connection.execute(select(Call.ticket_id).where(Call.mall_id == mall_id)).scalars())
    assert max(called.values(), default=1) == 1


def one_open_call_at_a_counter(connection: Connection, mall_id: int) -> None:
    open_calls = select(Call.counter_id).where(Call.mall_id == mall_id, Call.ended_at.is_(None))
    at_counters = Counter(connection.execute(open_calls).scalars())
    assert max(at_counters.values(), default=1) == 1


def calls_and_tickets_agree(connection: Connection, mall_id: int) -> None:
    in_hand = select(Ticket.id).where(Ticket.mall_id == mall_id, Ticket.state.in_(("called", "serving")))
    open_calls = select(Call.ticket_id).where(Call.mall_id == mall_id, Call.ended_at.is_(None))
    assert set(connection.execute(in_hand).scalars()) == set(connection.execute(open_calls).scalars())


def the_journal_has_no_gap_and_its_chain_holds(connection: Connection, mall_id: int) -> None:
    seqs = list(connection.execute(select(Entry.seq).where(Entry.mall_id == mall_id).order_by(Entry.seq)).scalars())
    assert seqs == list(range(1, len(seqs) + 1))
    assert connection.execute(select(Mall.seq).where(Mall.id == mall_id)).scalar() == len(seqs)
    assert journal.first_break(connection, mall_id) is None


RULES: tuple[Callable[[Connection, int], None], ...] = (
    no_number_twice_and_none_left_out,
    nobody_was_called_twice,
    one_open_call_at_a_counter,
    calls_and_tickets_agree,
    the_journal_has_no_gap_and_its_chain_holds,
)
