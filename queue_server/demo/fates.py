"""What becomes of each person called, drawn once from the officer's own chance. Pure."""

import random
from dataclasses import dataclass
from enum import StrEnum

from queue_server.demo.draws import lognormal

ABSENT = 0.06
COMES_BACK = 0.35  # of those who were absent
PARKED = 0.03
TRANSFERRED = 0.04
PAUSES = 0.02  # of the people served, the officer rests after
SPREAD = 0.5  # of the logarithm of service times
WALK_SECONDS = 35.0
ANNOUNCED_AGAIN = 2
NO_TIME_TO_ANNOUNCE = 20.0  # from this speed on: announcements keep their real distance of fifteen seconds
SHORTEST = 0.3  # seconds, however fast the day goes: a hall must be seen to act
RESTS_MINUTES = (4, 15)
FETCHES_MINUTES = (4, 20)

# What officers write when they set somebody aside or go: their words, not the program's.
PARK_REASONS = ("Melengkapi fotokopi", "Mengisi formulir", "Mengambil pasfoto", "Membayar di bank")
PAUSE_REASONS = ("Istirahat", "Salat", "Rapat singkat", "Mengambil berkas")


class End(StrEnum):
    """How a service ends."""

    FINISH = "finish"
    PARK = "park"
    TRANSFER = "transfer"


@dataclass(frozen=True, slots=True)
class Fate:
    """One called person: the times are real seconds, already divided by the day's speed."""

    comes: bool
    walk: float
    serve: float
    announced_again: int  # times, before an absent person is given up
    end: End
    reason: str
    returns_after: float | None  # an absent person comes back so long after being given up, or never
    fetches: float  # a parked person is back so long after being set aside
    rests: float | None  # the officer pauses so long afterwards, or not at all


def fate(draws: random.Random, target_minutes: float, speed: float) -> Fate:
    """Always draws the same number of times, so that one person's fate does not move the next one's."""
    comes, back = draws.random() >= ABSENT, draws.random() < COMES_BACK
    ends, rests = draws.random(), draws.random() < PAUSES
    walk = max(SHORTEST, lognormal(draws, WALK_SECONDS, SPREAD) / speed)
    serve = max(SHORTEST, 60 * lognormal(draws, target_minutes, SPREAD) / speed)
    away, rest = draws.uniform(*FETCHES_MINUTES) * 60 / speed, draws.uniform(*RESTS_MINUTES) * 60 / speed
    reasons = draws.choice(PARK_REASONS), draws.choice(PAUSE_REASONS)
    end = End.PARK if ends < PARKED else End.TRANSFER if ends < PARKED + TRANSFERRED else End.FINISH
    return Fate(
        comes=comes,
        walk=walk,
        serve=serve,
        announced_again=ANNOUNCED_AGAIN if speed < NO_TIME_TO_ANNOUNCE else 0,
        end=end,
        reason=reasons[0] if end is End.PARK else reasons[1],
        returns_after=away if back else None,
        fetches=away,
        rests=rest if rests else None,
    )
