"""The officers: each opens a counter, calls, serves, rests, and takes every refusal kindly."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from queue_server.demo.caller import Answer, Caller, Headers, wait_after
from queue_server.demo.draws import key_of, source
from queue_server.demo.fates import End, Fate, fate
from queue_server.demo.keys import PersonKey
from queue_server.demo.tally import Tally

NOBODY_WAITS = (0.2, 3.0)  # seconds, least and most, until an idle officer looks again: half a minute of the mall's
SOON = 0.5  # seconds
TAKEN = 20.0  # seconds until the same counter is tried again when somebody else is there
BETWEEN_ANNOUNCEMENTS = 16.0  # seconds: the loudspeaker belongs to the whole zone

Desk = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What every officer of the mall knows: how long services take, and where people are sent on to."""

    target_minutes: Mapping[str, int]
    agencies: Mapping[str, str]  # of each service
    elsewhere: Sequence[str]  # services that are staffed today
    speed: float


@dataclass(frozen=True, slots=True)
class Act:
    """What an officer does next at the desk."""

    verb: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Plans:
    """What an officer has in mind beside the person in hand; the tickets are ids."""

    fate: Fate | None = None
    to_service: str = ""
    back: int | None = None  # a parked person who is back
    returned: int | None = None  # a missed person who came back
    rests: bool = False
    reason: str = ""


def next_act(desk: Desk, plans: Plans) -> Act:
    """The one sensible act at this desk now. Pure."""
    ticket = desk.get("ticket")
    if desk["state"] == "paused":
        return Act("open", {"counter": desk["counter"]})
    if ticket is None:
        return _idle(plans)
    if ticket["state"] == "called":
        return _called(desk, plans)
    return _serving(plans)


def _idle(plans: Plans) -> Act:
    if plans.rests:
        return Act("pause", {"reason": plans.reason, "minutes": 10})
    if plans.back is not None:
        return Act("resume", {"ticket": plans.back})
    if plans.returned is not None:
        return Act("return", {"ticket": plans.returned})
    return Act("call-next", {})


def _called(desk: Desk, plans: Plans) -> Act:
    if plans.fate is None or plans.fate.comes:
        return Act("start", {})
    announced = (desk.get("announcements") or {}).get("count", plans.fate.announced_again)
    return Act("announce", {}) if announced < plans.fate.announced_again else Act("miss", {})


def _serving(plans: Plans) -> Act:
    end = plans.fate.end if plans.fate else End.FINISH
    if end is End.PARK and plans.fate:
        return Act("park", {"reason": plans.fate.reason})
    if end is End.TRANSFER and plans.to_service:
        return Act("transfer", {"service": plans.to_service})
    is_free_for_next = not plans.rests and plans.back is None and plans.returned is None
    return Act("finish-and-call-next" if is_free_for_next else "finish", {})


