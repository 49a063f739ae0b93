"""Rules of every page: a strict policy, and nothing in the HTML that it would forbid."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from queue_server.web.pages import FOLDERS
from tests.house_rules import source
from tests.house_rules.source import ROOT, name
from tests.web.front import Front

HTML = [path for path in source.files(".html") if path.parts[-2] != "printer"]
POLICY = {
    "default-src": {"'none'"},
    "script-src": {"'self'"},
    "style-src": {"'self'"},
    "img-src": {"'self'", "data:"},
    "font-src": {"'self'"},
    "media-src": {"'self'", "blob:"},
    "connect-src": {"'self'"},
    "worker-src": {"'self'"},
    "manifest-src": {"'self'"},
    "base-uri": {"'none'"},
    "form-action": {"'self'"},
    "frame-ancestors": {"'none'"},
}


class Inline(HTMLParser):
    """Gathers what a strict policy forbids, and the addresses that the page asks for."""

    def __init__(self) -> None:
        super().__init__()
        self.forbidden: list[str] = []
        self.wanted: list[str] = []
        self.language = ""
        self._open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._open = tag
        self.forbidden += [f"{tag} {key}" for key in given if key == "style" or key.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in given):
            self.forbidden.append(tag)
        address = given.get("src") or (given.get("href") if tag == "link" else None)
        if address:
            self.wanted.append(address)
        if (given.get("href") or "").lower().startswith("javascript:"):
            self.forbidden.append(f"{tag} href")
        if tag == "html":
            self.language = given.get("lang") or ""

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open in ("script", "style") and data.strip():
            self.forbidden.append(f"{self._open}: {data.strip()[:40]}")


def read(text: str) -> Inline:
    inline = Inline()
    inline.feed(text)
    return inline


@pytest.mark.parametrize("path", HTML, ids=name)
def test_nothing_stands_inline(path: Path) -> None:
    assert read(path.read_text("utf-8")).forbidden == []


@pytest.mark.parametrize("path", ["/", *(f"/{folder}/" for folder in FOLDERS)])
def test_a_page_comes_with_the_strict_policy_and_with_all_it_asks_for(front: Front, path: str) -> None:
    answer = front.anyone.get(path)
    if answer.status_code == 404:
        assert not (FOLDERS[path.strip("/")] / "index.html").exists()
        return

    policy = {part.split()[0]: set(part.split()[1:]) for part in answer.headers["Content-Security-Policy"].split(";")}
    assert policy == POLICY
    page = read(answer.text)
    assert page.language == "id"
    assert page.forbidden == []
    for address in page.wanted:
        asked = front.anyone.get(address)
        assert asked.status_code == 200, address
        assert asked.headers["Cache-Control"] == "no-cache", address


def test_the_phones_page_is_as_strict(front: Front) -> None:
    token = front.take()["token"]

    for query in ("", "?confirm", "?lang=en"):
        page = read(front.anyone.get(f"/t/{token}{query}").text)
        assert page.forbidden == []
        assert page.language in ("id", "en")
        for address in page.wanted:
            assert front.anyone.get(address).status_code == 200, address


@pytest.mark.parametrize("path", source.files(".js"), ids=name)
def test_a_script_asks_only_for_what_is_served(path: Path) -> None:
    if "tests" in path.parts:
        pytest.skip("not served")
    said = path.read_text("utf-8")

    for address in re.findall(r'(?:from|import)\s*\(?"([^"]+)"', said):
        assert address.startswith(("/", "./", "../")), address
        if address.startswith("/"):
            folder, _, file = address.strip("/").partition("/")
            assert (FOLDERS[folder] / file).is_file(), address
        else:
            assert (path.parent / address).is_file(), address
    assert "https://" not in re.sub(r"https?://(www\.w3\.org|localhost|[a-z.]*example)", "", said)


def test_nothing_but_a_page_is_served(front: Front) -> None:
    for path in (
        "/kiosk/README.md",
        "/shared/VENDOR.toml",
        "/shared/../console/index.html/../../../settings.py",
        "/shared/%2e%2e/%2e%2e/settings.py",
        "/words/../default.toml",
        "/shared/..%5c..%5csettings.py",
        "/shared//etc/passwd",
        "/shared/%00.js",
        "/shared/" + "x" * 5000 + ".js",
        "/ticket/ticket.html",
        "/ticket/ticket.html/",
    ):
        assert front.anyone.get(path).status_code in (404, 308), path


def test_every_file_answers_unchanged_to_those_who_have_it(front: Front) -> None:
    for path in ("/kiosk/", "/shared/tokens.css", "/shared/board.js", "/words/kiosk.id.json"):
        first = front.anyone.get(path)
        again = front.anyone.get(path, If_None_Match=first.headers["ETag"])
        assert (again.status_code, again.data) == (304, b""), path


def test_files_have_their_own_kind(front: Front) -> None:
    kinds = {
        "/shared/board.js": "text/javascript",
        "/shared/tokens.css": "text/css",
        "/shared/fonts/atkinson-latin.woff2": "font/woff2",
        "/words/kiosk.id.json": "application/json",
        "/favicon.ico": "image/svg+xml",
    }
    for path, kind in kinds.items():
        assert front.anyone.get(path).mimetype == kind


def test_the_folders_exist() -> None:
    assert [folder for folder, path in FOLDERS.items() if not path.is_dir()] == []
    assert ROOT.joinpath("config", "words").is_dir()
