"""A line's day, written under the mall's lock: the next number, and the pace of its calls."""

from datetime import date

from sqlalchemy import Connection, bindparam, update

from queue_server.db.flow import LineDay
from queue_server.db.prepared import Prepared, inserting
from queue_server.domain.estimate import Pace

_OF = (LineDay.line_id == bindparam("of_line")) & (LineDay.day == bindparam("of_day"))
_TAKE = Prepared(
    update(LineDay)
    .where(_OF)
    .values(last_sequence=LineDay.last_sequence + 1)
    .returning(LineDay.last_sequence, LineDay.pace_seconds, LineDay.pace_count, LineDay.last_called_at)
)
_PACE = Prepared(
    update(LineDay)
    .where(_OF)
    .values(
        pace_seconds=bindparam("pace_seconds"),
        pace_count=bindparam("pace_count"),
        last_called_at=bindparam("last_called_at", type_=LineDay.last_called_at.type),
    )
)


def take_number(connection: Connection, line_id: int, day: date) -> tuple[int, Pace]:
    """The line's next number of the day, and its pace so far. The mall's lock makes it one at a time."""
    row = _TAKE.first(connection, of_line=line_id, of_day=day)
    if row is not None:
        return row[0], Pace(row[1], row[2], row[3])
    _begin(connection, line_id=line_id, day=day, last_sequence=1, pace_seconds=0.0, pace_count=0)
    return 1, Pace()


def keep_pace(connection: Connection, line_id: int, day: date, pace: Pace) -> None:
    """Stores the pace after a call; a line whose only tickets were sent on to it has no row yet."""
    values = {"pace_seconds": pace.seconds, "pace_count": pace.count, "last_called_at": pace.last_at}
    if _PACE.run(connection, of_line=line_id, of_day=day, **values) == 0:
        _begin(connection, line_id=line_id, day=day, last_sequence=0, **values)


def _begin(connection: Connection, **values: object) -> None:
    inserting(LineDay, tuple(values)).run(connection, **values)
