"""The visitors: who comes when, for what; they take a number at a kiosk, and some give it up by telephone."""

import random
import threading
import time
from bisect import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from queue_server.demo.agenda import Agenda
from queue_server.demo.caller import Answer, Caller, Headers, wait_after
from queue_server.demo.draws import key_of, source
from queue_server.demo.staffing import Offer
from queue_server.demo.tally import Tally

# Relative arrivals per half hour from 07.30 on: most people come in the morning.
SHAPE = (0.7, 1.5, 1.7, 1.7, 1.55, 1.35, 1.15, 0.95, 0.70, 0.50, 0.65, 0.90, 0.85, 0.60, 0.35)
DAY_MINUTES = 30.0 * len(SHAPE)
BEGINS_AT = 45.0  # minutes into the day: a newcomer sees the morning first
PRIORITY = 0.10
ENGLISH = 0.03
GIVES_UP = 0.03
PATIENT_UP_TO = 3.0  # people ahead for each counter; from here on some do not take a number
NOBODY_FROM = 8.0  # people ahead for each counter, with which nobody does
LOOKS_EVERY = 10.0  # seconds between two looks at what is open
MOST_TRIES = 12
TOO_MANY = 429
SOON = 1.0  # second
FIRST_GAP = 0.15  # seconds at most between the numbers taken at the very beginning,
RUSH = 1.2  # or this many of the mall's time


@dataclass(frozen=True, slots=True)
class Visitor:
    """One person who comes in: for what, how, and how patient (0 not at all, 1 endlessly)."""

    service: str
    line: str
    language: str
    priority: bool
    patience: float
    gives_up_minutes: float | None


class Crowd:
    """Everybody who might come. Pure: the same seed and number give the same person."""

    def __init__(self, offered: Sequence[Offer], seed: int) -> None:
        self._offered = tuple(offered)
        self._bounds = list(accumulate(offer.share for offer in self._offered))
        self._seed = seed

    def visitor(self, number: int) -> Visitor:
        draws = source(self._seed, "visitor", number)
        offer = self._offered[min(bisect(self._bounds, draws.random() * self._bounds[-1]), len(self._offered) - 1)]
        return _visitor(draws, offer)

    def first(self, counters: Mapping[str, int]) -> list[Visitor]:
        """Those who stand before the door when it opens: a few for each line, all lines in turn."""
        draws = source(self._seed, "first")
        turns: list[tuple[float, Visitor]] = []
        for line in sorted(counters):
            mine = [offer for offer in self._offered if offer.line == line]
            if not mine:
                continue
            weights = [offer.share + 1e-9 for offer in mine]
            for turn in range(2 + draws.randint(0, 2) + 2 * (counters[line] - 1)):
                person = _visitor(draws, draws.choices(mine, weights)[0])
                turns.append((turn + draws.random(), person))
        return [person for _, person in sorted(turns, key=lambda pair: pair[0])]


def _visitor(draws: random.Random, offer: Offer) -> Visitor:
    english, first, gives_up = draws.random() < ENGLISH, draws.random() < PRIORITY, draws.random() < GIVES_UP
    patience, minutes = draws.random(), draws.uniform(3, 25)
    language = "en" if english else "id"
    return Visitor(offer.service.code, offer.line, language, first, patience, minutes if gives_up else None)


def intensity(minute: float) -> float:
    """How much busier than the day's mean it is at this minute of a day that begins anew after its end."""
    mean = sum(SHAPE) / len(SHAPE)
    return SHAPE[int(minute % DAY_MINUTES / 30)] / mean


def stays(visitor: Visitor, ahead: int, counters: int) -> bool:
    """Whether the person takes a number with so many people ahead."""
    for_each = ahead / max(counters, 1)
    too_long = (for_each - PATIENT_UP_TO) / (NOBODY_FROM - PATIENT_UP_TO)
    return visitor.patience >= too_long


@dataclass(frozen=True, slots=True)
class Tempo:
    """How many come: people a minute of the mall's time, which goes `speed` times as fast as ours."""

    per_minute: float
    speed: float


