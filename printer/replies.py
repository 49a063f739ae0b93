"""What a printer says, told apart by its first byte. Pure.

Patterns: Epson's TM specifications, appendix G; Citizen prints the same table.
"""

from dataclasses import dataclass

XON, XOFF = 0x11, 0x13
BLOCK_HEADS = frozenset((0x35, 0x37, 0x3B, 0x3D, 0x5F))
LONGEST_BLOCK = 128
CLEARED = b"\x37\x25"
MARK_HEAD = b"\x37\x22"


@dataclass(frozen=True, slots=True)
class Standing:
    """An answer to DLE EOT, one byte; its meaning depends on the question."""

    bits: int

    @property
    def cover_open(self) -> bool:
        """Of question 2."""
        return bool(self.bits & 0x04)

    @property
    def stopped_by_paper(self) -> bool:
        """Of question 2."""
        return bool(self.bits & 0x20)

    @property
    def broken(self) -> bool:
        """Of question 2: knife, head or another fault."""
        return bool(self.bits & 0x40)

    @property
    def paper_end(self) -> bool:
        """Of question 4."""
        return bool(self.bits & 0x60)

    @property
    def paper_near_end(self) -> bool:
        """Of question 4."""
        return bool(self.bits & 0x0C)


@dataclass(frozen=True, slots=True)
class News:
    """Four bytes the printer sends by itself (GS a)."""

    first: int
    second: int
    third: int

    @property
    def offline(self) -> bool:
        return bool(self.first & 0x08)

    @property
    def cover_open(self) -> bool:
        return bool(self.first & 0x20)

    @property
    def knife_stuck(self) -> bool:
        return bool(self.second & 0x08)

    @property
    def broken(self) -> bool:
        return bool(self.second & 0x20)

    @property
    def near_end(self) -> bool:
        return bool(self.third & 0x03)

    @property
    def paper_end(self) -> bool:
        return bool(self.third & 0x0C)


@dataclass(frozen=True, slots=True)
class InOrder:
    """One byte in order: the answer to GS r or GS I."""

    bits: int


@dataclass(frozen=True, slots=True)
class Mark:
    """The print-complete mark: everything before it is on paper (GS ( H, function 48)."""

    name: bytes


@dataclass(frozen=True, slots=True)
class Cleared:
    """The buffers are empty; nothing sent before can come out later (DLE DC4 8)."""


@dataclass(frozen=True, slots=True)
class Block:
    """Another block: head byte and body without the closing NUL."""

    head: int
    body: bytes


Reply = Standing | News | InOrder | Mark | Cleared | Block


def read_replies(heard: bytes) -> tuple[list[Reply], bytes]:
    """The whole replies in order, and the bytes of one not yet complete. Bytes without a pattern are dropped."""
    replies: list[Reply] = []
    while heard:
        reply, length = _first(heard)
        if length == 0:
            break
        if reply is not None:
            replies.append(reply)
        heard = heard[length:]
    return replies, heard


def _first(heard: bytes) -> tuple[Reply | None, int]:
    """The reply at the start and its length; length 0 means: wait for more."""
    head = heard[0]
    if head in BLOCK_HEADS:
        return _block(heard)
    if head & 0x93 == 0x12:
        return Standing(head), 1
    if head & 0x93 == 0x10:
        return _news(heard)
    if head & 0x90 == 0:
        return InOrder(head), 1
    return None, 1


def _news(heard: bytes) -> tuple[Reply | None, int]:
    follow = heard[1:4]
    if any(byte & 0x90 for byte in follow):
        return None, 1
    if len(follow) < 3:
        return None, 0
    return News(heard[0], follow[0], follow[1]), 4


def _block(heard: bytes) -> tuple[Reply | None, int]:
    end = heard.find(0, 1, LONGEST_BLOCK)
    if end < 0:
        return None, 0 if len(heard) < LONGEST_BLOCK else 1
    block = heard[:end]
    if block == CLEARED:
        return Cleared(), end + 1
    if block.startswith(MARK_HEAD):
        return Mark(block[2:]), end + 1
    return Block(heard[0], block[1:]), end + 1
