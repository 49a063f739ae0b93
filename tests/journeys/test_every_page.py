"""What holds of every page in both languages: it keeps its policy, has no fault, asks no stranger, weighs little."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import NewGlass
from tests.journeys.glass import ARTIFACTS, WEIGHED, Glass, sign_in, words
from tests.journeys.house import House

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# JavaScript, styles and letters as they are served; 88 kB are the letters and what others made. The aim is 150 kB.
SCREEN_BYTES = {"kiosk": 190_000, "display": 170_000, "console": 220_000, "dashboard": 195_000}
OTHER_BYTES = 180_000
PHONE_BYTES = 60_000  # everything
LANGUAGES = ("id", "en")
NO_WORDS = re.compile(r"\b[a-z_]+\.[a-z_]+_[a-z_.]+\b|\{\w+\}|undefined|NaN|\[object")

Look = Callable[[House, Glass, str], None]


def kiosk(house: House, glass: Glass, language: str) -> None:
    page = glass.open(house.page("kiosk", "K1"))
    page.locator(".tiles .tile").first.wait_for()
    page.wait_for_timeout(500)
    if language == "en":
        page.locator(".bar .button", has_text=words("kiosk")["kiosk.other_language"]).tap()
    expect(page.locator("h1")).to_have_text(words("kiosk", language)["kiosk.what_today"])


def display(house: House, glass: Glass, language: str) -> None:
    page = glass.open(house.page("display", "D1", lang=language))
    expect(page.locator(".agencies h2")).to_contain_text(words("display", language)["display.waits"])


def console(house: House, glass: Glass, language: str) -> None:
    sign_in(glass.page, house.page("console", lang=language), "samsat3", house.password)
    glass.page.locator(".choose-title").wait_for()


def dashboard(house: House, glass: Glass, language: str) -> None:
    sign_in(glass.page, house.page("dashboard", lang=language), "pengawas1", house.password)
    glass.page.locator("tbody.agency").first.wait_for()


def office(house: House, glass: Glass, language: str) -> None:
    sign_in(glass.page, house.page("office", lang=language), "admin", house.password)
    glass.page.locator(".office-row").first.wait_for()


def door(house: House, glass: Glass, language: str) -> None:
    glass.open(f"{house.address}/?lang={language}").locator(".door-screen").first.wait_for()


def patterns(house: House, glass: Glass, language: str) -> None:
    page = glass.open(house.page("patterns"))
    page.locator(".sheet-part").first.wait_for()
    if language == "en":
        page.locator(".sheet-modes .button").last.click()


def phone(house: House, glass: Glass, language: str) -> None:
    token = house.take("JKN01", language=language)["token"]
    page = glass.open(f"{house.address}/t/{token}")
    expect(page.locator(".phone-state")).to_have_text(words("ticket", language)["ticket.state_nearly"])


PAGES = [
    pytest.param("kiosk", kiosk, id="kiosk"),
    pytest.param("display", display, id="display"),
    pytest.param("desk", console, id="console"),
    pytest.param("desk", dashboard, id="dashboard"),
    pytest.param("desk", office, id="office"),
    pytest.param("desk", door, id="door"),
    pytest.param("desk", patterns, id="patterns"),
    pytest.param("phone", phone, id="phone"),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("size", "look"), PAGES)
def test_a_page_behaves(house: House, glass: NewGlass, size: str, look: Look, language: str) -> None:
    seen = glass(size)

    look(house, seen, language)

    expect(seen.page.locator("html")).to_have_attribute("lang", language)
    seen.page.wait_for_load_state("networkidle")
    assert seen.faults() == []
    assert words_left_out(seen.page) == []
    assert is_as_wide_as_its_glass(seen.page)
    weigh(look, language, seen)


def weigh(look: Look, language: str, seen: Glass) -> None:
    """The page is light enough; what it weighs is written down with the artifacts."""
    weight, whole = seen.weight(*WEIGHED), seen.weight()
    ARTIFACTS.mkdir(exist_ok=True)
    (ARTIFACTS / f"weight_{look.__name__}_{language}.txt").write_text(f"{weight} of {whole} bytes\n")
    if look is phone:
        assert whole <= PHONE_BYTES
    else:
        assert weight <= SCREEN_BYTES.get(look.__name__, OTHER_BYTES)


def words_left_out(page: Page) -> list[str]:
    """Keys and placeholders that stand where words should."""
    return NO_WORDS.findall(page.locator("body").inner_text())


def is_as_wide_as_its_glass(page: Page) -> bool:
    wide: bool = page.evaluate("() => document.documentElement.scrollWidth <= Math.ceil(innerWidth)")
    return wide


def test_the_phone_hears_of_its_call_by_itself(house: House, glass: NewGlass) -> None:
    ticket = house.take("POL01")
    page = glass("phone").open(f"{house.address}/t/{ticket['token']}")
    expect(page.locator("body")).to_have_attribute("data-state", "nearly")

    with house.officer(ticket["line"]) as (line, counter):
        assert line.ask("POST", "/api/v1/desk/open", {"counter": counter})[0] == 200
        assert line.ask("POST", "/api/v1/desk/call-next", {})[0] == 200

    expect(page.locator("body")).to_have_attribute("data-state", "called")
