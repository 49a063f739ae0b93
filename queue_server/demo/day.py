"""A believable day in the mall, at a chosen speed, through the public API only."""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from queue_server.catalogue.plan import CatalogueFile
from queue_server.catalogue.read import read
from queue_server.demo import staffing
from queue_server.demo.agenda import Agenda
from queue_server.demo.caller import Caller, wait_after
from queue_server.demo.draws import key_of, source
from queue_server.demo.keys import Keys, PersonKey
from queue_server.demo.officers import Knowledge, Officer
from queue_server.demo.tally import Tally
from queue_server.demo.visitors import Crowd, Entrance, Tempo

THREADS = 6
BUSY = 0.92  # of the officers' time
SIGN_IN_GAP = 0.3  # seconds at the usual speed: the slow hash of passwords must not fill a small machine
USUAL_SPEED = 8.0
SAYS_GOODBYE_FOR = 5.0  # seconds


@dataclass(frozen=True, slots=True)
class Bustle:
    """How the day goes: `speed` times as fast as life, with at most so many officers, for so many minutes of ours."""

    speed: float = USUAL_SPEED
    officers: int = 36
    seed: int = 2026
    minutes: float | None = None


def run_day(base_url: str, keys: Keys, catalogue: Path, *, bustle: Bustle, stop: threading.Event) -> Mapping[str, int]:
    """Lets the day happen until `stop` is set or its minutes are over; answers what was done, by name.

    Never raises for anything the server says or does not say: its actors wait and try again."""
    day = _Day(base_url, keys, read(catalogue), bustle)
    return day.run(stop)


class _Day:
    def __init__(self, base_url: str, keys: Keys, catalogue: CatalogueFile, bustle: Bustle) -> None:
        self._keys, self._catalogue, self._bustle = keys, catalogue, bustle
        self._caller, self._tally = Caller(base_url), Tally()
        opened = staffing.staffed(catalogue, {key.counter for key in keys.officers if key.counter}, bustle.officers)
        self._counters = staffing.counters_of_lines(catalogue, opened)
        self._offered = [offer for offer in staffing.offers(catalogue) if self._counters.get(offer.line)]
        knowledge = self._knowledge()
        self._officers = [
            Officer(key, knowledge, caller=self._caller, tally=self._tally, seed=bustle.seed)
            for key in keys.officers
            if key.counter in opened
        ]

    def run(self, stop: threading.Event) -> Mapping[str, int]:
        ended = threading.Event()
        agenda = Agenda(ended)
        entrance = self._entrance(agenda)
        self._invite(agenda, entrance)
        agenda.start(THREADS)
        began, minutes = time.monotonic(), self._bustle.minutes
        over = None if minutes is None else began + minutes * 60
        while not stop.wait(0.2) and (over is None or time.monotonic() < over):
            pass
        ended.set()
        agenda.join(SAYS_GOODBYE_FOR)
        if not stop.is_set():
            self._say_goodbye()
        self._caller.close()
        return self._tally.now()

    def _knowledge(self) -> Knowledge:
        services = [(agency.code, service) for agency in self._catalogue.agencies for service in agency.services]
        return Knowledge(
            target_minutes={service.code: service.target_minutes for _, service in services},
            agencies={service.code: agency for agency, service in services},
            elsewhere=tuple(offer.service.code for offer in self._offered),
            speed=self._bustle.speed,
        )

    def _entrance(self, agenda: Agenda) -> Entrance:
        per_minute = staffing.arrivals_per_minute(self._offered, self._counters, busy=BUSY)
        entrance = Entrance(
            Crowd(self._offered, self._bustle.seed),
            self._counters,
            Tempo(per_minute, self._bustle.speed),
            caller=self._caller,
            agenda=agenda,
            tally=self._tally,
            seed=self._bustle.seed,
        )
        for token in self._keys.kiosks:
            entrance.add_door({"Authorization": f"Bearer {token}"})
        return entrance

    def _invite(self, agenda: Agenda, entrance: Entrance) -> None:
        if self._keys.reception is not None:
            agenda.after(0, _Reception(self._keys.reception, entrance, self._caller, self._bustle.seed).step)
        agenda.after(0, entrance.look)
        gap = SIGN_IN_GAP * min(1.0, USUAL_SPEED / self._bustle.speed)
        agenda.after(gap, entrance.admit)
        for number, officer in enumerate(self._officers):
            agenda.after(number * gap, officer.step)

    def _say_goodbye(self) -> None:
        for officer in self._officers:
            officer.leave()


class _Reception:
    """The reception's desk signs in once, and is then one more place to take a number."""

    def __init__(self, key: PersonKey, entrance: Entrance, caller: Caller, seed: int) -> None:
        self._key, self._entrance, self._caller = key, entrance, caller
        self._keys = source(seed, "reception", time.time_ns())
        self._tries = 0

    def step(self) -> float | None:
        body = {"username": self._key.username, "password": self._key.password}
        answer = self._caller.post("/session", body, {}, key=key_of(self._keys))
        self._tries += 1
        if answer.is_well:
            self._entrance.add_door({"Cookie": answer.cookie, "X-CSRF-Token": str(answer.body["csrf_token"])})
            return None
        return max(wait_after(answer, self._tries), 2.0)
