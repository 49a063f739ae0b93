"""The doors of the small mall, on SQLite: what differs between databases is tested in tests/db and tests/actions."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.front import Front, open_front
from tests.world import World, open_world


@pytest.fixture
def house(migrated_sqlite: Path, tmp_path: Path) -> Iterator[World]:
    """The small mall on a SQLite file of its own."""
    shutil.copy(migrated_sqlite, tmp_path / "giliran.db")
    world = open_world(f"sqlite:///{tmp_path}/giliran.db")
    yield world
    world.store.close()


@pytest.fixture
def front(house: World, tmp_path: Path) -> Front:
    """Its doors, without limits on how often somebody knocks."""
    return open_front(house, tmp_path)


@pytest.fixture
def strict(house: World, tmp_path: Path) -> Front:
    """Its doors, with the limits of an installation."""
    return open_front(house, tmp_path, rate_limits=True)
