"""Open the mall: every table of the house and of a day, each row belonging to one mall."""

import sqlalchemy as sa
from alembic import op

from queue_server.db.base import Instant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "malls",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("timezone", sa.String(length=40), nullable=False),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chain", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("policy", sa.JSON(), nullable=True),
        sa.Column("locale", sa.String(length=20), nullable=False),
        sa.Column("daily_visitors", sa.JSON(), nullable=True),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_malls")),
        sa.UniqueConstraint("code", name=op.f("uq_malls_code")),
    )
    op.create_table(
        "entries",
        sa.Column("mall_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("chain", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["mall_id"], ["malls.id"], name=op.f("fk_entries_mall_id")),
        sa.PrimaryKeyConstraint("mall_id", "seq", name=op.f("pk_entries")),
    )
    op.create_table(
        "hours",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mall_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("week", sa.JSON(), nullable=False),
        sa.Column("cutoff_minutes", sa.Integer(), nullable=False),
        sa.Column("season_first", sa.Date(), nullable=True),
        sa.Column("season_last", sa.Date(), nullable=True),
        sa.Column("replaces", sa.JSON(), nullable=True),
        sa.Column("note", sa.String(length=240), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("archived_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["mall_id"], ["malls.id"], name=op.f("fk_hours_mall_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hours")),
        sa.UniqueConstraint("mall_id", "code", name=op.f("uq_hours_mall_id_code")),
    )
    op.create_table(
        "requests",
        sa.Column("mall_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("fingerprint", sa.String(length=32), nullable=False),
        sa.Column("first_seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("last_seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["mall_id"], ["malls.id"], name=op.f("fk_requests_mall_id")),
        sa.PrimaryKeyConstraint("mall_id", "actor", "key", name=op.f("pk_requests")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "zones",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mall_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=60), nullable=False),
        sa.Column("floor", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("archived_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["mall_id"], ["malls.id"], name=op.f("fk_zones_mall_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zones")),
        sa.UniqueConstraint("mall_id", "code", name=op.f("uq_zones_mall_id_code")),
    )
    op.create_table(
        "agencies",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mall_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("zone_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("hours_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("short_name", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("note", sa.String(length=240), nullable=True),
        sa.Column("demand_share", sa.Float(), nullable=False),
        sa.Column("policy", sa.JSON(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("archived_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["hours_id"], ["hours.id"], name=op.f("fk_agencies_hours_id")),
        sa.ForeignKeyConstraint(["mall_id"], ["malls.id"], name=op.f("fk_agencies_mall_id")),
        sa.ForeignKeyConstraint(["zone_id"], ["zones.id"], name=op.f("fk_agencies_zone_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agencies")),
        sa.UniqueConstraint("mall_id", "code", name=op.f("uq_agencies_mall_id_code")),
    )
    op.create_table(
        "devices",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mall_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("zone_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("printer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("paired_at", Instant(), nullable=False),
        sa.Column("revoked_at", Instant(), nullable=True),
        sa.CheckConstraint("kind IN ('kiosk', 'display', 'printer', 'survey')", name=op.f("ck_devices_kind")),
        sa.ForeignKeyConstraint(["mall_id"], ["malls.id"], name=op.f("fk_devices_mall_id")),
        sa.ForeignKeyConstraint(["printer_id"], ["devices.id"], name=op.f("fk_devices_printer_id")),
        sa.ForeignKeyConstraint(["zone_id"], ["zones.id"], name=op.f("fk_devices_zone_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_devices")),
        sa.UniqueConstraint("mall_id", "name", name=op.f("uq_devices_mall_id_name")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_devices_token_hash")),
    )
    op.create_table(
        "counters",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mall_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("number", sa.String(length=8), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("helping", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("archived_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_counters_agency_id")),
        sa.ForeignKeyConstraint(["mall_id"], ["malls.id"], name=op.f("fk_counters_mall_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counters")),
        sa.UniqueConstraint("mall_id", "code", name=op.f("uq_counters_mall_id_code")),
    )
    op.create_table(
        "lines",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mall_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=3), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("archived_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_lines_agency_id")),
        sa.ForeignKeyConstraint(["mall_id"], ["malls.id"], name=op.f("fk_lines_mall_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lines")),
        sa.UniqueConstraint("mall_id", "code", name=op.f("uq_lines_mall_id_code")),
    )
    op.create_table(
        "pairings",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mall_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("poll_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("device_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("collected_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name=op.f("fk_pairings_device_id")),
        sa.ForeignKeyConstraint(["mall_id"], ["malls.id"], name=op.f("fk_pairings_mall_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairings")),
        sa.UniqueConstraint("poll_hash", name=op.f("uq_pairings_poll_hash")),
    )
    with op.batch_alter_table("pairings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pairings_code_hash"), ["code_hash"], unique=False)

    op.create_table(
        "persons",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mall_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("username", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", Instant(), nullable=True),
        sa.Column("deactivated_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_persons_agency_id")),
        sa.ForeignKeyConstraint(["mall_id"], ["malls.id"], name=op.f("fk_persons_mall_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persons")),
        sa.UniqueConstraint("mall_id", "username", name=op.f("uq_persons_mall_id_username")),
    )
    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_persons_username"), ["username"], unique=False)

    op.create_table(
        "special_dates",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mall_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("windows", sa.JSON(), nullable=True),
        sa.CheckConstraint("kind IN ('holiday', 'special')", name=op.f("ck_special_dates_kind")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_special_dates_agency_id")),
        sa.ForeignKeyConstraint(["mall_id"], ["malls.id"], name=op.f("fk_special_dates_mall_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_special_dates")),
    )
    with op.batch_alter_table("special_dates", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_special_dates_mall_id"), ["mall_id"], unique=False)

    op.create_table(
        "visits",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mall_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("token", sa.String(length=12), nullable=False),
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("priority", sa.Boolean(), nullable=False),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.Column("device_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name=op.f("fk_visits_device_id")),
        sa.ForeignKeyConstraint(["mall_id"], ["malls.id"], name=op.f("fk_visits_mall_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
        sa.UniqueConstraint("token", name=op.f("uq_visits_token")),
    )
    op.create_table(
        "desks",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mall_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("counter_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("paused_at", Instant(), nullable=True),
        sa.Column("pause_reason", sa.String(length=60), nullable=True),
        sa.Column("pause_until", Instant(), nullable=True),
        sa.Column("served", sa.Integer(), nullable=False),
        sa.Column("undo", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["counter_id"], ["counters.id"], name=op.f("fk_desks_counter_id")),
        sa.ForeignKeyConstraint(["mall_id"], ["malls.id"], name=op.f("fk_desks_mall_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_desks_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desks")),
    )
    with op.batch_alter_table("desks", schema=None) as batch_op:
        batch_op.create_index("ix_desks_person", ["person_id", "opened_at"], unique=False)
        batch_op.create_index(
            "ix_desks_mall_open",
            ["mall_id"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.create_index(
            "uq_desks_counter_open",
            ["counter_id"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.create_index(
            "uq_desks_person_open",
            ["person_id"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "line_days",
        sa.Column("line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("last_sequence", sa.Integer(), nullable=False),
        sa.Column("pace_seconds", sa.Float(), nullable=False),
        sa.Column("pace_count", sa.Integer(), nullable=False),
        sa.Column("last_called_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["line_id"], ["lines.id"], name=op.f("fk_line_days_line_id")),
        sa.PrimaryKeyConstraint("line_id", "day", name=op.f("pk_line_days")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "services",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mall_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("hours_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("short_name", sa.String(length=40), nullable=True),
        sa.Column("short_name_en", sa.String(length=40), nullable=True),
        sa.Column("target_minutes", sa.Integer(), nullable=False),
        sa.Column("daily_quota", sa.Integer(), nullable=True),
        sa.Column("demand_share", sa.Float(), nullable=True),
        sa.Column("popular", sa.Boolean(), nullable=False),
        sa.Column("requirements", sa.JSON(), nullable=False),
        sa.Column("requirements_en", sa.JSON(), nullable=False),
        sa.Column("synonyms", sa.JSON(), nullable=False),
        sa.Column("override_open", sa.Boolean(), nullable=True),
        sa.Column("override_reason", sa.String(length=140), nullable=True),
        sa.Column("override_until", Instant(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("archived_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["hours_id"], ["hours.id"], name=op.f("fk_services_hours_id")),
        sa.ForeignKeyConstraint(["line_id"], ["lines.id"], name=op.f("fk_services_line_id")),
        sa.ForeignKeyConstraint(["mall_id"], ["malls.id"], name=op.f("fk_services_mall_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_services")),
        sa.UniqueConstraint("mall_id", "code", name=op.f("uq_services_mall_id_code")),
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mall_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("ends_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["mall_id"], ["malls.id"], name=op.f("fk_sessions_mall_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_sessions_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sessions_token_hash")),
    )
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sessions_person_id"), ["person_id"], unique=False)

    op.create_table(
        "tickets",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mall_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("visit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("service_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("counter_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("priority", sa.Boolean(), nullable=False),
        sa.Column("join", sa.String(length=12), nullable=False),
        sa.Column("key", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("issued_at", Instant(), nullable=False),
        sa.Column("joined_at", Instant(), nullable=False),
        sa.Column("called_at", Instant(), nullable=True),
        sa.Column("serving_at", Instant(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("announced", sa.Integer(), nullable=False),
        sa.Column("announced_at", Instant(), nullable=True),
        sa.Column("missed_at", Instant(), nullable=True),
        sa.Column("park_reason", sa.String(length=60), nullable=True),
        sa.Column("promised_ahead", sa.Integer(), nullable=True),
        sa.Column("promised_low", sa.Integer(), nullable=True),
        sa.Column("promised_likely", sa.Integer(), nullable=True),
        sa.Column("promised_high", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'called', 'serving', 'parked', 'missed', "
            "'finished', 'transferred', 'withdrawn', 'expired')",
            name=op.f("ck_tickets_state"),
        ),
        sa.ForeignKeyConstraint(["counter_id"], ["counters.id"], name=op.f("fk_tickets_counter_id")),
        sa.ForeignKeyConstraint(["line_id"], ["lines.id"], name=op.f("fk_tickets_line_id")),
        sa.ForeignKeyConstraint(["mall_id"], ["malls.id"], name=op.f("fk_tickets_mall_id")),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_tickets_service_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_tickets_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tickets")),
        sa.UniqueConstraint("line_id", "day", "sequence", name=op.f("uq_tickets_line_id_day_sequence")),
    )
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.create_index(
            "ix_tickets_announced",
            ["mall_id", "day", "announced_at"],
            unique=False,
            sqlite_where=sa.text("announced_at IS NOT NULL"),
            postgresql_where=sa.text("announced_at IS NOT NULL"),
        )
        batch_op.create_index("ix_tickets_day", ["mall_id", "day", "service_id", "state"], unique=False)
        batch_op.create_index(
            "ix_tickets_in_hand",
            ["counter_id"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NULL AND counter_id IS NOT NULL"),
            postgresql_where=sa.text("ended_at IS NULL AND counter_id IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_tickets_live",
            ["mall_id", "state"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index(
            "ix_tickets_next",
            ["line_id", "key", "issued_at", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.create_index(batch_op.f("ix_tickets_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "calls",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mall_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ticket_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("counter_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("desk_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("service_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("called_at", Instant(), nullable=False),
        sa.Column("arrived_at", Instant(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("outcome", sa.String(length=12), nullable=True),
        sa.Column("reason", sa.String(length=140), nullable=False),
        sa.Column("waited_seconds", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["counter_id"], ["counters.id"], name=op.f("fk_calls_counter_id")),
        sa.ForeignKeyConstraint(["desk_id"], ["desks.id"], name=op.f("fk_calls_desk_id")),
        sa.ForeignKeyConstraint(["mall_id"], ["malls.id"], name=op.f("fk_calls_mall_id")),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_calls_service_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_calls_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calls")),
    )
    with op.batch_alter_table("calls", schema=None) as batch_op:
        batch_op.create_index("ix_calls_day", ["mall_id", "day", "called_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_calls_desk_id"), ["desk_id"], unique=False)
        batch_op.create_index("ix_calls_service", ["service_id", "outcome", "ended_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_calls_ticket_id"), ["ticket_id"], unique=False)
        batch_op.create_index(
            "uq_calls_counter_open",
            ["counter_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index(
            "uq_calls_ticket_open",
            ["ticket_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "print_jobs",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mall_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ticket_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("printer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("copy", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=14), nullable=False),
        sa.Column("reason", sa.String(length=60), nullable=True),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("lease_until", Instant(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("settled_at", Instant(), nullable=True),
        sa.CheckConstraint(
            "state IN ('queued', 'sending', 'printed', 'not_printed', 'unknown', 'abandoned')",
            name=op.f("ck_print_jobs_state"),
        ),
        sa.ForeignKeyConstraint(["claimed_by"], ["devices.id"], name=op.f("fk_print_jobs_claimed_by")),
        sa.ForeignKeyConstraint(["mall_id"], ["malls.id"], name=op.f("fk_print_jobs_mall_id")),
        sa.ForeignKeyConstraint(["printer_id"], ["devices.id"], name=op.f("fk_print_jobs_printer_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_print_jobs_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_jobs")),
        sa.UniqueConstraint("ticket_id", "copy", name=op.f("uq_print_jobs_ticket_id_copy")),
    )
    with op.batch_alter_table("print_jobs", schema=None) as batch_op:
        batch_op.create_index(
            "ix_print_jobs_owed",
            ["mall_id", "id"],
            unique=False,
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("print_jobs", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_print_jobs_owed",
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        )

    op.drop_table("print_jobs")
    with op.batch_alter_table("calls", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_calls_ticket_open",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(
            "uq_calls_counter_open",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_calls_ticket_id"))
        batch_op.drop_index("ix_calls_service")
        batch_op.drop_index(batch_op.f("ix_calls_desk_id"))
        batch_op.drop_index("ix_calls_day")

    op.drop_table("calls")
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tickets_visit_id"))
        batch_op.drop_index(
            "ix_tickets_next", sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'")
        )
        batch_op.drop_index(
            "ix_tickets_live", sqlite_where=sa.text("ended_at IS NULL"), postgresql_where=sa.text("ended_at IS NULL")
        )
        batch_op.drop_index(
            "ix_tickets_in_hand", sqlite_where=sa.text("ended_at IS NULL"), postgresql_where=sa.text("ended_at IS NULL")
        )
        batch_op.drop_index("ix_tickets_day")
        batch_op.drop_index("ix_tickets_announced")

    op.drop_table("tickets")
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sessions_person_id"))

    op.drop_table("sessions")
    op.drop_table("services")
    op.drop_table("line_days")
    with op.batch_alter_table("desks", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_desks_person_open",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index(
            "uq_desks_counter_open",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index("ix_desks_person")
        batch_op.drop_index(
            "ix_desks_mall_open",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.drop_table("desks")
    op.drop_table("visits")
    with op.batch_alter_table("special_dates", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_special_dates_mall_id"))

    op.drop_table("special_dates")
    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_persons_username"))

    op.drop_table("persons")
    with op.batch_alter_table("pairings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pairings_code_hash"))

    op.drop_table("pairings")
    op.drop_table("lines")
    op.drop_table("counters")
    op.drop_table("devices")
    op.drop_table("agencies")
    op.drop_table("zones")
    op.drop_table("requests")
    op.drop_table("hours")
    op.drop_table("entries")
    op.drop_table("malls")
