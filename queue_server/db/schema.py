"""Brings a database to the newest schema, by Alembic's numbered migrations."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from queue_server.db import flow, house
from queue_server.db.base import Base
from queue_server.db.engine import is_sqlite

MIGRATIONS = Path(__file__).parent / "migrations"
METADATA = Base.metadata
TABLES = (house.Mall, flow.Ticket)  # importing them is what fills the metadata


def upgrade(url: str) -> None:
    """Applies every migration that is missing. Safe to call at each start."""
    if is_sqlite(url):
        Path(url.split("///", 1)[1]).parent.mkdir(parents=True, exist_ok=True)
    command.upgrade(_config(url), "head")


def newest() -> str:
    """The number of the newest migration."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head() or ""


def standing(url: str) -> str | None:
    """The number of the migration at which the database stands; None for an empty one."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    finally:
        engine.dispose()


def _config(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = url
    return config
