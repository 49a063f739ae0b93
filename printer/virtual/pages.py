"""The virtual printer's page: its slips as pictures, its faults as buttons. For this machine only."""

import json
import logging
from collections.abc import Mapping
from functools import partial
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from string import Template
from urllib.parse import parse_qs, urlsplit

from printer.virtual.machine import Machine, PrintedSlip
from printer.virtual.state import Fault
from printer.words import LANGUAGES, Words, load_words

STATIC = Path(__file__).with_name("static")
KINDS = {"/page.css": "text/css; charset=utf-8", "/page.js": "text/javascript; charset=utf-8"}
LARGEST_FORM = 2048
MID_TICKET_MM = 45.0
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
MID = {"paper_out_mid": Fault.PAPER_OUT, "power_off_mid": Fault.POWER_OFF}
CHOICES = ("paper_out", "paper_out_mid", "near_end", "cover_open", "power_off", "power_off_mid", "slow", "clear")
log = logging.getLogger(__name__)


class Pages(ThreadingHTTPServer):
    """Serves the page of one machine."""

    daemon_threads = True

    def __init__(self, machine: Machine, address: tuple[str, int], *, printer_port: int) -> None:
        super().__init__(address, partial(_Door, machine, printer_port))


class _Door(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 10.0

    def __init__(self, machine: Machine, printer_port: int, *arguments: object) -> None:
        self.machine = machine
        self.printer_port = printer_port
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path == "/":
            page = _page(self.machine, self._language(), self.printer_port)
            self._answer(HTTPStatus.OK, "text/html; charset=utf-8", page.encode())
        elif path == "/version":
            self._answer(HTTPStatus.OK, "text/plain; charset=utf-8", _version(self.machine).encode())
        elif path == "/slips":
            self._answer(HTTPStatus.OK, "application/json", json.dumps(_slips(self.machine)).encode())
        elif path in KINDS:
            self._answer(HTTPStatus.OK, KINDS[path], (STATIC / path[1:]).read_bytes())
        else:
            self._picture(path)

    def do_POST(self) -> None:
        """`/faults` with a form or JSON: {"fault": "paper_out", "after_mm": 45}; "clear" puts all right."""
        length = int(self.headers.get("Content-Length") or 0)
        if urlsplit(self.path).path != "/faults" or length > LARGEST_FORM or not self._is_ours():
            self.close_connection = True
            self._answer(HTTPStatus.FORBIDDEN, "text/plain", b"")
            return
        wish = _wish(self.rfile.read(length), self.headers.get("Content-Type", ""))
        if wish is None or not _set(self.machine, *wish):
            self._answer(HTTPStatus.UNPROCESSABLE_ENTITY, "text/plain", b"")
            return
        self.send_response(HTTPStatus.SEE_OTHER)
        self.send_header("Location", f"/?language={self._language()}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        log.debug(format, *arguments)

    def _picture(self, path: str) -> None:
        for slip in self.machine.slips:
            if path == f"/slips/{slip.number}.png":
                self._answer(HTTPStatus.OK, "image/png", slip.png)
                return
        self._answer(HTTPStatus.NOT_FOUND, "text/plain", b"")

    def _is_ours(self) -> bool:
        """No other site's page may press our buttons."""
        origin = self.headers.get("Origin")
        return origin is None or urlsplit(origin).netloc == self.headers.get("Host")

    def _language(self) -> str:
        asked = parse_qs(urlsplit(self.path).query).get("language", [""])[0]
        if asked in LANGUAGES:
            return asked
        return "en" if self.headers.get("Accept-Language", "").startswith("en") else LANGUAGES[0]

    def _answer(self, status: HTTPStatus, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)


def _wish(body: bytes, kind: str) -> tuple[str, float] | None:
    """What the form or the JSON asks for; None when it cannot be read."""
    try:
        if kind.startswith("application/json"):
            fields: Mapping[str, object] = json.loads(body)
        else:
            fields = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        return str(fields["fault"]), float(str(fields.get("after_mm") or 0))
    except (ValueError, KeyError, AttributeError, TypeError):
        return None


def _set(machine: Machine, choice: str, after_mm: float) -> bool:
    if choice == "clear":
        machine.repair()
    elif choice in MID:
        machine.strike(MID[choice], after_mm=MID_TICKET_MM)
    elif choice in set(Fault):
        machine.strike(Fault(choice), after_mm=after_mm)
    else:
        return False
    return True


def _version(machine: Machine) -> str:
    return f"{len(machine.slips)}.{machine.slips[-1].number if machine.slips else 0}." + "-".join(_faults(machine))


def _faults(machine: Machine) -> list[str]:
    return sorted(fault.value for fault in machine.standing.faults)


def _slips(machine: Machine) -> dict[str, object]:
    return {
        "faults": _faults(machine),
        "slips": [
            {
                "number": slip.number,
                "at": slip.at.isoformat(),
                "length_mm": slip.length_mm,
                "whole": slip.whole,
                "picture": f"/slips/{slip.number}.png",
            }
            for slip in reversed(machine.slips)
        ],
    }


def _page(machine: Machine, language: str, port: int) -> str:
    words = load_words("virtual_printer", language)
    said = partial(_said, words)
    faults = " · ".join(words(f"virtual_printer.fault_{fault}") for fault in _faults(machine))
    state = "stopped" if machine.standing.stopped else "noted" if faults else "ready"
    slips = "\n".join(_figure(slip, words, machine.traits.paper_mm) for slip in reversed(machine.slips))
    return Template((STATIC / "page.html").read_text(encoding="utf-8")).substitute(
        language=language,
        other=next(other for other in LANGUAGES if other != language),
        version=escape(_version(machine)),
        state=state,
        standing=said(f"state_{state}", faults=faults),
        buttons="\n".join(_button(choice, words, machine) for choice in CHOICES),
        slips=slips or f'<li class="empty">{said("none")}</li>',
        settings=said("settings", paper=machine.traits.paper_mm, speed=round(machine.traits.speed_mm_s), port=port),
        **{key: said(key) for key in ("title", "intro", "faults_title", "slips_title", "other_language")},
    )


def _said(words: Words, key: str, **facts: object) -> str:
    return escape(words(f"virtual_printer.{key}", **facts))


def _button(choice: str, words: Words, machine: Machine) -> str:
    word = words("virtual_printer.clear" if choice == "clear" else f"virtual_printer.fault_{choice}")
    pressed = "" if choice == "clear" else f' aria-pressed="{str(choice in _faults(machine)).lower()}"'
    return f'<button name="fault" value="{choice}"{pressed}>{escape(word)}</button>'


def _figure(slip: PrintedSlip, words: Words, paper_mm: int) -> str:
    caption = _said(
        words, "slip_caption", number=slip.number, clock=f"{slip.at:%H.%M.%S}", length=round(slip.length_mm)
    )
    broken = "" if slip.whole else f' · <span class="cut-short">{_said(words, "slip_cut_short")}</span>'
    return (
        f'<li><figure data-paper="{paper_mm}"><img src="/slips/{slip.number}.png" '
        f'alt="{_said(words, "slip_alt", number=slip.number)}">'
        f"<figcaption>{caption}{broken}</figcaption></figure></li>"
    )