class Entrance:
    """Lets visitors in one after the other, at the kiosks and at reception."""

    def __init__(
        self,
        crowd: Crowd,
        counters: Mapping[str, int],
        tempo: Tempo,
        *,
        caller: Caller,
        agenda: Agenda,
        tally: Tally,
        seed: int,
    ) -> None:
        self._crowd, self._counters, self._tempo = crowd, counters, tempo
        self._caller, self._agenda, self._tally = caller, agenda, tally
        self._gaps = source(seed, "gaps")
        self._keys = source(seed, "visitors' keys", time.time_ns())
        self._first = crowd.first(counters)
        self._number = 0
        self._began = time.monotonic()
        self._lock = threading.Lock()
        self._doors: list[Headers] = []
        self._shut: set[str] = set()
        self._ahead: dict[str, int] = {}

    def add_door(self, headers: Headers) -> None:
        """One more place where numbers are taken."""
        self._doors.append(headers)

    def look(self) -> float:
        """Looks at what is open and how many wait, as a kiosk does."""
        answer = self._caller.get("/catalogue", self._doors[0]) if self._doors else Answer(503)
        if not answer.is_well:
            self._tally.add(f"refused {answer.code}")
            return wait_after(answer, 3)
        services = [service for agency in answer.body["agencies"] for service in agency["services"]]
        with self._lock:
            self._shut = {service["code"] for service in services if not service["open"]}
            self._ahead = {service["line"]: service["ahead"] for service in services}
        return LOOKS_EVERY

    def admit(self) -> float:
        """Lets the next visitor in; seconds until the one after."""
        if not self._doors:
            return SOON
        if self._first:
            visitor, gap = self._first.pop(0), min(FIRST_GAP, RUSH / self._tempo.speed)
        else:
            visitor, gap = self._crowd.visitor(self._number), self._gap()
            self._number += 1
        if visitor.service in self._shut or not self._waits(visitor):
            self._tally.add("turned away")
        else:
            self._agenda.after(0, _Taking(self, visitor, self._key()).step)
        return gap

    def take(self, visitor: Visitor, door: int, key: str) -> Answer:
        """One try to take a number, at one of the doors."""
        body = {"service": visitor.service, "language": visitor.language, "priority": visitor.priority}
        return self._caller.post("/tickets", body, self._doors[door % len(self._doors)], key=key)

    def taken(self, visitor: Visitor, answer: Answer) -> None:
        """Notes how taking a number ended; somebody in a hurry will give it up later."""
        if not answer.is_well:
            self._tally.add(f"refused {answer.code}")
            if answer.code in ("service.closed", "service.unknown"):
                with self._lock:
                    self._shut.add(visitor.service)
            return
        self._tally.add("issued")
        with self._lock:
            self._ahead[visitor.line] = self._ahead.get(visitor.line, 0) + 1
        if visitor.gives_up_minutes is not None:
            token = str(answer.body["token"])
            self._agenda.after(visitor.gives_up_minutes * 60 / self._tempo.speed, lambda: self._give_up(token))

    @property
    def doors(self) -> int:
        return len(self._doors)

    def _waits(self, visitor: Visitor) -> bool:
        with self._lock:
            return stays(visitor, self._ahead.get(visitor.line, 0), self._counters.get(visitor.line, 1))

    def _give_up(self, token: str) -> None:
        """Looks at the ticket's own page, and gives the number up if it still waits."""
        page = self._caller.get(f"/follow/{token}", {})
        if page.body.get("state") == "waiting":
            answer = self._caller.post(f"/follow/{token}/withdraw", {}, {}, key=self._key())
            self._tally.add("withdrawn" if answer.is_well else f"refused {answer.code}")

    def _gap(self) -> float:
        minute = BEGINS_AT + (time.monotonic() - self._began) * self._tempo.speed / 60
        per_second = self._tempo.per_minute * intensity(minute) * self._tempo.speed / 60
        return self._gaps.expovariate(per_second)

    def _key(self) -> str:
        with self._lock:
            return key_of(self._keys)


class _Taking:
    """One visitor before the kiosk: goes to the next one when told to wait, stays when nobody answers."""

    def __init__(self, entrance: Entrance, visitor: Visitor, key: str) -> None:
        self._entrance, self._visitor, self._key = entrance, visitor, key
        self._door = int(visitor.patience * 1000)
        self._tries = self._moves = 0

    def step(self) -> float | None:
        # Another place is another intention; asking the same one again must not give two numbers.
        answer = self._entrance.take(self._visitor, self._door + self._moves, f"{self._key}-{self._moves}")
        self._tries += 1
        if not answer.is_passing or self._tries >= MOST_TRIES:
            self._entrance.taken(self._visitor, answer)
            return None
        if answer.status != TOO_MANY:
            return wait_after(answer, self._tries)
        self._moves += 1
        return 0.0 if self._moves % self._entrance.doors else wait_after(answer, self._tries) / 4
