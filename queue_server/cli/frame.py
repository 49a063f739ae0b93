"""What every command has in common: its language, its kind noes, and the mall it works on."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click
from alembic.util import CommandError
from sqlalchemy import make_url
from sqlalchemy.exc import OperationalError

from queue_server.cli.words import LANGUAGES, USUAL, Words, help_of
from queue_server.db import schema
from queue_server.db.engine import is_sqlite
from queue_server.db.store import Store
from queue_server.domain.refusals import Refusal
from queue_server.domain.roles import Actor
from queue_server.queries import access
from queue_server.queries import house as houses
from queue_server.settings import Settings, read_settings

REFUSED = 2  # the exit code of every no

Command = Callable[..., None]


class No(Exception):
    """The command cannot be done; the key of its sentence, and the sentence's facts."""

    def __init__(self, key: str, *, exit_code: int = REFUSED, **facts: object) -> None:
        super().__init__(key)
        self.key, self.exit_code, self.facts = key, exit_code, facts


@dataclass(frozen=True, slots=True)
class Installed:
    """An open installation, and the mall that the command is about."""

    settings: Settings
    store: Store
    mall_id: int

    @property
    def actor(self) -> Actor:
        """Who acts here: whoever may use the server's own command line."""
        return Actor(kind="command", mall_id=self.mall_id)


def spoken(command: Command) -> Command:
    """Gives the command its `words` and the option --language, and says every no kindly, with exit code 2."""

    @click.option(
        "--language", type=click.Choice(LANGUAGES), default=USUAL, show_default=True, help=help_of("language")
    )
    @wraps(command)
    def said(language: str, **arguments: Any) -> None:
        words = Words(language)
        try:
            command(words, **arguments)
        except No as no:
            _leave(words(no.key, **no.facts), no.exit_code)
        except Refusal as refusal:
            _leave(words(f"refusal.{refusal.code}", **refusal.facts), REFUSED)
        except (OperationalError, sqlite3.OperationalError) as wrong:
            _leave(words("cli.database_silent", reason=_first_line(wrong)), REFUSED)

    return said


def mall_option(command: Command) -> Command:
    return click.option("--mall", metavar="CODE", help=help_of("mall"))(command)


@contextmanager
def installed(mall: str | None) -> Iterator[Installed]:
    """This environment's installation with one of its malls; the only one where none is named."""
    settings = settings_now()
    bring_up_to_date(settings.database_url)
    store = Store(settings.database_url, load_house=houses.load, beside_server=True)
    try:
        yield Installed(settings, store, _mall_id(store, mall))
    finally:
        store.close()


def settings_now() -> Settings:
    """The settings of this environment."""
    try:
        return read_settings()
    except (ValueError, TypeError, KeyError) as wrong:
        raise No("cli.settings_wrong", reason=_first_line(wrong)) from wrong


def bring_up_to_date(url: str) -> None:
    """Applies missing migrations to a database that stands; refuses where there is none, or one of a later version."""
    number = number_of(url)
    if number is None:
        raise No("cli.no_database")
    if number != schema.newest():
        migrate(url)


def number_of(url: str) -> str | None:
    """The schema at which the database stands; None where there is none. Looking makes no file."""
    if is_sqlite(url) and not Path(make_url(url).database or "").is_file():
        return None
    return schema.standing(url)


def migrate(url: str) -> None:
    """Brings the database, new or old, to the newest schema."""
    try:
        schema.upgrade(url)
    except CommandError as wrong:
        raise No("cli.database_newer") from wrong


def _mall_id(store: Store, code: str | None) -> int:
    with store.read() as connection:
        malls = access.malls(connection)
    found = [mall.id for mall in malls if code in (None, mall.code)]
    if not malls:
        raise No("cli.no_mall")
    if not found:
        raise No("cli.mall_unknown", code=code, codes=", ".join(mall.code for mall in malls))
    if len(found) > 1:
        raise No("cli.which_mall", codes=", ".join(mall.code for mall in malls))
    return int(found[0])


def _leave(sentence: str, exit_code: int) -> None:
    click.echo(sentence, err=True)
    raise SystemExit(exit_code)


def _first_line(wrong: Exception) -> str:
    return str(getattr(wrong, "orig", None) or wrong).strip().partition("\n")[0]
