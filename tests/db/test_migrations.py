"""The migrations make exactly the tables that the models describe."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from queue_server.db import schema


@pytest.fixture
def migrated(migrated_sqlite: Path):
    engine = create_engine(f"sqlite:///{migrated_sqlite}")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def test_autogenerate_finds_nothing_to_do(migrated):
    context = MigrationContext.configure(migrated, opts={"compare_type": True, "target_metadata": schema.METADATA})

    assert compare_metadata(context, schema.METADATA) == []


def test_a_migrated_database_stands_at_the_newest_number(migrated_sqlite):
    assert schema.standing(f"sqlite:///{migrated_sqlite}") == schema.newest()


def test_migrating_again_changes_nothing(migrated_sqlite):
    before = migrated_sqlite.read_bytes()

    schema.upgrade(f"sqlite:///{migrated_sqlite}")

    assert migrated_sqlite.read_bytes() == before


def test_an_empty_address_has_no_number(tmp_path):
    assert schema.standing(f"sqlite:///{tmp_path}/nothing.db") is None
