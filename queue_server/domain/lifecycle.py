"""The life of a ticket: its states, its moves, and the one table that joins them."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from queue_server.domain.refusals import TicketWrongState


class State(StrEnum):
    """Where a ticket stands. The last four are ends: nothing follows them."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    PARKED = "parked"
    MISSED = "missed"
    FINISHED = "finished"
    TRANSFERRED = "transferred"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Move(StrEnum):
    """What somebody does with a ticket."""

    ISSUE = "issue"
    CALL = "call"
    ANNOUNCE = "announce"
    START = "start"
    PARK = "park"
    RESUME = "resume"
    FINISH = "finish"
    TRANSFER = "transfer"
    MISS = "miss"
    RETURN = "return"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"


ENDS = frozenset({State.FINISHED, State.TRANSFERRED, State.WITHDRAWN, State.EXPIRED})
LIVE = frozenset(State) - ENDS

# Before its issue a ticket has no state: None stands for that.
TABLE: Mapping[tuple[State | None, Move], State] = MappingProxyType(
    {
        (None, Move.ISSUE): State.WAITING,
        (State.WAITING, Move.CALL): State.CALLED,
        (State.WAITING, Move.WITHDRAW): State.WITHDRAWN,
        (State.WAITING, Move.EXPIRE): State.EXPIRED,
        (State.CALLED, Move.ANNOUNCE): State.CALLED,
        (State.CALLED, Move.START): State.SERVING,
        (State.CALLED, Move.MISS): State.MISSED,
        (State.CALLED, Move.RETURN): State.WAITING,
        (State.CALLED, Move.WITHDRAW): State.WITHDRAWN,
        (State.CALLED, Move.EXPIRE): State.EXPIRED,
        (State.SERVING, Move.PARK): State.PARKED,
        (State.SERVING, Move.FINISH): State.FINISHED,
        (State.SERVING, Move.TRANSFER): State.TRANSFERRED,
        (State.SERVING, Move.RETURN): State.WAITING,
        (State.SERVING, Move.EXPIRE): State.EXPIRED,
        (State.PARKED, Move.RESUME): State.SERVING,
        (State.PARKED, Move.CALL): State.CALLED,
        (State.PARKED, Move.RETURN): State.WAITING,
        (State.PARKED, Move.WITHDRAW): State.WITHDRAWN,
        (State.PARKED, Move.EXPIRE): State.EXPIRED,
        (State.MISSED, Move.CALL): State.CALLED,
        (State.MISSED, Move.RETURN): State.WAITING,
        (State.MISSED, Move.WITHDRAW): State.WITHDRAWN,
        (State.MISSED, Move.EXPIRE): State.EXPIRED,
    }
)

FACT: Mapping[Move, str] = MappingProxyType(
    {
        Move.ISSUE: "ticket.issued",
        Move.CALL: "ticket.called",
        Move.ANNOUNCE: "ticket.announced",
        Move.START: "ticket.started",
        Move.PARK: "ticket.parked",
        Move.RESUME: "ticket.resumed",
        Move.FINISH: "ticket.finished",
        Move.TRANSFER: "ticket.transferred",
        Move.MISS: "ticket.missed",
        Move.RETURN: "ticket.returned",
        Move.WITHDRAW: "ticket.withdrawn",
        Move.EXPIRE: "ticket.expired",
    }
)


def after(state: State | None, move: Move) -> State:
    """The state that follows; refuses with `TicketWrongState` what the table does not hold."""
    following = TABLE.get((state, move))
    if following is None:
        raise TicketWrongState(state=state, move=move)
    return following


def as_markdown() -> str:
    """The table as Markdown, one row per move in the order of a visit; ends with a newline."""
    rows = ["| move | from | to | fact |", "|---|---|---|---|"]
    rows += [_row(move) for move in Move]
    return "\n".join(rows) + "\n"


def _row(move: Move) -> str:
    starts = [start for start, made in TABLE if made is move]
    (end,) = {TABLE[start, move] for start in starts}
    origin = ", ".join(start or "–" for start in starts)
    return f"| {move} | {origin} | {end} | `{FACT[move]}` |"
