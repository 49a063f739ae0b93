"""`init`: the database, and a mall that waits for its catalogue."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from queue_server.cli.frame import No, migrate, settings_now, spoken
from queue_server.cli.words import Words, help_of
from queue_server.db.founding import NewMall, found_mall
from queue_server.db.store import Store
from queue_server.queries import access
from queue_server.queries import house as houses

CODE = "MPP"
NAME = "Mal Pelayanan Publik"
ZONE = "Asia/Jakarta"


@click.command("init", help=help_of("init"))
@click.option("--name", help=help_of("init.name"))
@click.option("--code", help=help_of("init.code"))
@click.option("--timezone", default=ZONE, show_default=True, help=help_of("init.timezone"))
@spoken
def init(words: Words, name: str | None, code: str | None, timezone: str) -> None:
    """A mall that stands already is left as it is; without --code any mall will do."""
    _check_zone(timezone)
    url = settings_now().database_url
    migrate(url)
    standing = _codes(url)
    if standing and (code is None or code in standing):
        click.echo(words("cli.init.stands", codes=", ".join(standing)))
        return
    found_mall(url, NewMall(code=code or CODE, name=name or NAME, timezone=timezone))
    click.echo(words("cli.init.founded", code=code or CODE, name=name or NAME))


def _codes(url: str) -> list[str]:
    store = Store(url, load_house=houses.load)
    try:
        with store.read() as connection:
            return [mall.code for mall in access.malls(connection)]
    finally:
        store.close()


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise No("cli.init.zone_unknown", zone=name) from None
