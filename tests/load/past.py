"""Five years that a mall has behind it, written in bulk: visits, tickets, calls and the journal of each."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from queue_server.domain.lifecycle import State
from tests.storm.big_mall import BigMall

YEARS = 5
A_DAY = 460  # tickets on each day of opening
FACTS = ("ticket.issued", "ticket.called", "ticket.started", "ticket.finished")
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BODY = '{"note":null,"ticket":{"agency":"DUKCAPIL","id":%d,"line":"1A","number":"1A-012","state":"%s","zone":"Z1"}}'


def live_through(path: Path, mall: BigMall) -> int:
    """Writes the years up to yesterday into the file; gives the number of tickets."""
    connection = sqlite3.connect(path)
    connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA cache_size=-200000;")
    services = connection.execute("SELECT id, line_id FROM services ORDER BY id").fetchall()
    counters = [row[0] for row in connection.execute("SELECT id FROM counters ORDER BY id")]
    people = [row[0] for row in connection.execute("SELECT id FROM persons ORDER BY id LIMIT ?", (len(counters),))]
    days = _days()
    total = len(days) * A_DAY
    past = _Past(mall.mall_id, days, services, counters)
    with connection:
        connection.executemany(
            "INSERT INTO desks (id, mall_id, counter_id, person_id, lines, seq, opened_at, closed_at, since, served) "
            "VALUES (?, ?, ?, ?, '[]', 1, ?, ?, ?, 7)",
            past.desks(people),
        )
        connection.executemany(
            "INSERT INTO line_days (line_id, day, last_sequence, pace_seconds, pace_count) VALUES (?, ?, 12, 300, 12)",
            past.line_days(),
        )
        connection.executemany(
            "INSERT INTO visits (id, mall_id, day, token, number, language, priority, channel, created_at) "
            "VALUES (?, ?, ?, ?, ?, 'id', 0, 'kiosk', ?)",
            past.visits(total),
        )
        connection.executemany(
            "INSERT INTO tickets (id, mall_id, visit_id, line_id, service_id, counter_id, day, sequence, number, "
            'state, seq, priority, "join", "key", issued_at, joined_at, called_at, serving_at, ended_at, announced, '
            "announced_at, promised_ahead) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'finished', ?, 0, 'walk_in', ?, ?, ?, ?, ?, ?, 1, ?, 3)",
            past.tickets(total),
        )
        connection.executemany(
            "INSERT INTO calls (id, mall_id, ticket_id, counter_id, desk_id, service_id, day, called_at, arrived_at, "
            "ended_at, reason, waited_seconds, outcome) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'order', 900, ?)",
            past.calls(total),
        )
        connection.executemany(
            "INSERT INTO entries (mall_id, seq, at, name, actor, body, chain) VALUES (?, ?, ?, ?, 'device:1', ?, ?)",
            past.entries(total),
        )
        connection.execute("UPDATE malls SET seq = ?, day = ?", (total * len(FACTS), _day(days[-1])))
    connection.executescript("ANALYZE; PRAGMA wal_checkpoint(TRUNCATE);")
    connection.close()
    return total


class _Past:
    def __init__(
        self, mall_id: int, days: list[datetime], services: list[tuple[int, int]], counters: list[int]
    ) -> None:
        self._mall_id, self._days, self._services, self._counters = mall_id, days, services, counters

    def desks(self, people: list[int]) -> Iterator[tuple[object, ...]]:
        """Every counter is opened every day by its own officer."""
        for number in range(len(self._days) * len(self._counters)):
            day, place = divmod(number, len(self._counters))
            opened, closed = _text(self._days[day]), _text(self._days[day] + timedelta(hours=8))
            yield (number + 1, self._mall_id, self._counters[place], people[place], opened, closed, closed)

    def line_days(self) -> Iterator[tuple[object, ...]]:
        lines = sorted({line for _, line in self._services})
        return ((line, _day(day)) for day in self._days for line in lines)

    def visits(self, total: int) -> Iterator[tuple[object, ...]]:
        for number in range(total):
            at = self._at(number)
            yield (number + 1, self._mall_id, _day(at), _token(number), _label(number), _text(at))

    def tickets(self, total: int) -> Iterator[tuple[object, ...]]:
        for number in range(total):
            at = self._at(number)
            service, line = self._service(number)
            issued, called, started, ended = (_text(at + timedelta(minutes=minutes)) for minutes in (0, 15, 16, 24))
            yield (
                *(number + 1, self._mall_id, number + 1, line, service, self._counter(number), _day(at)),
                *(number % A_DAY + 1, _label(number), (number + 1) * len(FACTS), int(at.timestamp())),
                *(issued, issued, called, started, ended, called),
            )

    def calls(self, total: int) -> Iterator[tuple[object, ...]]:
        for number in range(total):
            at, counter = self._at(number), self._counter(number)
            called, started, ended = (_text(at + timedelta(minutes=minutes)) for minutes in (15, 16, 24))
            desk = number // A_DAY * len(self._counters) + self._counters.index(counter) + 1
            service = self._service(number)[0]
            yield (
                *(number + 1, self._mall_id, number + 1, counter, desk, service, _day(at)),
                *(called, started, ended, State.FINISHED.value),
            )

    def entries(self, total: int) -> Iterator[tuple[object, ...]]:
        for number in range(total):
            at = self._at(number)
            for place, name in enumerate(FACTS):
                seq = number * len(FACTS) + place + 1
                body = BODY % (number + 1, name.partition(".")[2])
                yield (self._mall_id, seq, _text(at + timedelta(minutes=5 * place)), name, body, f"{seq:064x}")

    def _at(self, number: int) -> datetime:
        return self._days[number // A_DAY] + timedelta(seconds=60 * (number % A_DAY))

    def _service(self, number: int) -> tuple[int, int]:
        return self._services[number * 7 % len(self._services)]

    def _counter(self, number: int) -> int:
        return self._counters[number * 7 % len(self._services) % len(self._counters)]


def _days() -> list[datetime]:
    """Each day of opening, Monday to Friday, at eight in Jakarta, up to yesterday."""
    yesterday = datetime.combine(datetime.now(UTC).date() - timedelta(days=2), time(1), UTC)
    every = [yesterday - timedelta(days=back) for back in range(YEARS * 365)]
    return [day for day in reversed(every) if day.weekday() < 5]


def _text(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%d %H:%M:%S.%f")


def _day(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%d")


def _label(number: int) -> str:
    return f"1A-{number % A_DAY + 1:03d}"


def _token(number: int) -> str:
    letters = ""
    for _ in range(12):
        number, place = divmod(number, 32)
        letters = ALPHABET[place] + letters
    return letters
