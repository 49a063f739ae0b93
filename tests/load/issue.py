"""How many numbers a second sixteen kiosks get: `python -m tests.load.issue`. Goal: ≥ 600/s, p99 ≤ 60 ms, ≥ 0.3 of
the same server's emptiest answer in the same run."""

import random
import tempfile
import uuid
from pathlib import Path

from tests.load.wire import Talk, Timings, repeated, request, stay_off_the_servers_core, talk_all
from tests.storm.big_mall import KIOSKS, BigMall, prepare
from tests.storm.hall import open_hall

CLIENTS = 16
SECONDS = 5.0
BLOCKS = 3


def kiosk_talk(mall: BigMall, number: int) -> Talk:
    """A kiosk that always has somebody before it, for any of the mall's services."""
    token, chance = mall.token("kiosk", number % KIOSKS + 1), random.Random(number)

    def ask() -> bytes:
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": uuid.uuid4().hex}
        return request("POST", "/api/v1/tickets", headers, {"service": chance.choice(mall.services)})

    return repeated(ask)


def issue(port: int, mall: BigMall, *, seconds: float = SECONDS) -> Timings:
    return talk_all(port, [kiosk_talk(mall, number) for number in range(CLIENTS)], seconds=seconds)


def nothing(port: int, *, seconds: float = SECONDS) -> Timings:
    """The ceiling: the same clients ask for the emptiest answer there is."""
    return talk_all(port, [repeated(lambda: request("GET", "/health", {})) for _ in range(CLIENTS)], seconds=seconds)


def measure(*, printers: bool = True) -> tuple[Timings, Timings]:
    """`(issue, nothing)` in alternating blocks; the best block of each counts."""
    stay_off_the_servers_core()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        url = f"sqlite:///{folder}/giliran.db"
        (mall,) = prepare(url, printers=printers)
        with open_hall(url, folder) as hall:
            issue(hall.port, mall, seconds=1)
            blocks = [(issue(hall.port, mall), nothing(hall.port, seconds=2)) for _ in range(BLOCKS)]
    return max((one[0] for one in blocks), key=_speed), max((one[1] for one in blocks), key=_speed)


def _speed(timings: Timings) -> float:
    return timings.per_second


def main() -> list[str]:
    issued, empty = measure()
    dry, _ = measure(printers=False)
    return [
        f"issue, {CLIENTS} kiosks      {issued}",
        f"the same, no printer  {dry}",
        f"empty answer          {empty}",
        f"issue ÷ empty         {issued.per_second / empty.per_second:7.2f}",
    ]


if __name__ == "__main__":
    print("\n".join(main()))
