"""Several people at once: two browsers on one desk, a visitor who speaks English, a closed service, a new display."""

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.journeys.conftest import NewGlass
from tests.journeys.glass import open_counter, ready_tile, sign_in, words
from tests.journeys.house import House

pytestmark = [pytest.mark.browser, pytest.mark.slow]

REFUSED = "409 (CONFLICT)"
CUT_ON_PURPOSE = ("net::ERR_FAILED", "WebSocket connection to")


def test_a_stale_browser_on_the_same_desk_is_told_and_refreshed(house: House, glass: NewGlass) -> None:
    first, second = house.take("SMS01")["number"], house.take("SMS01")["number"]
    officer, counter = house.officer_of("2A")
    here, elsewhere = glass("desk"), glass("desk")
    sign_in(here.page, house.page("console"), officer.username, house.password)
    open_counter(here.page, counter)
    sign_in(elsewhere.page, house.page("console"), officer.username, house.password)
    expect(elsewhere.page.locator(".in-hand")).to_have_attribute("data-state", "free")
    elsewhere.forgive(REFUSED, *CUT_ON_PURPOSE)
    hear_nothing_until_it_speaks(elsewhere.page)
    here.page.keyboard.press("Space")
    expect(here.page.locator(".in-hand-number")).to_have_text(first)

    elsewhere.page.keyboard.press("Space")

    expect(elsewhere.page.locator(".notice")).to_have_text(words("console")["console.moved_on"])
    expect(elsewhere.page.locator(".in-hand-number")).to_have_text(first)
    assert house.ticket(first)["state"] == "called"
    assert house.ticket(second)["state"] == "waiting"


def test_enter_in_a_dialog_calls_the_number_chosen_there_and_nobody_else(house: House, glass: NewGlass) -> None:
    before, wanted = house.take("POL01"), house.take("POL01")
    officer, counter = house.officer_of(wanted["line"])
    page = glass("desk").page
    sign_in(page, house.page("console"), officer.username, house.password)
    open_counter(page, counter)

    page.keyboard.press("f")
    page.locator("dialog input").fill(wanted["number"])
    page.keyboard.press("Enter")
    page.locator("dialog .choice").first.press("Enter")

    expect(page.locator(".in-hand-number")).to_have_text(wanted["number"])
    assert house.ticket(before["number"])["state"] == "waiting"


def test_an_english_visit_is_english_to_the_end(house: House, glass: NewGlass) -> None:
    page = glass("kiosk").open(house.page("kiosk", "K1"))
    ready_tile(page, 0)
    page.locator(".bar .button", has_text=words("kiosk")["kiosk.other_language"]).tap()
    expect(page.locator("h1")).to_have_text(words("kiosk", "en")["kiosk.what_today"])

    page.locator(".tile:not([disabled])").first.tap()

    expect(page.locator(".slip-label")).to_have_text(words("kiosk", "en")["kiosk.your_number"])
    expect(page.locator(".paper")).to_have_text(words("kiosk", "en")["kiosk.paper_printed"])
    address = str(page.locator(".slip-code img").get_attribute("src"))
    token = address.rpartition("/")[2].partition(".")[0]
    phone = glass("phone").open(f"{house.address}/t/{token}")
    expect(phone.locator("html")).to_have_attribute("lang", "en")
    expect(phone.locator(".phone-label")).to_contain_text(words("ticket", "en")["ticket.your_number"])
    expect(page.locator("h1")).to_have_text(words("kiosk")["kiosk.what_today"])  # the next one is asked in Indonesian


def test_a_closed_service_stays_in_sight_and_says_why(house: House, glass: NewGlass) -> None:
    page = glass("kiosk").open(house.page("kiosk", "K1"))
    tile = ready_tile(page, 0)
    service = service_on(house, tile)

    house.supervise(f"/services/{service}/close", {"reason": "Petugas rapat"})

    tile = page.locator(".tiles .tile").first
    expect(tile).to_be_disabled()
    expect(tile).to_contain_text(words("shared")["shared.reason.service.closed_by_hand"])
    house.supervise(f"/services/{service}/automatic", {"reason": "Rapat selesai"})
    expect(tile).to_be_enabled()


def test_a_service_that_closed_under_the_finger_gives_a_kind_word(house: House, glass: NewGlass) -> None:
    kiosk = glass("kiosk")
    page = kiosk.open(house.page("kiosk", "K1"))
    kiosk.forgive(REFUSED, *CUT_ON_PURPOSE)
    tile = ready_tile(page, 0)
    service = service_on(house, tile)
    page.route("**/api/v1/catalogue", lambda route: route.abort())
    house.supervise(f"/services/{service}/close", {"reason": "Sistem pusat terputus"})

    tile.tap()

    kind = words("kiosk")["kiosk.just_closed"].partition("{")[0].strip()
    expect(page.locator(".notice")).to_contain_text(kind)
    expect(page.locator(".tiles")).to_be_visible()
    kiosk.keep("journey_kiosk_just_closed")
    house.supervise(f"/services/{service}/automatic", {"reason": "Sistem pusat tersambung"})


def test_a_new_display_is_paired_by_the_code_it_shows(house: House, glass: NewGlass) -> None:
    display, office = glass("display"), glass("desk")
    display.open(house.page("display"))
    code = display.page.locator(".pairing-code")
    expect(code).to_have_text(re.compile(r"^[A-Z]{4}-[A-Z]{4}$"))
    expect(code).to_be_in_viewport(ratio=1)
    display.keep("journey_display_pairing")
    sign_in(office.page, house.page("office"), "admin", house.password)

    office.page.fill(".code-input", code.inner_text().lower())
    office.page.get_by_label(words("office")["office.device_name"]).fill("Layar Lobi")
    office.page.locator(".office-form select").first.select_option("Z2")
    office.page.locator(".office-form button").click()

    zone = next(zone["name"] for zone in house.board()["zones"] if zone["code"] == "Z2")
    expect(display.page.locator(".top")).to_contain_text(zone)
    expect(office.page.locator(".office-row", has_text="Layar Lobi")).to_have_attribute("data-online", "yes")
    display.forgive("401 (UNAUTHORIZED)")
    take_away(office.page, "Layar Lobi")
    expect(display.page.locator(".pairing-code")).to_be_visible()


def hear_nothing_until_it_speaks(page: Page) -> None:
    """From now on this browser misses all news, until it has sent a command of its own."""
    has_spoken = []

    def only_after_a_word(route: Route) -> None:
        if route.request.method == "POST":
            has_spoken.append(True)
        if has_spoken:
            route.continue_()
        else:
            route.abort()

    page.route(re.compile(r"/api/v1/(board|desk)"), only_after_a_word)


def service_on(house: House, tile: Locator) -> str:
    """The code of the service that a tile of the kiosk's home offers."""
    name = tile.locator(".tile-name").inner_text().replace("\u2060", "")
    catalogue = house.ask("/api/v1/catalogue", token=house.token("K1"))
    services = [service for agency in catalogue["agencies"] for service in agency["services"]]
    return next(str(one["code"]) for one in services if name in (one.get("short_name"), one["name"]))


def take_away(page: Page, device: str) -> None:
    page.locator(".office-row", has_text=device).get_by_role("button").click()
    page.locator("dialog .button[data-kind=alert]").click()
