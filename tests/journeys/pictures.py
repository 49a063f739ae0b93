"""`python -m tests.journeys.pictures`: the README's pictures, one number's way, taken from a busy demonstration."""

import io
import json
import os
import signal
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, expect

from queue_server.settings import ROOT
from tests.journeys.glass import GLASSES, open_counter, ready_tile, running_browser, sign_in
from tests.journeys.house import until
from tests.journeys.paper import code_on
from tests.servers import free_port

KEPT = Path(__file__).with_name("pictures")
WIDTHS = {"kiosk": 400, "result": 400, "phone": 400, "slip": 400, "display": 1280, "console": 1100, "dashboard": 1100}
COLOURS = 256
LARGEST = 150_000  # bytes of a picture
ALIVE = 60  # visits finished: every agency has a pace, its waits are known
HERE, PASSWORD = "http://127.0.0.1", "giliran-demo"
# The one counter of this agency that nobody of the crowd takes.
AGENCY, ZONE_DISPLAY, OFFICER, COUNTER = "Samsat", "D2", "samsat3", "19"


class Mall:
    """A demonstration that runs, full of people."""

    def __init__(self, folder: Path) -> None:
        self.port, self.paper_port = free_port(), free_port()
        self._folder = folder
        self._environment = {
            "QUEUE_DATA_DIR": str(folder),
            "QUEUE_HOST": "127.0.0.1",
            "QUEUE_PUBLIC_URL": f"{HERE}:{self.port}",
            "QUEUE_PRINTER_PORT": str(free_port()),
            "QUEUE_PAPER_PORT": str(self.paper_port),
        }

    @contextmanager
    def running(self) -> Iterator["Mall"]:
        command = [sys.executable, "-m", "queue_server", "demo", "--busy", "--port", str(self.port)]
        demo = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **self._environment},
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            until(lambda: self._answers() or demo.poll() is not None, seconds=60)
            yield self
        finally:
            os.killpg(demo.pid, signal.SIGTERM)
            demo.wait(30)

    def page(self, room: str, device: str | None = None) -> str:
        address = f"{HERE}:{self.port}/{room}/"
        if device is None:
            return address
        tokens = json.loads((self._folder / "demo" / "devices.json").read_text("utf-8"))
        return f"{address}#token={tokens[device]}"

    def slip_of(self, follow: str) -> bytes:
        """The picture of the paper whose code leads there."""
        pages = f"{HERE}:{self.paper_port}"

        def found() -> bytes | None:
            slips = json.loads(_read(f"{pages}/slips"))["slips"]
            pictures = (_read(f"{pages}{slip['picture']}") for slip in slips[:20])
            return next((picture for picture in pictures if code_on(picture) == [follow.upper()]), None)

        picture: bytes = until(found)
        return picture

    def _answers(self) -> bool:
        try:
            return bool(_read(f"{HERE}:{self.port}/health"))
        except OSError:
            return False


def take(mall: Mall, browser: Browser) -> None:
    """Every picture, in the order in which a visitor would see them."""
    dashboard = _tab(browser, "desk")
    sign_in(dashboard, mall.page("dashboard"), "pengawas1", PASSWORD)
    finished = dashboard.locator(".total[data-name=finished] dd")
    until(lambda: int(finished.inner_text()) >= ALIVE, seconds=400)
    display = _tab(browser, "display")
    display.goto(mall.page("display", ZONE_DISPLAY))

    number, follow = _visitor(mall, browser)
    _keep("slip", mall.slip_of(follow))
    console = _tab(browser, "desk")
    sign_in(console, mall.page("console"), OFFICER, PASSWORD)
    open_counter(console, COUNTER)
    _call(console, number)
    expect(display.locator(".hero-number output")).to_have_text(number, timeout=60_000)
    display.wait_for_timeout(2_500)  # the two pulses of a new call
    _keep("display", display.screenshot())
    phone = _tab(browser, "phone", device_scale_factor=2)
    phone.goto(follow)
    phone.wait_for_timeout(2_500)
    _keep("phone", phone.screenshot())
    console.keyboard.press("Space")
    expect(console.locator(".in-hand")).to_have_attribute("data-state", "serving")
    console.wait_for_timeout(12_000)  # until nothing can be undone any more: the calm desk
    _keep("console", console.screenshot())
    _keep("dashboard", dashboard.screenshot())


def _visitor(mall: Mall, browser: Browser) -> tuple[str, str]:
    """Touches the agency's tile; the number and the address to follow it."""
    kiosk = _tab(browser, "kiosk")
    kiosk.goto(mall.page("kiosk", "K1"))
    ready_tile(kiosk, 0)
    _keep("kiosk", kiosk.screenshot())
    kiosk.locator(".tiles .tile", has_text=AGENCY).first.tap()
    expect(kiosk.locator(".paper")).to_have_attribute("data-state", "printed", timeout=20_000)
    _keep("result", kiosk.screenshot())
    number = kiosk.locator(".slip-big").inner_text()
    code = str(kiosk.locator(".slip-code img").get_attribute("src"))
    return number, f"{HERE}:{mall.port}/t/{code.rpartition('/')[2].partition('.')[0]}"


def _call(console: Page, number: str) -> None:
    """This very number, whoever else waits: the visitor of the pictures must not wait for an hour."""
    console.keyboard.press("f")
    console.locator("dialog input").fill(number)
    console.keyboard.press("Enter")
    console.locator("dialog .choice").first.click()
    expect(console.locator(".in-hand-number")).to_have_text(number)


def _tab(browser: Browser, kind: str, **wish: Any) -> Page:
    width, height = GLASSES[kind]
    size: Any = {"width": width, "height": height}
    page = browser.new_context(viewport=size, has_touch=kind == "kiosk", locale="id-ID", **wish).new_page()
    page.set_default_timeout(30_000)
    return page


def _keep(name: str, picture: bytes) -> None:
    """Small enough for a README, and still true."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    height = round(image.height * WIDTHS[name] / image.width)
    small = image.resize((WIDTHS[name], height), Image.Resampling.LANCZOS)
    KEPT.mkdir(exist_ok=True)
    path = KEPT / f"{name}.png"
    # The whole range of colours, not the most frequent ones: a green dot is rare, and it matters.
    small.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(path, optimize=True)
    assert path.stat().st_size <= LARGEST, path
    print(f"{path.relative_to(ROOT)}  {WIDTHS[name]} × {height}, {path.stat().st_size // 1000} kB")


def _read(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=10) as answer:
        said: bytes = answer.read()
    return said


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, Mall(Path(folder)).running() as mall, running_browser() as browser:
        take(mall, browser)
