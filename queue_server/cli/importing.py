"""`import-catalogue`: reads a catalogue, tells the plan, and takes it over."""

from pathlib import Path

import click

from queue_server.actions import clock
from queue_server.actions.cataloguing import take_over
from queue_server.catalogue.compare import plan
from queue_server.catalogue.found import CatalogueRefused
from queue_server.catalogue.plan import CatalogueFile, Plan
from queue_server.catalogue.read import read
from queue_server.catalogue.told import as_text, refusal_as_text
from queue_server.cli.frame import REFUSED, Installed, installed, mall_option, spoken
from queue_server.cli.words import Words, help_of
from queue_server.queries.standing import in_use, standing


@click.command("import-catalogue", help=help_of("import_catalogue"))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help=help_of("dry_run"))
@mall_option
@spoken
def import_catalogue(words: Words, file: Path, dry_run: bool, mall: str | None) -> None:
    """A wrong file is refused as a whole."""
    try:
        wanted = read(file)
    except CatalogueRefused as refused:
        click.echo(refusal_as_text(refused, words.room("catalogue")), err=True)
        raise SystemExit(REFUSED) from None
    with installed(mall) as house:
        if dry_run:
            _foretell(words, house, wanted)
            return
        done = taken_over(house, wanted)
    click.echo(as_text(done, words.room("catalogue")))
    if not done.is_empty:
        click.echo(words("cli.import.done"))


def taken_over(house: Installed, wanted: CatalogueFile) -> Plan:
    """Makes the mall what the catalogue says, and gives the plan that was carried out. Refuses CatalogueInUse."""
    with house.store.work(by=house.actor) as work:
        before = standing(work.connection, work.mall_id)
        doing = plan(before, wanted)
        if before is not None and not doing.is_empty:
            # What yesterday left open must not stand in today's way.
            clock.begin_day(work)
        take_over(work, wanted, doing)
    return doing


def _foretell(words: Words, house: Installed, wanted: CatalogueFile) -> None:
    with house.store.read() as connection:
        doing = plan(standing(connection, house.mall_id), wanted)
        used = in_use(connection, house.mall_id, doing.archived)
    click.echo(as_text(doing, words.room("catalogue")))
    if used:
        click.echo(words("refusal.catalogue.in_use", codes=", ".join(one.code for one in used)), err=True)
    click.echo(words("cli.import.dry_run"))
