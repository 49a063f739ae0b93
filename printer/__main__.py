"""`python -m printer`: the agent of one printer."""

import argparse
import logging
import os
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from printer.agent import Agent
from printer.profiles import load_profile, on_paper, profile_names
from printer.server import Server
from printer.wires.tcp import TcpWire, read_address
from printer.worker import Worker

USUAL_NAME = "P1"
log = logging.getLogger("printer")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until SIGTERM or SIGINT; 2 when it cannot begin."""
    asked = _read(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    try:
        server = Server(asked.server, _token(asked.token_file), printer=asked.name)
        wire = TcpWire(read_address(asked.printer))
    except (ValueError, OSError) as wrong:
        log.error("cannot begin: %s", wrong)
        return 2
    profile = on_paper(load_profile(asked.profile), asked.paper)
    log.info("printer %s at %s, profile %s, %d mm", asked.name or USUAL_NAME, asked.printer, profile.name, asked.paper)
    Agent(server, Worker(wire, profile, name=asked.name or USUAL_NAME, stop=stop), stop).run()
    return 0


def _read(arguments: Sequence[str] | None) -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="python -m printer", description="Print tickets and prove it.")
    reader.add_argument("--server", required=True, metavar="URL", help="http://host:8000")
    reader.add_argument("--token-file", type=Path, metavar="FILE", help="the device token; else PRINTER_TOKEN")
    reader.add_argument("--printer", required=True, metavar="tcp://HOST:9100")
    reader.add_argument("--name", metavar="P1", help="claim for this printer only, and put its name on the slip")
    reader.add_argument("--paper", type=int, choices=(80, 58), default=80, help="width in mm")
    reader.add_argument("--profile", choices=profile_names(), default=profile_names()[0])
    return reader.parse_args(arguments)


def _token(file: Path | None) -> str:
    token = file.read_text(encoding="ascii").strip() if file else os.environ.get("PRINTER_TOKEN", "").strip()
    if not token:
        raise ValueError("no token: name a file with --token-file, or set PRINTER_TOKEN")
    return token


if __name__ == "__main__":
    sys.exit(main())
