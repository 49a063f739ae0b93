"""`backup`, `restore` and `verify-journal`: that nothing of what happened is lost or changed."""

import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from alembic.script import ScriptDirectory
from sqlalchemy import make_url

from queue_server.cli import postgres_copy, sqlite_copy
from queue_server.cli.frame import No, mall_option, number_of, settings_now, spoken
from queue_server.cli.serving import own_address
from queue_server.cli.words import Words, help_of
from queue_server.db import schema
from queue_server.db.engine import is_sqlite
from queue_server.db.store import Store
from queue_server.queries import access, journal
from queue_server.queries import house as houses
from queue_server.settings import Settings

BROKEN = 1  # the exit code of a journal that does not hold
ANSWER_SECONDS = 2


@click.command("backup", help=help_of("backup"))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@spoken
def backup(words: Words, file: Path) -> None:
    """Safe while the server works."""
    url = settings_now().database_url
    if is_sqlite(url):
        sqlite_copy.back_up(_path(url), file.absolute())
    else:
        postgres_copy.back_up(url, file.absolute())
    click.echo(words("cli.backup.done", file=file, size=f"{file.stat().st_size / 1_000_000:.1f}"))


@click.command("restore", help=help_of("restore"))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--replace", is_flag=True, help=help_of("replace"))
@spoken
def restore(words: Words, file: Path, replace: bool) -> None:
    """The file is proved first; what stood before is set aside, never deleted."""
    settings = settings_now()
    if not file.is_file():
        raise No("cli.file_wrong", file=file, reason=words("cli.file_missing"))
    if _answers(settings):
        raise No("cli.restore.server_answers", address=own_address(settings))
    if _stands(settings.database_url) and not replace:
        raise No("cli.restore.exists")
    aside = _restored(settings.database_url, file)
    click.echo(words("cli.restore.done", file=file))
    if aside is not None:
        click.echo(words("cli.restore.aside", name=aside))
    click.echo(words("cli.restore.later"))


@click.command("verify-journal", help=help_of("verify_journal"))
@mall_option
@spoken
def verify_journal(words: Words, mall: str | None) -> None:
    """Every mall, or the one that is named; exit code 1 where a chain is broken."""
    url = settings_now().database_url
    if number_of(url) is None:
        raise No("cli.no_database")
    broken = False
    with _store(url) as store, store.read() as connection:
        malls = [one for one in access.malls(connection) if mall in (None, one.code)]
        if not malls:
            raise No("cli.mall_unknown", code=mall, codes="–") if mall else No("cli.no_mall")
        for one in malls:
            found = journal.first_break(connection, one.id)
            if found is None:
                click.echo(words("cli.journal.whole", mall=one.code, count=journal.seq_of(connection, one.id)))
                continue
            broken = True
            click.echo(words(f"cli.journal.{found.kind}", mall=found.mall, seq=found.seq), err=True)
    if broken:
        raise SystemExit(BROKEN)


def _restored(url: str, file: Path) -> str | None:
    if not is_sqlite(url):
        with postgres_copy.unpacked(url, file) as passing:
            _prove(passing, file)
            return postgres_copy.put_in_place(passing, url)
    target = _path(url)
    with sqlite_copy.copied(file, target.parent, name=target.name) as copy:
        _prove(f"sqlite:///{copy}", file)
        aside = sqlite_copy.set_aside(target)
        sqlite_copy.put_in_place(copy, target, like=aside)
    return aside.name if aside else None


def _prove(url: str, file: Path) -> None:
    """Refuses a database that is not ours, comes from a later version, or whose journal does not hold."""
    number = schema.standing(url)
    if number is None:
        raise No("cli.restore.foreign", file=file)
    if number not in {script.revision for script in ScriptDirectory(str(schema.MIGRATIONS)).walk_revisions()}:
        raise No("cli.database_newer")
    with _store(url) as store, store.read() as connection:
        for mall in access.malls(connection):
            found = journal.first_break(connection, mall.id)
            if found is not None:
                raise No(f"cli.journal.{found.kind}", exit_code=BROKEN, mall=found.mall, seq=found.seq)


@contextmanager
def _store(url: str) -> Iterator[Store]:
    store = Store(url, load_house=houses.load)
    try:
        yield store
    finally:
        store.close()


def _stands(url: str) -> bool:
    if is_sqlite(url):
        return _path(url).exists() and _path(url).stat().st_size > 0
    return postgres_copy.exists(url) and schema.standing(url) is not None


def _answers(settings: Settings) -> bool:
    try:
        with urllib.request.urlopen(f"{own_address(settings)}/health", timeout=ANSWER_SECONDS):  # noqa: S310 — http
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def _path(url: str) -> Path:
    return Path(make_url(url).database or "").absolute()
