"""The same work with five years behind it and with none: `python -m tests.load.history`. Goal: within 1.2 ×."""

import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tests.load.calls import call, fill, sit_all_down
from tests.load.issue import costed, issue
from tests.load.past import live_through
from tests.load.wire import Timings, repeated, request, stay_off_the_servers_core, talk_all
from tests.storm.big_mall import PASSWORD, BigMall, home_of, prepare
from tests.storm.hall import Hall, Line, open_hall

BLOCKS = 4
SECONDS = 2.0
OFFICERS = 8
READINGS = 4
PAUSE_SECONDS = 1.05  # longer than any answer is kept


@dataclass
class Side:
    """One of the two servers, and what it was asked."""

    hall: Hall
    mall: BigMall
    desks: Mapping[str, Mapping[str, str]]
    office: Mapping[str, str]
    blocks: dict[str, list[Timings]] = field(default_factory=dict)

    def cpu_ms(self, name: str) -> float:
        return statistics.median(block.cpu_ms for block in self.blocks[name])

    def p50_ms(self, name: str) -> float:
        return statistics.median(block.percentile(50) for block in self.blocks[name])


def side(hall: Hall, mall: BigMall) -> Side:
    desks = sit_all_down(hall.port, mall, OFFICERS)
    line = Line(hall.port)
    line.sign_in(f"{mall.code}.pengawas".lower(), PASSWORD)
    line.close()
    return Side(hall, mall, desks, {name: line.headers[name] for name in ("Cookie", "X-CSRF-Token")})


def reading(one: Side, path: str, headers: Mapping[str, str]) -> Timings:
    """One reader who asks again when no kept answer is left."""
    whole = Timings()
    ask = request("GET", path, headers)

    def read() -> Timings:
        for _ in range(READINGS):
            said = talk_all(one.hall.port, [repeated(lambda: ask, times=1)])
            whole.each_ms += said.each_ms
            whole.statuses |= said.statuses
            time.sleep(PAUSE_SECONDS)
        return whole

    return costed(one.hall, read)


DEEDS: dict[str, Callable[[Side], Timings]] = {
    "issue": lambda one: issue(one.hall, one.mall, seconds=SECONDS),
    "calls": lambda one: call(one.hall, one.desks, seconds=SECONDS),
    "board": lambda one: reading(one, "/api/v1/board", {"Authorization": f"Bearer {one.mall.token('display')}"}),
    "hall": lambda one: reading(one, "/api/v1/hall", one.office),
    "catalogue": lambda one: reading(one, "/api/v1/catalogue", {"Authorization": f"Bearer {one.mall.token('kiosk')}"}),
}


def work(sides: list[Side]) -> None:
    """Both do the same, in turns."""
    for _ in range(BLOCKS):
        for one in sides:
            fill(one.hall.port, one.mall, [home_of(counter)[1] for counter in one.desks], each=120)
        for name, deed in DEEDS.items():
            for one in sides:
                one.blocks.setdefault(name, []).append(deed(one))


def main() -> list[str]:
    stay_off_the_servers_core()
    with tempfile.TemporaryDirectory() as place, ExitStack() as stack:
        sides, tickets = [], 0
        for name in ("empty", "old"):
            folder = Path(place) / name
            folder.mkdir()
            url = f"sqlite:///{folder}/giliran.db"
            (mall,) = prepare(url)
            if name == "old":
                tickets = live_through(folder / "giliran.db", mall)
            hall = stack.enter_context(open_hall(url, folder))
            sides.append(side(hall, mall))
        work(sides)
        megabytes = (Path(place) / "old" / "giliran.db").stat().st_size // 1_000_000
    empty, old = sides
    head = f"{tickets} tickets behind ({megabytes} MB) ÷ none, medians of {BLOCKS} alternating blocks; goal ≤ 1.2"
    return [head, *(_compared(name, old, empty) for name in DEEDS)]


def _compared(name: str, old: Side, empty: Side) -> str:
    took, cost = (old.p50_ms(name), empty.p50_ms(name)), (old.cpu_ms(name), empty.cpu_ms(name))
    said = f"{name:10} p50 {took[0]:6.1f} ÷ {took[1]:6.1f} ms = {took[0] / took[1]:4.2f}"
    return f"{said}   processor {cost[0]:6.2f} ÷ {cost[1]:6.2f} ms = {cost[0] / cost[1]:4.2f}"


if __name__ == "__main__":
    print("\n".join(main()))
