"""What a printer has let us know about the slip in hand. Pure: replies in, facts out."""

from dataclasses import dataclass, field

from printer.replies import Cleared, InOrder, Mark, News, Reply


@dataclass(slots=True)
class Watch:
    """One slip under watch. `owed` in-order answers are still to come; the last of them is ours."""

    mark: bytes
    owed: int
    marked: bool = False
    cleared: bool = False
    ran: bool = False
    stopped: bool = False
    reason: str | None = None
    news: list[News] = field(default_factory=list)

    @property
    def in_order(self) -> bool:
        """The in-order question behind the slip was reached: everything before it was executed."""
        return self.owed == 0

    @property
    def never_started(self) -> bool:
        """The printer stood still from the first word it said; no line of the slip can be on paper."""
        return bool(self.news) and not self.ran and not self.in_order and not self.marked

    def note(self, reply: Reply) -> None:
        match reply:
            case News():
                self._note_news(reply)
            case Mark(name=name):
                self.marked = self.marked or name == self.mark
            case InOrder():
                self.owed = max(0, self.owed - 1)
            case Cleared():
                self.cleared = True
            case _:
                pass

    def _note_news(self, news: News) -> None:
        self.news.append(news)
        cause = cause_of(news)
        self.stopped = cause is not None
        self.ran = self.ran or cause is None
        self.reason = cause or self.reason


def cause_of(news: News) -> str | None:
    """Why the printer stands still, as a code; None while it can print."""
    if news.paper_end:
        return "paper_end"
    if news.cover_open:
        return "cover_open"
    if news.knife_stuck:
        return "cutter"
    return "fault" if news.broken or news.offline else None
