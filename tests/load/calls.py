"""How many citizens a second sixteen officers finish with and call next: `python -m tests.load.calls`. Goal: ≥ 300/s,
p99 ≤ 80 ms."""

import json
import uuid
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from tests.load.house import standing_house
from tests.load.issue import best, costed, nothing
from tests.load.wire import Talk, Timings, request, talk_all
from tests.storm.big_mall import PASSWORD, BigMall, home_of
from tests.storm.hall import Hall, Line

OFFICERS = 16
SECONDS = 5.0
BLOCKS = 3
WAITING = 250  # people before each officer when the measurement begins


def sit_down(port: int, mall: BigMall, counter: str) -> dict[str, str]:
    """An officer signs in and opens the counter; gives the headers of every further request."""
    line = Line(port)
    line.sign_in(mall.officer(counter), PASSWORD)
    status, said = line.ask("POST", "/api/v1/desk/open", {"counter": counter})
    assert status == 200, said
    line.close()
    return {name: value for name, value in line.headers.items() if name != "Content-Type"}


def sit_all_down(port: int, mall: BigMall, officers: int = OFFICERS) -> dict[str, dict[str, str]]:
    """Officers at counters spread over the hall: counter and headers."""
    counters = mall.counters[:: len(mall.counters) // officers][:officers]
    with ThreadPoolExecutor(4) as pool:
        return dict(zip(counters, pool.map(lambda counter: sit_down(port, mall, counter), counters), strict=True))


def fill(port: int, mall: BigMall, services: list[str], *, each: int) -> None:
    """So many people take a number for each service."""

    def come(number: int, service: str) -> Talk:
        headers = {"Authorization": f"Bearer {mall.token('kiosk', number % 8 + 1)}"}
        for _ in range(each):
            status, said = yield request("POST", "/api/v1/tickets", headers, {"service": service})
            assert status == 201, said

    talk_all(port, [come(number, service) for number, service in enumerate(services)])


def call(hall: Hall, desks: Mapping[str, Mapping[str, str]], *, seconds: float = SECONDS) -> Timings:
    talks = [_desk_talk(headers) for headers in desks.values()]
    return costed(hall, lambda: talk_all(hall.port, talks, seconds=seconds))


def _desk_talk(headers: Mapping[str, str]) -> Talk:
    """An officer who serves in no time, with the seq the screen has seen; ends when nobody waits."""
    status, answer = yield request("GET", "/api/v1/desk", headers)
    desk = json.loads(answer)["desk"]
    verb = "call-next" if desk["ticket"] is None else "finish-and-call-next"
    seen = desk["seq"]
    while True:
        said = {**headers, "Idempotency-Key": uuid.uuid4().hex}
        status, answer = yield request("POST", f"/api/v1/desk/{verb}", said, {"seq": seen})
        if status == 409:  # nobody waits any more
            return
        assert status == 200, answer
        told = json.loads(answer)
        if told["desk"]["ticket"] is None:
            return
        seen, verb = told["desk"]["seq"], "finish-and-call-next"


def measure() -> tuple[Timings, Timings]:
    """`(calls, nothing)` in alternating blocks; the best block of each counts."""
    with standing_house() as (hall, mall):
        desks = sit_all_down(hall.port, mall)
        blocks = []
        for _ in range(BLOCKS):
            fill(hall.port, mall, [home_of(counter)[1] for counter in desks], each=WAITING)
            blocks.append((call(hall, desks), nothing(hall)))
    return best([one[0] for one in blocks]), best([one[1] for one in blocks])


def main() -> list[str]:
    called, empty = measure()
    return [
        f"finish and call next, {OFFICERS} officers  {called}",
        f"empty answer                      {empty}",
        f"calls ÷ empty                     {called.per_second / empty.per_second:7.2f}",
    ]


if __name__ == "__main__":
    print("\n".join(main()))
