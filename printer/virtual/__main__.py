"""`python -m printer.virtual`: a printer for demonstrations and tests, with its paper on a page."""

import argparse
import logging
import signal
import sys
import threading
from collections.abc import Sequence

from printer.virtual.machine import Machine
from printer.virtual.pages import Pages
from printer.virtual.port import Port
from printer.virtual.state import Traits

HERE = "127.0.0.1"
log = logging.getLogger("printer.virtual")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until SIGTERM or SIGINT."""
    asked = _read(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    machine = Machine(Traits(paper_mm=asked.paper, speed_mm_s=asked.speed, is_clone=asked.clone))
    port = Port(machine, asked.host, asked.port)
    pages = Pages(machine, (HERE, asked.pages_port), printer_port=port.address[1])
    machine.start()
    port.start()
    threading.Thread(target=pages.serve_forever, name="virtual pages", daemon=True).start()
    log.info("printing at tcp://%s:%d, pages at http://%s:%d/", *port.address, *pages.server_address[:2])
    stop.wait()
    pages.shutdown()
    pages.server_close()
    port.close()
    machine.close()
    return 0


def _read(arguments: Sequence[str] | None) -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="python -m printer.virtual", description="A printer made of software.")
    reader.add_argument("--host", default=HERE)
    reader.add_argument("--port", type=int, default=9100, help="0: any free port, named in the log")
    reader.add_argument("--pages-port", type=int, default=9180)
    reader.add_argument("--paper", type=int, choices=(80, 58), default=80, help="width in mm")
    reader.add_argument("--speed", type=float, default=200.0, help="mm per second")
    reader.add_argument("--clone", action="store_true", help="knows neither GS ( H nor DLE DC4 8")
    return reader.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
