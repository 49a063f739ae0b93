"""One slip: look, send, wait for the proof, and say truthfully what became of it."""

import logging
import secrets
import threading
import time
from dataclasses import dataclass
from enum import StrEnum

from printer.compose import compose
from printer.document import Unreadable, read_document
from printer.profiles import Profile, Proof
from printer.replies import InOrder, Reply, Standing, read_replies
from printer.slip import Line, lay_out
from printer.watch import Watch
from printer.wires.wire import Lost, NotReached, Wire, WireFault
from printer.words import load_words

RETRY_AFTER = (0.2, 1.0, 2.0, 5.0)  # seconds; somebody stands in front of the kiosk
CLEAR = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"  # DLE DC4 8
LISTEN = 0.2  # seconds between two looks at the clock
log = logging.getLogger(__name__)


class Fate(StrEnum):
    """What became of a slip. Only `NOT_PRINTED` is certain enough to be tried again unasked."""

    PRINTED = "printed"
    NOT_PRINTED = "not_printed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The fate, why (a code), and what proves a printed one: `procid` or `gsr`."""

    fate: Fate
    reason: str | None = None
    proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds given to the printer at each step (reference: an idle TM answers within milliseconds)."""

    answer: float = 2.0
    answer_of_the_silent: float = 0.3  # printers that may not know the question
    proof: float = 10.0
    mark_after_order: float = 3.0
    refill: float = 60.0
    reopen: float = 0.2
    between_attempts: tuple[float, ...] = RETRY_AFTER
    last_word: float = 4.0  # kept back from the lease for clearing and reporting


class Worker:
    """Owns the wire to one printer; never used by two threads."""

    def __init__(
        self, wire: Wire, profile: Profile, *, name: str, stop: threading.Event, waits: Waits | None = None
    ) -> None:
        self._wire = wire
        self._profile = profile
        self._name = name
        self._stop = stop
        self._waits = waits or Waits()
        self._pending = b""
        self._owed = 0

    def print_slip(self, document: object, *, until: float, lease: float | None = None) -> Outcome:
        """Print it, trying again while nothing is on paper. `until` (monotonic seconds): no attempt begins later;
        `lease`: when the job is taken from us."""
        try:
            lines = self._lines(document)
        except Unreadable as unreadable:
            log.warning("document cannot be printed: %s", unreadable)
            return Outcome(Fate.NOT_PRINTED, "document")
        outcome = Outcome(Fate.NOT_PRINTED, "expired")
        for pause in (*self._waits.between_attempts, None):
            if time.monotonic() >= until:
                return outcome
            outcome = self._attempt(lines, lease if lease is not None else until)
            log.info("attempt: %s %s", outcome.fate, outcome.reason or outcome.proof)
            if outcome.fate is not Fate.NOT_PRINTED or pause is None or time.monotonic() + pause >= until:
                return outcome
            if self._stop.wait(pause):
                return outcome
        return outcome

    def rest(self) -> None:
        """Nothing to print: leave the printer to others."""
        if self._wire.is_open:
            self._wire.close()

    def _lines(self, fields: object) -> tuple[Line, ...]:
        document = read_document(fields)
        return lay_out(document, load_words("slip", document.language), self._profile, printer=self._name)

    def _attempt(self, lines: tuple[Line, ...], lease: float) -> Outcome:
        obstacle = self._reach()
        if obstacle is not None:
            return Outcome(Fate.NOT_PRINTED, obstacle)
        mark = secrets.token_hex(2).encode()
        asks_order = self._profile.proves is not Proof.NONE
        self._owed += asks_order
        watch = Watch(mark=mark, owed=self._owed if asks_order else 1)
        blob = compose(lines, self._profile, mark=mark)
        try:
            self._wire.send(blob)
        except WireFault as broken:
            self._wire.close()
            return Outcome(Fate.UNKNOWN if broken.sent else Fate.NOT_PRINTED, broken.reason)
        try:
            return self._proof(watch, lease)
        except WireFault as broken:
            self._wire.close()
            return Outcome(Fate.UNKNOWN, broken.reason)

    def _reach(self) -> str | None:
        """Connect and look; why printing cannot begin, or None."""
        for once_more in (True, False):
            try:
                self._connect()
                return self._obstacle()
            except NotReached as refused:
                return refused.reason
            except Lost:
                # Turned away after the handshake, or a session that had ended by itself: once more, then it is busy.
                if once_more:
                    time.sleep(self._waits.reopen)
        return "busy"

    def _connect(self) -> None:
        if self._wire.is_open:
            return
        self._pending, self._owed = b"", 0
        self._wire.open()

    def _obstacle(self) -> str | None:
        standing = self._ask(2)
        if standing is None:
            return self._silence()
        if standing.cover_open:
            return "cover_open"
        if standing.broken:
            fault = self._ask(3)
            return "cutter" if fault is not None and fault.bits & 0x08 else "fault"
        paper = self._ask(4)
        if standing.stopped_by_paper or (paper is not None and paper.paper_end):
            return "paper_end"
        return None

    def _silence(self) -> str | None:
        if not self._profile.answers:
            return None
        # Nothing has been sent yet: a printer that usually answers and does not is dead, not done.
        self._wire.close()
        return "silent"

    def _ask(self, question: int) -> Standing | None:
        """DLE EOT n; None when no answer comes in time."""
        patience = self._waits.answer if self._profile.answers else self._waits.answer_of_the_silent
        until = time.monotonic() + patience
        self._wire.send(b"\x10\x04" + bytes([question]))
        while (left := until - time.monotonic()) > 0:
            for reply in self._listen(left):
                if isinstance(reply, Standing):
                    return reply
        return None

    def _proof(self, watch: Watch, lease: float) -> Outcome:
        if self._profile.proves is Proof.NONE:
            # Draining until the printer hangs up is all that can be done; it proves delivery, not paper.
            self._wire.close()
            return Outcome(Fate.UNKNOWN, "unproved")
        patience = _Patience(self._waits, lease, time.monotonic())
        while patience.lasts(watch, stopping=self._stop.is_set()):
            for reply in self._listen(LISTEN):
                watch.note(reply)
            if watch.marked:
                return Outcome(Fate.PRINTED, proof=Proof.PROCID)
            if watch.in_order and self._order_suffices(watch, patience):
                return Outcome(Fate.PRINTED, proof=Proof.GSR)
        return self._make_certain(watch)

    def _order_suffices(self, watch: Watch, patience: "_Patience") -> bool:
        if self._profile.proves is Proof.GSR:
            return True
        return patience.waited_after_order(watch)

    def _make_certain(self, watch: Watch) -> Outcome:
        """Empty the printer's buffer, so that nothing can come out later, and conclude."""
        reason = watch.reason or "silent"
        until = time.monotonic() + self._waits.answer
        self._wire.send(CLEAR)
        while not (watch.cleared or watch.marked) and (left := until - time.monotonic()) > 0:
            for reply in self._listen(left):
                watch.note(reply)
        self._wire.close()
        if watch.marked:
            return Outcome(Fate.PRINTED, proof=Proof.PROCID)
        if watch.cleared and watch.never_started:
            return Outcome(Fate.NOT_PRINTED, reason)
        return Outcome(Fate.UNKNOWN, reason)

    def _listen(self, within: float) -> list[Reply]:
        replies, self._pending = read_replies(self._pending + self._wire.hear(within))
        self._owed -= sum(isinstance(reply, InOrder) for reply in replies)
        return replies


@dataclass(slots=True)
class _Patience:
    """How long to wait for the proof: short while the printer runs, long while somebody changes the roll."""

    waits: Waits
    lease: float
    since: float
    stopped_since: float | None = None
    ordered_at: float | None = None

    def lasts(self, watch: Watch, *, stopping: bool) -> bool:
        now = time.monotonic()
        if now >= self.lease - self.waits.last_word:
            return False
        if not watch.stopped:
            if self.stopped_since is not None:
                self.since, self.stopped_since = now, None
            return now < self.since + self.waits.proof
        if self.stopped_since is None:
            self.stopped_since = now
        return not stopping and now < self.stopped_since + self.waits.refill

    def waited_after_order(self, watch: Watch) -> bool:
        now = time.monotonic()
        if self.ordered_at is None:
            self.ordered_at = now
        return not watch.stopped and now >= self.ordered_at + self.waits.mark_after_order
