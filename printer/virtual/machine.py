"""The virtual printer itself: receive, print at its speed, stop on a fault, answer. One lock, one printing thread."""

import io
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from printer.virtual.commands import Command, Name, Urgent, read_command, urgent_in
from printer.virtual.paper import DOTS_PER_MM, Paper
from printer.virtual.state import SLOW_MM_S, Fault, Standing, Traits

SLIPS_KEPT = 60
DPI = 203
MAKER, MODEL = b"GILIRAN", b"VIRTUAL-%d"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PrintedSlip:
    """One piece of paper, newest last; `whole` when it was cut or torn off after its last line."""

    number: int
    png: bytes
    at: datetime
    length_mm: float
    whole: bool


@dataclass(frozen=True, slots=True)
class Trap:
    """A fault that strikes when the paper has moved so far."""

    fault: Fault
    dots_left: int


class Machine:
    """Everything between the socket and the paper. `changed` is told of every change, so that tests can wait."""

    def __init__(self, traits: Traits) -> None:
        self.traits = traits
        self.changed = threading.Condition(threading.RLock())
        self.standing = Standing()
        self.slips: list[PrintedSlip] = []
        self.received = 0
        self._printed = 0
        self._buffer = b""
        self._overlap = b""
        self._wanted = 0
        self._era = 0
        self._trap: Trap | None = None
        self._paper = Paper(traits.paper_mm)
        self._say: Callable[[bytes], None] | None = None
        self._closed = False
        self._starved = False
        self._thread = threading.Thread(target=self._print, name="virtual printer", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        with self.changed:
            self._closed = True
            self.changed.notify_all()
        self._thread.join(5)

    def attach(self, say: Callable[[bytes], None]) -> None:
        """A host has connected; `say` sends to it."""
        with self.changed:
            self._say, self._wanted, self._overlap = say, 0, b""

    def detach(self) -> None:
        """The host has gone; what it sent is still printed."""
        with self.changed:
            self._say, self._wanted = None, 0
            self.changed.notify_all()

    def room(self, within: float) -> int:
        """How many bytes may come; waits until there is room, answers 0 after `within` seconds."""
        with self.changed:
            self.changed.wait_for(self._has_room, within)
            # A command longer than the buffer is taken in as it comes, or the printer would wait for ever.
            return max(int(self._starved), self.standing.buffer - len(self._buffer))

    def receive(self, heard: bytes) -> None:
        """Bytes from the wire: urgent requests are answered now, the rest waits its turn."""
        with self.changed:
            self.received += len(heard)
            # An urgent request may be split over two arrivals; only one that ends in the new bytes is new.
            seen, joined = urgent_in(self._overlap), self._overlap + heard
            self._overlap = joined[-9:]
            self._buffer += heard
            for urgent in urgent_in(joined)[len(seen) :]:
                self._answer(urgent)
            self.changed.notify_all()

    def strike(self, fault: Fault, *, after_mm: float = 0) -> None:
        """Set a fault now, or when the paper has moved `after_mm` further."""
        with self.changed:
            if after_mm > 0:
                self._trap = Trap(fault, round(after_mm * DOTS_PER_MM))
            else:
                self._turn(self.standing.faults | {fault})

    def repair(self) -> None:
        """All is well: paper in, cover shut, power on."""
        with self.changed:
            self._trap = None
            self._turn(frozenset())

    def wait_for(self, condition: Callable[[], bool], within: float) -> bool:
        """Wait until the condition holds; False when it does not within so many seconds."""
        with self.changed:
            return self.changed.wait_for(condition, within)

    def _has_room(self) -> bool:
        return self._starved or len(self._buffer) < self.standing.buffer

    def _turn(self, faults: frozenset[Fault]) -> None:
        before, self.standing = self.standing, Standing(frozenset(faults))
        if before.powered and not self.standing.powered:
            self._forget()
            self._say, self._wanted = None, 0
        elif self._wanted and before.differs(self.standing, self._wanted):
            self._tell(self.standing.news())
        log.info("faults are now %s", sorted(fault.value for fault in faults) or "none")
        self.changed.notify_all()

    def _forget(self) -> None:
        """Buffer and print line are lost; what is on paper stays on paper."""
        self._era += 1
        self._buffer = self._overlap = b""
        self._let_go(whole=False)

    def _answer(self, urgent: Urgent) -> None:
        if urgent.kind == "status":
            self._tell(bytes([self.standing.answer(urgent.number)]))
        elif urgent.kind == "clear" and not self.traits.is_clone:
            self._forget()
            self._tell(b"\x37\x25\x00")

    def _tell(self, answer: bytes) -> None:
        if self._say is not None:
            self._say(answer)

    def _print(self) -> None:
        while True:
            with self.changed:
                if self._closed:
                    return
                command, length = self._next()
                if length == 0:
                    self._rest()
                    continue
                self._follow(command, length)

    def _next(self) -> tuple[Command | None, int]:
        if self.standing.stopped or not self._buffer:
            return None, 0
        return read_command(self._buffer)

    def _rest(self) -> None:
        """Nothing to do. A printer without a knife has its slip torn off once the host has gone."""
        if self._say is None and not self._buffer and not self._paper.is_blank:
            self._let_go(whole=True)
        self._starved = bool(self._buffer) and not self.standing.stopped
        self.changed.notify_all()
        self.changed.wait()
        self._starved = False

    def _follow(self, command: Command | None, length: int) -> None:
        era = self._era
        if command is not None and not self._move(self._paper.dots_needed(command)):
            return
        if era != self._era:
            return
        self._buffer = self._buffer[length:]
        if command is not None:
            self._obey(command)
        self.changed.notify_all()

    def _move(self, dots: int) -> bool:
        """Let the paper run; False when a fault or a clearing came first."""
        if self._trap is not None and dots:
            if dots > self._trap.dots_left:
                fault, self._trap = self._trap.fault, None
                self._turn(self.standing.faults | {fault})
                return False
            self._trap = Trap(self._trap.fault, self._trap.dots_left - dots)
        speed = SLOW_MM_S if Fault.SLOW in self.standing.faults else self.traits.speed_mm_s
        until, era = time.monotonic() + dots / DOTS_PER_MM / speed, self._era
        while (left := until - time.monotonic()) > 0 and not self._closed:
            if era != self._era or self.standing.stopped:
                return False
            self.changed.wait(left)
        return True

    def _obey(self, command: Command) -> None:
        match command.name:
            case Name.NEWS:
                self._wanted = command.values[0]
                if self._wanted:
                    self._tell(self.standing.news())
            case Name.STATUS:
                self._tell(bytes([self.standing.paper() if command.values[0] in (1, 49) else 0]))
            case Name.MARK:
                if not self.traits.is_clone and command.values == (48, 48):
                    self._tell(b"\x37\x22" + command.body[:4] + b"\x00")
            case Name.IDENTITY:
                self._introduce(command.values[0])
            case Name.CUT:
                self._paper.draw(command)
                self._let_go(whole=True)
            case _:
                if command.name is Name.RESET:
                    self._wanted = 0
                self._paper.draw(command)

    def _introduce(self, question: int) -> None:
        names = {66: MAKER, 67: MODEL % self.traits.paper_mm, 65: b"1.0", 68: b"1"}
        if question in names:
            self._tell(b"\x5f" + names[question] + b"\x00")
        elif question in (1, 2, 3, 49, 50, 51):
            self._tell(b"\x02")

    def _let_go(self, *, whole: bool) -> None:
        paper = self._paper
        self._paper = Paper(self.traits.paper_mm, style=paper.style)
        if paper.is_blank:
            return
        picture, out = paper.picture(), io.BytesIO()
        picture.convert("1").save(out, "PNG", dpi=(DPI, DPI))
        self._printed += 1
        slip = PrintedSlip(
            self._printed, out.getvalue(), datetime.now().astimezone(), picture.height / DOTS_PER_MM, whole
        )
        self.slips = [*self.slips[1 - SLIPS_KEPT :], slip]
        log.info("slip %d, %.0f mm, %s", slip.number, slip.length_mm, "whole" if whole else "cut short")
        self.changed.notify_all()
