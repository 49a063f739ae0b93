"""A believable day in the background, while something else is measured: the demonstration's own actors."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from queue_server.demo.day import Bustle, run_day
from queue_server.demo.keys import Keys

CATALOGUE = Path(__file__).parents[2] / "config" / "demo_catalogue.yaml"


@contextmanager
def bustling(base_url: str, keys: Keys, bustle: Bustle, *, catalogue: Path = CATALOGUE) -> Iterator[dict[str, int]]:
    """People come and officers serve until the block ends; then the yielded dict holds what was done, by name."""
    stop, counts = threading.Event(), dict[str, int]()
    day = threading.Thread(
        target=lambda: counts.update(run_day(base_url, keys, catalogue, bustle=bustle, stop=stop)), name="bustle"
    )
    day.start()
    try:
        yield counts
    finally:
        stop.set()
        day.join(15)
        assert not day.is_alive()
