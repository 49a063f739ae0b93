"""What goes wrong in a hall, and what people see of it: a slip of the finger, a server killed, a printer gone."""

import pytest
from playwright.sync_api import expect

from tests.journeys import paper
from tests.journeys.conftest import NewGlass
from tests.journeys.glass import ready_tile, words
from tests.journeys.house import House, until

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NOBODY_ANSWERS = ("ERR_CONNECTION_REFUSED", "ERR_CONNECTION_RESET", "ERR_EMPTY_RESPONSE", "WebSocket connection to")


def test_a_number_is_taken_back_within_five_seconds(house: House, glass: NewGlass) -> None:
    page = glass("kiosk").open(house.page("kiosk", "K1"))
    ready_tile(page, 0).tap()
    number = page.locator(".slip-big").inner_text()
    page.wait_for_timeout(800)  # the result listens after 0.7 s

    page.locator(".ways .button", has_text=words("kiosk")["kiosk.undo"].partition(" ")[0]).tap()

    expect(page.locator(".tiles")).to_be_visible()
    expect(page.locator(".notice")).to_have_text(words("kiosk")["kiosk.undone"].format(number=number))
    assert number not in {ticket["number"] for ticket in house.board()["tickets"]}


def test_two_taps_of_one_finger_are_one_number(house: House, glass: NewGlass) -> None:
    page = glass("kiosk").open(house.page("kiosk", "K1"))
    before = {ticket["id"] for ticket in house.board()["tickets"]}
    box = ready_tile(page, 1).bounding_box()
    assert box is not None

    for _ in range(3):
        page.touchscreen.tap(box["x"] + 40, box["y"] + 40)

    expect(page.locator(".slip-big")).to_be_visible()
    page.locator(".ways .button[data-kind=primary]").wait_for()
    assert len({ticket["id"] for ticket in house.board()["tickets"]} - before) == 1


def test_screens_recover_by_themselves_from_a_killed_server(house: House, glass: NewGlass) -> None:
    kiosk, display = glass("kiosk"), glass("display")
    kiosk.forgive(*NOBODY_ANSWERS)
    display.forgive(*NOBODY_ANSWERS)
    kiosk.open(house.page("kiosk", "K1"))
    display.open(house.page("display", "D1"))
    foot = display.page.locator(".foot")
    ready_tile(kiosk.page, 0)
    expect(foot).to_have_attribute("data-state", "live")

    house.kill_server()

    expect(foot).to_have_attribute("data-state", "stale")
    expect(foot).to_contain_text(words("shared")["shared.connection_stale"].partition("{")[0].strip())
    expect(kiosk.page.locator(".trouble h1")).to_have_text(words("kiosk")["kiosk.trouble"])
    display.keep("journey_display_reconnects")
    house.start_server()
    expect(foot).to_have_attribute("data-state", "live")
    expect(kiosk.page.locator(".trouble")).to_have_count(0)
    ready_tile(kiosk.page, 0)


def test_without_a_printer_the_number_counts_and_no_old_paper_comes_out(house: House, glass: NewGlass) -> None:
    kiosk = glass("kiosk")
    page = kiosk.open(house.page("kiosk", "K1"))
    tile = ready_tile(page, 2)
    house.unplug_printer()

    tile.tap()

    number = page.locator(".slip-big").inner_text()
    expect(page.locator(".paper")).to_have_attribute("data-state", "lost")
    expect(page.locator(".slip-code img")).to_be_visible()
    kiosk.keep("journey_kiosk_without_paper")
    ticket = house.ticket(number)
    assert ticket["state"] == "waiting"
    until(lambda: house.owed(ticket["id"]) == "not_printed")
    house.start_printer()
    assert the_only_paper_is(house, the_next_number(house))


def the_next_number(house: House) -> str:
    """Somebody else's, taken when the printer is back; its follow address."""
    return str(house.take("JKN01")["follow_url"]).upper()


def the_only_paper_is(house: House, follow: str) -> bool:
    until(house.slips)
    return [paper.code_on(house.picture_of(slip)) for slip in house.slips()] == [[follow]]
