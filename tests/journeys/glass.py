"""The browser's side of a journey: one tab on a glass of its own, watched for everything that no page may do."""

import io
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Response, sync_playwright

from queue_server.settings import CONFIG

ARTIFACTS = Path(__file__).resolve().parents[1] / "artifacts"
GLASSES = {"kiosk": (1080, 1920), "display": (1920, 1080), "desk": (1366, 768), "phone": (390, 844)}
TOUCHED = {"kiosk", "phone"}
PATIENCE_MS = 20_000
CHROMIUM = ["--no-sandbox", "--disable-dev-shm-usage", "--autoplay-policy=no-user-gesture-required"]
WEIGHED = {"script", "stylesheet", "font"}
# Counts the notes that are truly begun, whoever begins them.
COUNT_NOTES = """
  window.notesBegun = 0
  const begin = AudioScheduledSourceNode.prototype.start
  AudioScheduledSourceNode.prototype.start = function (...when) {
    window.notesBegun += 1
    return begin.apply(this, when)
  }
"""


class Glass:
    """A tab of a browser of its own: nothing is shared with another glass but the server."""

    def __init__(self, browser: Browser, kind: str, **wish: Any) -> None:
        width, height = GLASSES[kind]
        self.context = browser.new_context(
            viewport={"width": width, "height": height},
            has_touch=kind in TOUCHED,
            is_mobile=kind == "phone",
            locale="id-ID",
            reduced_motion="reduce",
            **wish,
        )
        self.context.set_default_timeout(PATIENCE_MS)
        self.context.add_init_script(COUNT_NOTES)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.forgiven: tuple[str, ...] = ()
        self._answers: list[Response] = []
        self._asked: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda fault: self.complaints.append(str(fault)))
        self.page.on("request", self._note)
        self.page.on("websocket", lambda socket: self._asked.append(socket.url))
        self.page.on("response", lambda answer: self._answers.append(answer))

    def open(self, address: str) -> Page:
        self.page.goto(address)
        return self.page

    def forgive(self, *said: str) -> None:
        """What the browser will say of a bad luck that the scene itself brings about."""
        self.forgiven += said

    def faults(self) -> list[str]:
        """What no page may do: errors, breaches of its policy, questions to anybody but its own server."""
        strangers = [url for url in self._asked if not _is_ours(url)]
        heard = [said for said in self.complaints if not any(part in said for part in self.forgiven)]
        return [*heard, *(f"asked {url}" for url in strangers)]

    def weight(self, *kinds: str) -> int:
        """Bytes of those kinds of answers, unpacked; of every kind when none is named."""
        came = [answer for answer in self._answers if answer.ok]
        wanted = [answer for answer in came if not kinds or answer.request.resource_type in kinds]
        return sum(len(answer.body()) for answer in wanted)

    def notes(self) -> int:
        """Notes of sound begun on this page."""
        begun: int = self.page.evaluate("() => window.notesBegun")
        return begun

    def keep(self, name: str) -> Path:
        """The page's picture, kept with the artifacts."""
        ARTIFACTS.mkdir(exist_ok=True)
        path = ARTIFACTS / f"{name}.png"
        self.page.screenshot(path=path)
        return path

    def close(self) -> None:
        self.context.close()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.type}: {message.text}")

    def _note(self, request: Request) -> None:
        self._asked.append(request.url)


@contextmanager
def running_browser() -> Iterator[Browser]:
    """Debian's Chromium, without a head."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)
        try:
            yield browser
        finally:
            browser.close()


def words(room: str, language: str = "id") -> dict[str, str]:
    """The sentences of a room, as the pages read them."""
    sentences: dict[str, str] = json.loads((CONFIG / "words" / f"{room}.{language}.json").read_text("utf-8"))
    return sentences


def share_of(picture: bytes, colour: tuple[int, int, int], *, near: int = 12) -> float:
    """The part of a picture that has this colour, from 0 to 1."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    alike = sum(
        count
        for count, seen in image.getcolors(image.width * image.height) or ()
        if all(abs(one - other) <= near for one, other in zip(seen, colour, strict=True))  # type: ignore[arg-type]
    )
    return alike / (image.width * image.height)


def sign_in(page: Page, address: str, username: str, password: str) -> None:
    """A person signs in on a staff page; returns when the form is gone."""
    page.goto(address)
    page.fill("[name=username]", username)
    page.fill("[name=password]", password)
    page.keyboard.press("Enter")
    gone: Locator = page.locator("form.sign-in-card")
    gone.wait_for(state="detached")


def ready_tile(page: Page, place: int) -> Locator:
    """The kiosk's open tile at this place, once the screen listens: 0.4 s after it came."""
    tile = page.locator(".tile:not([disabled])").nth(place)
    tile.wait_for()
    page.wait_for_timeout(500)
    return tile


def open_counter(page: Page, number: str) -> None:
    """The officer opens the counter with this number; returns at the open desk."""
    name = words("shared")["shared.counter"].format(number=number)
    page.locator(".counter-tile", has=page.get_by_text(name, exact=True)).click()
    page.locator(".in-hand").wait_for()


def _is_ours(url: str) -> bool:
    return url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:"))
