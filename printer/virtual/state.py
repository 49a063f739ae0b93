"""What the virtual printer is like, and what is wrong with it just now. Pure."""

from dataclasses import dataclass
from enum import StrEnum

NEWS_ONLINE, NEWS_FAULT, NEWS_PAPER = 0x02, 0x04, 0x08  # bits of GS a
SLOW_MM_S = 20.0
SLOW_BUFFER = 45  # bytes: the smallest receive buffer of the old TM printers
USUAL_BUFFER = 4096


class Fault(StrEnum):
    """What can be set from the page or by POST /faults."""

    PAPER_OUT = "paper_out"
    NEAR_END = "near_end"
    COVER_OPEN = "cover_open"
    POWER_OFF = "power_off"
    SLOW = "slow"


@dataclass(frozen=True, slots=True)
class Traits:
    """The kind of printer. A clone knows neither the print-complete mark nor how to clear its buffer."""

    paper_mm: int = 80
    speed_mm_s: float = 200.0
    is_clone: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """The faults of this moment, and what the printer says of them."""

    faults: frozenset[Fault] = frozenset()

    @property
    def powered(self) -> bool:
        return Fault.POWER_OFF not in self.faults

    @property
    def stopped(self) -> bool:
        return bool(self.faults & {Fault.PAPER_OUT, Fault.COVER_OPEN, Fault.POWER_OFF})

    @property
    def buffer(self) -> int:
        return SLOW_BUFFER if Fault.SLOW in self.faults else USUAL_BUFFER

    def answer(self, question: int) -> int:
        """DLE EOT n."""
        paper_out, near = Fault.PAPER_OUT in self.faults, self._near_end
        bits = {
            1: 0x08 * self.stopped,
            2: 0x04 * (Fault.COVER_OPEN in self.faults) | 0x20 * paper_out,
            3: 0,
            4: 0x60 * paper_out | 0x0C * near,
        }
        return 0x12 | bits[question]

    def news(self) -> bytes:
        """The four bytes of automatic status (GS a)."""
        first = 0x10 | 0x08 * self.stopped | 0x20 * (Fault.COVER_OPEN in self.faults)
        return bytes((first, 0, self.paper(), 0))

    def paper(self) -> int:
        """GS r 1, and the third byte of the news."""
        return 0x0C * (Fault.PAPER_OUT in self.faults) | 0x03 * self._near_end

    def differs(self, other: "Standing", wanted: int) -> bool:
        """Whether the change is news to a host that wants these groups."""
        before, after = self.news(), other.news()
        online = before[0] != after[0] and wanted & NEWS_ONLINE
        paper = before[2] != after[2] and wanted & NEWS_PAPER
        return bool(online or paper)

    @property
    def _near_end(self) -> bool:
        return bool(self.faults & {Fault.NEAR_END, Fault.PAPER_OUT})
