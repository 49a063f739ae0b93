"""Memory with two hundred screens, after work: `python -m tests.load.memory`. Goal: ≤ 150 MB."""

from tests.load.house import resident_mb, standing_house
from tests.load.issue import issue
from tests.load.screens import SCREENS, listening


def main() -> list[str]:
    with standing_house() as (hall, mall):
        fresh = resident_mb(hall)
        with listening(hall.port, mall):
            hung = resident_mb(hall)
            issue(hall, mall, seconds=5)
            worked = resident_mb(hall)
    return [
        f"memory of all processes       {fresh:6.0f} MB fresh   {hung:.0f} MB with {SCREENS} screens   "
        f"{worked:.0f} MB after work   goal ≤ 150 MB"
    ]


if __name__ == "__main__":
    print("\n".join(main()))
