"""A full-size mall with its real server for one measurement, and what the server costs its machine."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.load.wire import stay_off_the_servers_core
from tests.storm.big_mall import BigMall, prepare
from tests.storm.hall import Hall, open_hall

TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def standing_house(*, printers: bool = True, **environment: str) -> Iterator[tuple[Hall, BigMall]]:
    """A server on a fresh SQLite database; this process moves to the other core."""
    stay_off_the_servers_core()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        url = f"sqlite:///{folder}/giliran.db"
        (mall,) = prepare(url, printers=printers)
        with open_hall(url, folder, **environment) as hall:
            yield hall, mall


def cpu_seconds(hall: Hall) -> float:
    """Processor time that the workers have used so far."""
    used = 0
    for worker in hall.workers():
        fields = Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()
        used += int(fields[11]) + int(fields[12])
    return used / TICKS


def resident_mb(hall: Hall) -> float:
    """Memory of the workers and their parent, each shared page counted once (PSS)."""
    pids = [*hall.workers(), *(int(Path(f"/proc/{pid}/stat").read_text().split()[3]) for pid in hall.workers()[:1])]
    kilobytes = 0
    for pid in pids:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        kilobytes += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return kilobytes / 1_024
