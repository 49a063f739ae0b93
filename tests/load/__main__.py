"""Every measurement, one after the other, in one table: `python -m tests.load [name …]`."""

import importlib
import os
import platform
import sys

NAMES = (
    "issue",
    "calls",
    "broadcast_calls",
    "stop",
    "linger",
    "phones",
    "memory",
    "start",
    "history",
    "two_malls",
)


def main(names: list[str]) -> None:
    cores = len(os.sched_getaffinity(0))
    print(f"{platform.platform()}, {cores} cores, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}")
    for name in names or NAMES:
        os.sched_setaffinity(0, range(os.cpu_count() or 1))
        print(f"\n{name}", flush=True)
        for line in importlib.import_module(f"tests.load.{name}").main():
            print(f"  {line}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
