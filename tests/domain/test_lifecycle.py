"""Every pair of state and move, and the table that the README shows."""

import itertools

import pytest

from queue_server.domain.lifecycle import ENDS, FACT, LIVE, TABLE, Move, State, after, as_markdown
from queue_server.domain.refusals import TicketWrongState

# The drawing of a ticket's life, written a second time and by hand: who may do what, and where it leads.
LIFE = {
    Move.ISSUE: ({None}, "waiting"),
    Move.CALL: ({"waiting", "parked", "missed"}, "called"),
    Move.ANNOUNCE: ({"called"}, "called"),
    Move.START: ({"called"}, "serving"),
    Move.PARK: ({"serving"}, "parked"),
    Move.RESUME: ({"parked"}, "serving"),
    Move.FINISH: ({"serving"}, "finished"),
    Move.TRANSFER: ({"serving"}, "transferred"),
    Move.MISS: ({"called"}, "missed"),
    Move.RETURN: ({"called", "serving", "parked", "missed"}, "waiting"),
    Move.WITHDRAW: ({"waiting", "called", "parked", "missed"}, "withdrawn"),
    Move.EXPIRE: ({"waiting", "called", "serving", "parked", "missed"}, "expired"),
}


@pytest.mark.parametrize(
    ("state", "move"), list(itertools.product([None, *State], Move)), ids=lambda part: str(part or "nothing")
)
def test_each_move_leads_where_the_drawing_says_or_is_refused(state, move):
    starts, end = LIFE[move]

    if state in starts:
        assert after(state, move) is State(end)
    else:
        with pytest.raises(TicketWrongState) as refused:
            after(state, move)
        assert refused.value.facts == {"state": state, "move": move}


def test_every_state_is_live_or_an_end_and_never_both():
    assert set(State) == LIVE | ENDS
    assert not LIVE & ENDS


def test_nothing_follows_an_end():
    assert not [start for start, _ in TABLE if start in ENDS]


def test_every_live_state_can_be_reached_and_can_expire():
    assert set(TABLE.values()) == set(State)
    assert {start for start, move in TABLE if move is Move.EXPIRE} == LIVE


def test_each_move_has_its_own_fact():
    assert set(FACT) == set(Move)
    assert len(set(FACT.values())) == len(Move)
    assert all(fact.startswith("ticket.") for fact in FACT.values())


def test_the_markdown_table_has_a_row_for_each_move_and_every_pair():
    rows = as_markdown().splitlines()[2:]

    pairs = [
        (start, move, end)
        for move, starts, end in ([cell.strip() for cell in row.strip("|").split("|")][:3] for row in rows)
        for start in starts.split(", ")
    ]
    assert pairs == sorted(
        ((start or "–", move, end) for (start, move), end in TABLE.items()), key=lambda pair: list(Move).index(pair[1])
    )


def test_the_markdown_table_names_the_fact():
    assert "| miss | called | missed | `ticket.missed` |" in as_markdown()
