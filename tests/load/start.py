"""From the command to the first answer: `python -m tests.load.start`. Goal: ≤ 3 s."""

import statistics

from tests.load.house import standing_house

TIMES = 5


def main() -> list[str]:
    starts = []
    with standing_house() as (hall, _):
        for _ in range(TIMES):
            hall.stop()
            hall.start()
            starts.append(hall.starts_seconds)
    return [
        f"start to first answer         {min(starts):.2f} s least, {statistics.median(starts):.2f} s median, "
        f"{max(starts):.2f} s most   goal ≤ 3 s"
    ]


if __name__ == "__main__":
    print("\n".join(main()))
