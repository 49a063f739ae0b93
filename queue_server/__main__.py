"""`python -m queue_server`."""

from queue_server.cli.main import main

main(prog_name="python -m queue_server")
