"""The front ends' files, as they are: kiosk, display, the staff's pages, shared parts and words."""

from collections.abc import Callable
from pathlib import Path

from flask import Flask, Response, redirect, send_from_directory
from werkzeug.wrappers import Response as AnyResponse

from queue_server.settings import CONFIG, ROOT

PAGES = ROOT / "queue_server" / "pages"
FOLDERS = {
    "kiosk": ROOT / "kiosk",
    "display": ROOT / "display",
    "console": PAGES / "console",
    "dashboard": PAGES / "dashboard",
    "office": PAGES / "office",
    "patterns": PAGES / "patterns",
    "door": PAGES / "door",
    "ticket": PAGES / "ticket",
    "shared": PAGES / "shared",
    "words": CONFIG / "words",
}
SERVED = frozenset({".html", ".css", ".js", ".json", ".svg", ".png", ".woff2", ".webmanifest", ".ico", ".txt", ".wav"})
TYPES = {".js": "text/javascript", ".woff2": "font/woff2", ".webmanifest": "application/manifest+json"}


def serve_pages(app: Flask) -> None:
    """Adds a route for each folder; only files of the kinds a page is made of leave it."""
    for name, folder in FOLDERS.items():
        app.add_url_rule(f"/{name}/", f"{name} index", _index(folder))
        app.add_url_rule(f"/{name}", f"{name} without slash", _to_folder(name))
        app.add_url_rule(f"/{name}/<path:file>", f"{name} file", _file(folder))
    app.add_url_rule("/", "front door", _index(FOLDERS["door"]))
    app.add_url_rule("/favicon.ico", "favicon", lambda: _sent(FOLDERS["shared"] / "art", "giliran.svg"))


def _index(folder: Path) -> Callable[..., AnyResponse]:
    def view() -> Response:
        return _sent(folder, "index.html")

    return view


def _to_folder(name: str) -> Callable[..., AnyResponse]:
    def view() -> AnyResponse:
        return redirect(f"/{name}/", code=308)

    return view


def _file(folder: Path) -> Callable[..., AnyResponse]:
    def view(file: str) -> Response:
        return _sent(folder, file)

    return view


def _sent(folder: Path, file: str) -> Response:
    kind = Path(file).suffix
    # The only whole page of a folder is its index; another .html is a template, and none of its words are filled in.
    if kind not in SERVED or "README" in file or (kind == ".html" and file != "index.html"):
        file = "not-served"
    answer = send_from_directory(folder, file, mimetype=TYPES.get(kind), conditional=True)
    # Always asked for, nearly always answered 304: an upgrade reaches every screen at its next load.
    answer.headers["Cache-Control"] = "no-cache"
    return answer