class Officer:
    """One officer; `step` acts once and says after how many seconds to act again."""

    def __init__(
        self,
        key: PersonKey,
        knowledge: Knowledge,
        *,
        caller: Caller,
        tally: Tally,
        seed: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._key, self._knowledge, self._caller, self._tally, self._clock = key, knowledge, caller, tally, clock
        self._draws = source(seed, "officer", key.username)
        self._keys = source(seed, "officer's keys", key.username, time.time_ns())
        self._headers: Headers = {}
        self._desk: Desk | None = None
        self._in_hand: tuple[int, Fate, str] | None = None
        self._parked: list[tuple[float, int]] = []
        self._missed: list[tuple[float, int]] = []
        self._rests: Fate | None = None
        self._open_intent: tuple[Act, int] | None = None
        self._open_key = ""
        self._refused = 0
        least, most = NOBODY_WAITS
        self._looks_again = max(least, min(most, 30.0 / knowledge.speed))

    def step(self) -> float:
        """Signs in, opens the counter, or does what comes next at the desk."""
        if not self._headers:
            return self._sign_in()
        if self._desk is None:
            return self._look()
        plans = self._plans(self._desk)
        act = next_act(self._desk, plans)
        answer = self._do(act, self._desk["seq"])
        return self._after(act, plans, answer) if answer.is_well else self._refusal(act, answer)

    def leave(self) -> None:
        """Ends the person in hand and closes the counter: the day is over."""
        if self._desk is None:
            return
        ticket = self._desk.get("ticket")
        if ticket is not None and ticket["state"] == "called":
            self._post("/desk/start", {})
        if ticket is not None:
            self._post("/desk/finish", {})
        if self._post("/desk/close", {}).is_well:
            self._tally.add("closed")
        self._desk = None

    def _sign_in(self) -> float:
        answer = self._post("/session", {"username": self._key.username, "password": self._key.password})
        if not answer.is_well:
            self._tally.add(f"refused {answer.code}")
            self._refused += 1
            return max(wait_after(answer, self._refused), 2.0)
        self._refused = 0
        self._headers = {"Cookie": answer.cookie, "X-CSRF-Token": str(answer.body["csrf_token"])}
        self._tally.add("signed in")
        return SOON / 10

    def _look(self) -> float:
        """Goes on at the desk that is open, or opens the counter of one's own."""
        answer = self._caller.get("/desk", self._headers)
        if not answer.is_well:
            return self._refusal(Act("", {}), answer)
        self._desk = answer.body.get("desk")
        if self._desk is not None:
            return SOON
        answer = self._post("/desk/open", {"counter": self._key.counter})
        if not answer.is_well:
            return self._refusal(Act("open", {}), answer)
        self._desk = answer.body.get("desk")
        self._tally.add("opened")
        return SOON * (1 + self._draws.random())

    def _after(self, act: Act, plans: Plans, answer: Answer) -> float:
        self._tally.add(act.verb)
        self._refused = 0
        before, self._desk = self._desk, answer.body.get("desk")
        self._remember(act, plans, before)
        if self._desk is None:
            return SOON
        ticket = self._desk.get("ticket")
        if ticket is None:
            return self._idle_for(act)
        _, drawn, _ = self._fate_of(ticket)
        if ticket["state"] == "called":
            return drawn.walk if drawn.comes or not drawn.announced_again else BETWEEN_ANNOUNCEMENTS
        return drawn.serve

    def _idle_for(self, act: Act) -> float:
        if act.verb == "pause" and self._rests is not None and self._rests.rests is not None:
            rests, self._rests = self._rests.rests, None
            return rests
        return SOON if act.verb in ("finish", "miss", "park", "transfer", "open", "return") else self._looks_again

    def _remember(self, act: Act, plans: Plans, before: Desk | None) -> None:
        """Notes who will be back, and that a rest is due."""
        self._parked = [pair for pair in self._parked if act.verb != "resume" or pair[1] != plans.back]
        self._missed = [pair for pair in self._missed if act.verb != "return" or pair[1] != plans.returned]
        ticket, drawn, now = (before or {}).get("ticket"), plans.fate, self._clock()
        if ticket is None or drawn is None:
            return
        if act.verb == "park":
            self._parked.append((now + drawn.fetches, ticket["id"]))
        if act.verb == "miss" and drawn.returns_after is not None:
            self._missed.append((now + drawn.returns_after, ticket["id"]))

    def _plans(self, desk: Desk) -> Plans:
        ticket, now = desk.get("ticket"), self._clock()
        drawn, to_service = self._fate_of(ticket)[1:] if ticket else (None, "")
        if drawn is not None and drawn.rests is not None:
            self._rests = drawn
        back = next((ticket_id for due, ticket_id in self._parked if due <= now), None)
        returned = next((ticket_id for due, ticket_id in self._missed if due <= now), None)
        reason = self._rests.reason if self._rests else ""
        return Plans(drawn, to_service, back, returned, self._rests is not None, reason)

    def _fate_of(self, ticket: Mapping[str, Any]) -> tuple[int, Fate, str]:
        """The fate of the person in hand, drawn when the officer first sees them."""
        if self._in_hand is None or self._in_hand[0] != ticket["id"]:
            target = self._knowledge.target_minutes.get(ticket["service"], 10)
            drawn = fate(self._draws, target, self._knowledge.speed)
            if self._in_hand is None:
                # The day is met in its middle: whoever sits there first has been there for a while.
                drawn = replace(drawn, serve=drawn.serve * self._draws.random())
            self._in_hand = (ticket["id"], drawn, self._elsewhere(ticket["service"]))
        return self._in_hand

    def _elsewhere(self, service: str) -> str:
        """A service of another agency that is staffed."""
        agencies = self._knowledge.agencies
        others = [code for code in self._knowledge.elsewhere if agencies.get(code) != agencies.get(service)]
        chance = self._draws.random()
        return others[int(chance * len(others))] if others else ""

    def _refusal(self, act: Act, answer: Answer) -> float:
        """Every no is taken kindly: wait, look again, or sign in anew."""
        self._tally.add(f"refused {answer.code}")
        self._refused += 1
        if answer.is_passing:
            return wait_after(answer, self._refused)
        if answer.code in ("session.none", "csrf.missing"):
            self._headers, self._desk = {}, None
            return SOON
        if answer.code == "line.empty":
            return self._nobody_waits(act)
        if answer.code == "announce.too_soon":
            return BETWEEN_ANNOUNCEMENTS / 4
        self._give_up(act)
        self._desk = None  # somebody else acted here: see what stands now
        return TAKEN if answer.code in ("desk.taken", "desk.open") else min(SOON * 2 ** min(self._refused, 5), TAKEN)

    def _nobody_waits(self, act: Act) -> float:
        if act.verb == "finish-and-call-next":
            self._post("/desk/finish", {})
            self._desk = None
        return self._looks_again * (1 + self._draws.random())

    def _give_up(self, act: Act) -> None:
        """Forgets a plan that the mall refused, so that it is not tried for ever."""
        ticket = act.body.get("ticket")
        self._parked = [pair for pair in self._parked if pair[1] != ticket]
        self._missed = [pair for pair in self._missed if pair[1] != ticket]
        if act.verb == "pause":
            self._rests = None
        if act.verb in ("transfer", "park") and self._in_hand is not None:
            ticket_id, drawn, _ = self._in_hand
            self._in_hand = (ticket_id, _plain(drawn), "")

    def _do(self, act: Act, seq: int) -> Answer:
        """One command; asked again under the same key while nobody says whether it was done."""
        intent = (act, seq)
        key = self._open_key if self._open_intent == intent else key_of(self._keys)
        answer = self._caller.post(f"/desk/{act.verb}", {**act.body, "seq": seq}, self._headers, key=key)
        self._open_intent, self._open_key = (intent, key) if answer.is_passing else (None, "")
        return answer

    def _post(self, path: str, body: Mapping[str, Any]) -> Answer:
        return self._caller.post(path, body, self._headers, key=key_of(self._keys))


def _plain(drawn: Fate) -> Fate:
    """The same person, simply served."""
    return replace(drawn, comes=True, end=End.FINISH, returns_after=None)
