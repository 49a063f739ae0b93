"""`python -m queue_server.demo`: fills a running mall with people, for load scripts and for the curious."""

import argparse
import signal
import sys
import threading
from pathlib import Path

from queue_server.demo.day import Bustle, run_day
from queue_server.demo.keys import read_keys

CATALOGUE = Path(__file__).parents[2] / "config" / "demo_catalogue.yaml"


def main() -> None:
    asked = _arguments()
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    bustle = Bustle(asked.speed, asked.officers, asked.seed, asked.minutes)
    counts = run_day(asked.url, read_keys(asked.credentials), asked.catalogue, bustle=bustle, stop=stop)
    sys.stdout.writelines(f"{count:8d}  {name}\n" for name, count in counts.items())


def _arguments() -> argparse.Namespace:
    usual = Bustle()
    parser = argparse.ArgumentParser(prog="python -m queue_server.demo", description=__doc__)
    parser.add_argument("--url", default="http://127.0.0.1:8000", help="the server's address")
    parser.add_argument("--credentials", type=Path, required=True, help="JSON: kiosks, officers, reception")
    parser.add_argument("--catalogue", type=Path, default=CATALOGUE)
    parser.add_argument("--speed", type=float, default=usual.speed, help="how many times as fast as life")
    parser.add_argument("--officers", type=int, default=usual.officers)
    parser.add_argument("--seed", type=int, default=usual.seed)
    parser.add_argument("--minutes", type=float, default=None, help="of our time; without it, until interrupted")
    return parser.parse_args()


if __name__ == "__main__":
    main()
