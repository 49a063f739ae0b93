"""The standing rows of a mall: the building, its tenants, their counters, hours, people and devices."""

from datetime import date, datetime

from sqlalchemy import JSON, Boolean, CheckConstraint, Float, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from queue_server.db.base import Base, Id, Instant


class Mall(Base):
    """One house. Its row is the lock: it holds the journal's last `seq` and `chain`, and the business day."""

    __tablename__ = "malls"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    timezone: Mapped[str] = mapped_column(String(40))
    seq: Mapped[int] = mapped_column(Id, default=0)
    chain: Mapped[str] = mapped_column(String(64))
    day: Mapped[date | None]
    # Grows with every change to the rows of this file: whoever keeps them in memory knows by it when to read anew.
    version: Mapped[int] = mapped_column(Integer, default=1)
    policy: Mapped[dict[str, object] | None] = mapped_column(JSON)
    locale: Mapped[str] = mapped_column(String(20), default="id-ID")
    # {"quiet": 150, "typical": 450, "busy": 1000, "design_peak": 4000}: visits expected, for planning
    daily_visitors: Mapped[dict[str, int] | None] = mapped_column(JSON(none_as_null=True))
    is_demonstration: Mapped[bool] = mapped_column(Boolean, default=False)


class Zone(Base):
    __tablename__ = "zones"
    __table_args__ = (UniqueConstraint("mall_id", "code"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    mall_id: Mapped[int] = mapped_column(ForeignKey("malls.id"))
    code: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(60))
    floor: Mapped[int] = mapped_column(Integer)
    position: Mapped[int] = mapped_column(Integer)
    archived_at: Mapped[datetime | None] = mapped_column(Instant)


class Hours(Base):
    """A weekly plan of windows with its ticket cut-off. A season (Ramadan) is one that `replaces` others, by their
    codes, between two dates; without dates it is kept and waits for them."""

    __tablename__ = "hours"
    __table_args__ = (UniqueConstraint("mall_id", "code"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    mall_id: Mapped[int] = mapped_column(ForeignKey("malls.id"))
    code: Mapped[str] = mapped_column(String(40))
    # {"0": [["08:00", "15:30"]], …}: weekday (Monday 0) to windows of local times
    week: Mapped[dict[str, list[list[str]]]] = mapped_column(JSON)
    cutoff_minutes: Mapped[int] = mapped_column(Integer)
    season_first: Mapped[date | None]
    season_last: Mapped[date | None]
    # Null: no season.
    replaces: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    note: Mapped[str | None] = mapped_column(String(240))
    position: Mapped[int] = mapped_column(Integer, default=0)
    archived_at: Mapped[datetime | None] = mapped_column(Instant)


class SpecialDate(Base):
    """A day unlike its weekday: closed (windows null) or with hours of its own; for the mall or one agency."""

    __tablename__ = "special_dates"
    __table_args__ = (CheckConstraint("kind IN ('holiday', 'special')", name="kind"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    mall_id: Mapped[int] = mapped_column(ForeignKey("malls.id"), index=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"))
    day: Mapped[date]
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(80))
    windows: Mapped[list[list[str]] | None] = mapped_column(JSON)


class Agency(Base):
    __tablename__ = "agencies"
    __table_args__ = (UniqueConstraint("mall_id", "code"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    mall_id: Mapped[int] = mapped_column(ForeignKey("malls.id"))
    zone_id: Mapped[int] = mapped_column(ForeignKey("zones.id"))
    hours_id: Mapped[int] = mapped_column(ForeignKey("hours.id"))
    code: Mapped[str] = mapped_column(String(20))
    short_name: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(20))
    note: Mapped[str | None] = mapped_column(String(240))
    demand_share: Mapped[float] = mapped_column(Float)
    policy: Mapped[dict[str, object] | None] = mapped_column(JSON)
    position: Mapped[int] = mapped_column(Integer)
    archived_at: Mapped[datetime | None] = mapped_column(Instant)


class Line(Base):
    __tablename__ = "lines"
    __table_args__ = (UniqueConstraint("mall_id", "code"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    mall_id: Mapped[int] = mapped_column(ForeignKey("malls.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))
    code: Mapped[str] = mapped_column(String(3))
    name: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(80))
    position: Mapped[int] = mapped_column(Integer)
    archived_at: Mapped[datetime | None] = mapped_column(Instant)


class Service(Base):
    __tablename__ = "services"
    __table_args__ = (UniqueConstraint("mall_id", "code"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    mall_id: Mapped[int] = mapped_column(ForeignKey("malls.id"))
    line_id: Mapped[int] = mapped_column(ForeignKey("lines.id"))
    # Null: open when its agency is.
    hours_id: Mapped[int | None] = mapped_column(ForeignKey("hours.id"))
    code: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    short_name: Mapped[str | None] = mapped_column(String(40))
    short_name_en: Mapped[str | None] = mapped_column(String(40))
    target_minutes: Mapped[int] = mapped_column(Integer)
    daily_quota: Mapped[int | None] = mapped_column(Integer)
    demand_share: Mapped[float | None] = mapped_column(Float)
    popular: Mapped[bool] = mapped_column(Boolean, default=False)
    requirements: Mapped[list[str]] = mapped_column(JSON, default=list)
    requirements_en: Mapped[list[str]] = mapped_column(JSON, default=list)
    synonyms: Mapped[list[str]] = mapped_column(JSON, default=list)
    # The supervisor's word against the plan: open or closed, why, and until when (null: until taken back).
    override_open: Mapped[bool | None]
    override_reason: Mapped[str | None] = mapped_column(String(140))
    override_until: Mapped[datetime | None] = mapped_column(Instant)
    position: Mapped[int] = mapped_column(Integer)
    archived_at: Mapped[datetime | None] = mapped_column(Instant)


class Counter(Base):
    __tablename__ = "counters"
    __table_args__ = (UniqueConstraint("mall_id", "code"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    mall_id: Mapped[int] = mapped_column(ForeignKey("malls.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))
    code: Mapped[str] = mapped_column(String(24))
    number: Mapped[str] = mapped_column(String(8))
    # Line codes in order of preference; the helping ones come after its own.
    lines: Mapped[list[str]] = mapped_column(JSON)
    helping: Mapped[list[str]] = mapped_column(JSON, default=list)
    position: Mapped[int] = mapped_column(Integer)
    archived_at: Mapped[datetime | None] = mapped_column(Instant)


class Person(Base):
    __tablename__ = "persons"
    __table_args__ = (UniqueConstraint("mall_id", "username"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    mall_id: Mapped[int] = mapped_column(ForeignKey("malls.id"))
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"))
    username: Mapped[str] = mapped_column(String(60), index=True)
    name: Mapped[str] = mapped_column(String(80))
    role: Mapped[str] = mapped_column(String(20))
    password_hash: Mapped[str] = mapped_column(Text)
    failures: Mapped[int] = mapped_column(Integer, default=0)
    locked_until: Mapped[datetime | None] = mapped_column(Instant)
    deactivated_at: Mapped[datetime | None] = mapped_column(Instant)


class Session(Base):
    """A signed-in person's browser; only the hash of its token is kept."""

    __tablename__ = "sessions"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    mall_id: Mapped[int] = mapped_column(ForeignKey("malls.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


class Device(Base):
    __tablename__ = "devices"
    __table_args__ = (
        UniqueConstraint("mall_id", "name"),
        CheckConstraint("kind IN ('kiosk', 'display', 'printer', 'survey')", name="kind"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    mall_id: Mapped[int] = mapped_column(ForeignKey("malls.id"))
    zone_id: Mapped[int | None] = mapped_column(ForeignKey("zones.id"))
    # A kiosk's own printer; null lets any printer of the mall take its paper.
    printer_id: Mapped[int | None] = mapped_column(ForeignKey("devices.id"))
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(40))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    paired_at: Mapped[datetime] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)


class Pairing(Base):
    """A code on a new device's screen, waiting ten minutes for an administrator; used once."""

    __tablename__ = "pairings"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    mall_id: Mapped[int] = mapped_column(ForeignKey("malls.id"))
    kind: Mapped[str] = mapped_column(String(10))
    code_hash: Mapped[str] = mapped_column(String(64), index=True)
    poll_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    device_id: Mapped[int | None] = mapped_column(ForeignKey("devices.id"))
    collected_at: Mapped[datetime | None] = mapped_column(Instant)
