"""What a worker asks of a wire to a printer, and the three ways it can be refused."""

from typing import Protocol


class WireFault(Exception):
    """The wire failed: the reason as a code for the report, and how many bytes of the blob had been taken."""

    def __init__(self, reason: str, *, sent: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.sent = sent


class NotReached(WireFault):
    """No connection was made: `busy` (another host holds the printer) or `unreachable`. Nothing was sent."""


class Lost(WireFault):
    """The connection broke. What was sent before may or may not be printed."""


class Stalled(WireFault):
    """The printer took no byte for too long."""


class Wire(Protocol):
    """A connection to one printer."""

    @property
    def is_open(self) -> bool: ...

    def open(self) -> None:
        """Connect. Refuses with `NotReached`."""

    def send(self, blob: bytes) -> None:
        """Hand over the whole blob while listening. Refuses with `Stalled` or `Lost`."""

    def hear(self, within: float) -> bytes:
        """What the printer has said; waits up to so many seconds, answers nothing when it is silent.
        Refuses with `Lost` when the printer hung up."""

    def close(self) -> None:
        """Say goodbye, hear the printer out, hang up."""
