"""A backup is whole, and a restore proves it before it replaces anything."""

import shutil
import sqlite3
import threading
import uuid
from contextlib import closing

import pytest

from queue_server.queries import access
from tests.conftest import _admin
from tests.world import open_world

KIOSK = ("pair-device", "--kind", "kiosk", "--name")


def names(shell) -> list[str]:
    return [device.name for device in shell.asked(lambda connection: access.devices(connection, 1))]


@pytest.fixture
def kept(opened, tmp_path):
    """A backup made when there was one kiosk; now there are two."""
    opened.does(*KIOSK, "K1")
    opened.does("backup", tmp_path / "kept.db")
    opened.does(*KIOSK, "K2")
    return tmp_path / "kept.db"


def damage(path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


def test_a_backup_is_one_file_that_only_its_owner_reads(kept, tmp_path):
    assert kept.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "kept.db"]


def test_a_restore_brings_back_what_was_kept_and_sets_the_rest_aside(opened, kept):
    opened.does("restore", kept, "--replace")

    assert names(opened) == ["K1"]
    assert len(list(opened.folder.glob("giliran.before-*.db"))) == 1
    opened.does("verify-journal")


def test_a_restore_into_an_empty_place_needs_no_word_more(opened, kept):
    opened.database.unlink()

    opened.does("restore", kept)

    assert names(opened) == ["K1"]


def test_a_standing_database_is_not_replaced_unasked(opened, kept):
    assert opened.says("restore", kept).exit_code == 2
    assert names(opened) == ["K1", "K2"]


def test_a_database_in_use_is_not_replaced(opened, kept):
    with closing(sqlite3.connect(opened.database)) as somebody:
        somebody.execute("SELECT count(*) FROM malls").fetchone()

        assert opened.says("restore", kept, "--replace").exit_code == 2

    assert names(opened) == ["K1", "K2"]


@pytest.mark.parametrize(
    ("statement", "exit_code"),
    [
        ("UPDATE entries SET body = '{}' WHERE seq = 1", 1),
        ("DELETE FROM entries WHERE seq = 1", 1),
        ("DELETE FROM entries WHERE seq = 2", 1),
        ("UPDATE alembic_version SET version_num = '9999'", 2),
        ("DROP TABLE alembic_version", 2),
    ],
    ids=["changed", "missing", "shortened", "of a later version", "foreign"],
)
def test_a_backup_that_does_not_hold_replaces_nothing(opened, kept, statement, exit_code):
    damage(kept, statement)

    assert opened.says("restore", kept, "--replace").exit_code == exit_code
    assert names(opened) == ["K1", "K2"]
    assert [path.name for path in opened.folder.glob(".*")] == []


def test_a_torn_backup_replaces_nothing(opened, kept):
    content = kept.read_bytes()
    kept.write_bytes(content[:8192] + b"\xff" * 4096 + content[12288:])

    assert opened.says("restore", kept, "--replace").exit_code == 2
    assert names(opened) == ["K1", "K2"]


def test_any_other_file_replaces_nothing(opened, tmp_path):
    paper = tmp_path / "surat.txt"
    paper.write_text("Yth. Bapak/Ibu " * 400)

    assert opened.says("restore", paper, "--replace").exit_code == 2
    assert opened.says("restore", tmp_path / "tidak-ada.db", "--replace").exit_code == 2


def test_a_broken_chain_is_told_with_its_place(opened):
    opened.does(*KIOSK, "K1")
    damage(opened.database, "UPDATE entries SET actor = 'person:9' WHERE seq = 2")

    result = opened.says("verify-journal", "--language", "en")

    assert result.exit_code == 1
    assert "entry 2" in result.stderr


def test_a_backup_made_while_the_mall_works_is_one_moment(shell, migrated_sqlite, tmp_path):
    shutil.copy(migrated_sqlite, shell.database)
    world = open_world(shell.url)
    ended = threading.Event()

    def work() -> None:
        while not ended.is_set():
            world.take("KTP")

    busy = threading.Thread(target=work)
    busy.start()
    try:
        for number in range(3):
            shell.does("backup", tmp_path / f"{number}.db")
    finally:
        ended.set()
        busy.join()
        world.store.close()

    for number in range(3):
        shell.does("restore", tmp_path / f"{number}.db", "--replace")
        shell.does("verify-journal")


@pytest.fixture
def on_postgres(shell, migrated_postgres, postgres_server, monkeypatch):
    """The small mall on PostgreSQL, reached from the same command line."""
    if shutil.which("pg_dump") is None:
        pytest.skip("PostgreSQL's client programs are not installed")
    name = f"kept_{uuid.uuid4().hex[:8]}"
    _admin(postgres_server, f"CREATE DATABASE {name} TEMPLATE {migrated_postgres}")
    world = open_world(f"{postgres_server}/{name}")
    world.take("KTP")
    world.store.close()
    monkeypatch.setenv("QUEUE_DATABASE_URL", world.store.url)
    return shell


@pytest.mark.postgres
@pytest.mark.slow
def test_postgresql_is_kept_and_restored_too(on_postgres, tmp_path):
    on_postgres.does("backup", tmp_path / "kept.dump")
    on_postgres.does(*KIOSK, "K9")

    assert on_postgres.says("restore", tmp_path / "kept.dump").exit_code == 2
    assert on_postgres.says(*KIOSK, "K9").exit_code == 2
    on_postgres.does("restore", tmp_path / "kept.dump", "--replace")

    on_postgres.does("verify-journal")
    on_postgres.does(*KIOSK, "K9")


@pytest.mark.postgres
@pytest.mark.slow
def test_any_other_file_replaces_nothing_on_postgresql(on_postgres, tmp_path):
    paper = tmp_path / "surat.txt"
    paper.write_text("Yth. Bapak/Ibu " * 400)
    on_postgres.does(*KIOSK, "K9")

    assert on_postgres.says("restore", paper, "--replace").exit_code == 2
    assert on_postgres.says(*KIOSK, "K9").exit_code == 2
