"""The rows of a day: visits, tickets, calls, desks, paper, and the journal that remembers each move."""

from datetime import date, datetime

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from queue_server.db.base import Base, Id, Instant
from queue_server.domain.lifecycle import State
from queue_server.domain.printing import JobState

# The conditions of partial indexes. A query must use the very same words, or SQLite does not see that the index fits.
WAITING = "state = 'waiting'"
LIVE = "ended_at IS NULL"
IN_HAND = "ended_at IS NULL AND counter_id IS NOT NULL"
ANNOUNCED = "announced_at IS NOT NULL"


def _one_of(column: str, values: list[str]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


class Visit(Base):
    """One person's stay today; it owns the number on the paper and the secret link to follow it."""

    __tablename__ = "visits"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    mall_id: Mapped[int] = mapped_column(ForeignKey("malls.id"))
    day: Mapped[date]
    token: Mapped[str] = mapped_column(String(12), unique=True)
    number: Mapped[str] = mapped_column(String(12))
    language: Mapped[str] = mapped_column(String(2))
    priority: Mapped[bool] = mapped_column(Boolean)
    channel: Mapped[str] = mapped_column(String(12))
    device_id: Mapped[int | None] = mapped_column(ForeignKey("devices.id"))
    created_at: Mapped[datetime] = mapped_column(Instant)


class Ticket(Base):
    """A visit's place in one line for one service. `seq` is that of its last fact: its version."""

    __tablename__ = "tickets"
    __table_args__ = (
        UniqueConstraint("line_id", "day", "sequence"),
        CheckConstraint(_one_of("state", [state.value for state in State]), name="state"),
        # Who is next: one search in this index, whatever the history.
        Index(
            "ix_tickets_next",
            "line_id",
            "key",
            "issued_at",
            "id",
            sqlite_where=text(WAITING),
            postgresql_where=text(WAITING),
        ),
        Index("ix_tickets_live", "mall_id", "state", sqlite_where=text(LIVE), postgresql_where=text(LIVE)),
        Index("ix_tickets_in_hand", "counter_id", sqlite_where=text(IN_HAND), postgresql_where=text(IN_HAND)),
        Index("ix_tickets_day", "mall_id", "day", "service_id", "state"),
        Index(
            "ix_tickets_announced",
            "mall_id",
            "day",
            "announced_at",
            sqlite_where=text(ANNOUNCED),
            postgresql_where=text(ANNOUNCED),
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    mall_id: Mapped[int] = mapped_column(ForeignKey("malls.id"))
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"), index=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("lines.id"))
    service_id: Mapped[int] = mapped_column(ForeignKey("services.id"))
    counter_id: Mapped[int | None] = mapped_column(ForeignKey("counters.id"))
    day: Mapped[date]
    # Null for the next ticket of a visit that was sent on: it keeps the number on its paper.
    sequence: Mapped[int | None]
    number: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12))
    seq: Mapped[int] = mapped_column(Id)
    priority: Mapped[bool] = mapped_column(Boolean)
    join: Mapped[str] = mapped_column(String(12))
    key: Mapped[int] = mapped_column(Id)
    issued_at: Mapped[datetime] = mapped_column(Instant)
    joined_at: Mapped[datetime] = mapped_column(Instant)
    called_at: Mapped[datetime | None] = mapped_column(Instant)
    serving_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    announced: Mapped[int] = mapped_column(Integer, default=0)
    announced_at: Mapped[datetime | None] = mapped_column(Instant)
    missed_at: Mapped[datetime | None] = mapped_column(Instant)
    park_reason: Mapped[str | None] = mapped_column(String(60))
    # The promise made on the paper: people ahead and the range in minutes, kept to be judged.
    promised_ahead: Mapped[int | None]
    promised_low: Mapped[int | None]
    promised_likely: Mapped[int | None]
    promised_high: Mapped[int | None]


class LineDay(Base):
    """A line's day: the last number given, and the pace at which people have been called."""

    __tablename__ = "line_days"
    __table_args__ = ({"sqlite_with_rowid": False},)

    line_id: Mapped[int] = mapped_column(ForeignKey("lines.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    last_sequence: Mapped[int] = mapped_column(Integer, default=0)
    pace_seconds: Mapped[float] = mapped_column(Float, default=0.0)
    pace_count: Mapped[int] = mapped_column(Integer, default=0)
    last_called_at: Mapped[datetime | None] = mapped_column(Instant)


class Desk(Base):
    """An officer at a counter, from opening to closing. `undo` holds the former rows of its last deed."""

    __tablename__ = "desks"
    __table_args__ = (
        Index(
            "uq_desks_counter_open",
            "counter_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(
            "uq_desks_person_open",
            "person_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_desks_person", "person_id", "opened_at"),
        Index(
            "ix_desks_mall_open",
            "mall_id",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    mall_id: Mapped[int] = mapped_column(ForeignKey("malls.id"))
    counter_id: Mapped[int] = mapped_column(ForeignKey("counters.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    lines: Mapped[list[str]] = mapped_column(JSON)
    seq: Mapped[int] = mapped_column(Id)
    opened_at: Mapped[datetime] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    since: Mapped[datetime] = mapped_column(Instant)
    paused_at: Mapped[datetime | None] = mapped_column(Instant)
    pause_reason: Mapped[str | None] = mapped_column(String(60))
    pause_until: Mapped[datetime | None] = mapped_column(Instant)
    served: Mapped[int] = mapped_column(Integer, default=0)
    undo: Mapped[str | None] = mapped_column(Text)


class Call(Base):
    """One summons of a ticket to a counter: the unit of statistics, with the reason why it was that person's turn."""

    __tablename__ = "calls"
    __table_args__ = (
        Index(
            "uq_calls_counter_open",
            "counter_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(
            "uq_calls_ticket_open",
            "ticket_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_calls_day", "mall_id", "day", "called_at"),
        Index("ix_calls_service", "service_id", "outcome", "ended_at"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    mall_id: Mapped[int] = mapped_column(ForeignKey("malls.id"))
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    counter_id: Mapped[int] = mapped_column(ForeignKey("counters.id"))
    desk_id: Mapped[int] = mapped_column(ForeignKey("desks.id"), index=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("services.id"))
    day: Mapped[date]
    called_at: Mapped[datetime] = mapped_column(Instant)
    arrived_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    outcome: Mapped[str | None] = mapped_column(String(12))
    # Why it was this one's turn: "order", "priority", … or the officer's own words for a call out of order.
    reason: Mapped[str] = mapped_column(String(140))
    waited_seconds: Mapped[int] = mapped_column(Integer)


class Entry(Base):
    """One fact in the mall's journal. `chain` binds it to the one before, so that no row can be changed unseen."""

    __tablename__ = "entries"

    mall_id: Mapped[int] = mapped_column(ForeignKey("malls.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Id, primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    name: Mapped[str] = mapped_column(String(30))
    actor: Mapped[str] = mapped_column(String(40))
    body: Mapped[str] = mapped_column(Text)
    chain: Mapped[str] = mapped_column(String(64))


class Request(Base):
    """A command already done: the same key by the same actor gives the same answer, for ever."""

    __tablename__ = "requests"
    __table_args__ = (ForeignKeyConstraint(["mall_id"], ["malls.id"]), {"sqlite_with_rowid": False})

    mall_id: Mapped[int] = mapped_column(Id, primary_key=True)
    actor: Mapped[str] = mapped_column(String(40), primary_key=True)
    key: Mapped[str] = mapped_column(String(100), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(32))
    first_seq: Mapped[int] = mapped_column(Id)
    last_seq: Mapped[int] = mapped_column(Id)


class PrintJob(Base):
    """Paper owed. Written with its ticket; printed by another process; settled by the printer's own word."""

    __tablename__ = "print_jobs"
    __table_args__ = (
        UniqueConstraint("ticket_id", "copy"),
        CheckConstraint(_one_of("state", [state.value for state in JobState]), name="state"),
        Index(
            "ix_print_jobs_owed",
            "mall_id",
            "id",
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    mall_id: Mapped[int] = mapped_column(ForeignKey("malls.id"))
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    printer_id: Mapped[int | None] = mapped_column(ForeignKey("devices.id"))
    copy: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(14))
    reason: Mapped[str | None] = mapped_column(String(60))
    document: Mapped[str] = mapped_column(Text)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    claimed_by: Mapped[int | None] = mapped_column(ForeignKey("devices.id"))
    lease_until: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
