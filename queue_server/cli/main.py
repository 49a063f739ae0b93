"""`python -m queue_server`: every command of the installation."""

import click

from queue_server.cli.admitting import add_person, pair_device
from queue_server.cli.demo import demo
from queue_server.cli.founding import init
from queue_server.cli.importing import import_catalogue
from queue_server.cli.keeping import backup, restore, verify_journal
from queue_server.cli.serving import run
from queue_server.cli.words import help_of

COMMANDS = (
    init,
    import_catalogue,
    add_person,
    pair_device,
    run,
    demo,
    backup,
    restore,
    verify_journal,
)


@click.group(help=help_of("giliran"), context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """The way in; each command stands for itself."""


for command in COMMANDS:
    main.add_command(command)
