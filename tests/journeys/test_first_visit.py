"""The main job, on real parts: from a touch to a number on paper, a call that is seen and heard, and the figures."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import paper
from tests.journeys.conftest import NewGlass
from tests.journeys.glass import Glass, open_counter, ready_tile, share_of, sign_in, words
from tests.journeys.house import House, until

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AMBER = (255, 200, 51)
NOTES_OF_A_CHIME = 4  # two notes, each with a trace of its octave


def test_from_the_touch_to_the_figures(house: House, glass: NewGlass) -> None:
    kiosk, display, desk = glass("kiosk"), glass("display"), glass("desk")
    display.open(house.page("display", "D0"))
    number = touch_a_popular_tile(house, kiosk)
    follow = the_paper_says_the_same(house, number)
    expect(kiosk.page.locator(".paper")).to_have_attribute("data-state", "printed")
    expect(kiosk.page.locator(".paper")).to_have_text(words("kiosk")["kiosk.paper_printed"])
    kiosk.keep("journey_kiosk")

    counter = an_officer_calls(house, desk.page, number)
    the_display_calls(display, number, counter)
    the_phone_follows(house, glass, follow, counter)
    supervisor = glass("desk").page
    sign_in(supervisor, house.page("dashboard"), "pengawas1", house.password)
    served_and_finished(desk.page, number)
    the_figures_follow(supervisor, desk.page)


def touch_a_popular_tile(house: House, kiosk: Glass) -> str:
    """One touch; the number that the screen shows, with a code to follow it."""
    page = kiosk.open(house.page("kiosk", "K1"))
    ready_tile(page, 0).tap()
    number = page.locator(".slip-big").inner_text()
    code = page.locator(".slip-code img")

    assert number == house.board()["tickets"][0]["number"]
    expect(code).to_be_visible()
    assert code.evaluate("image => image.complete && image.naturalWidth > 0")
    return number


def the_paper_says_the_same(house: House, number: str) -> str:
    """The slip's code leads to this number, which stands on it in the largest letters; the code's address."""
    slip = until(house.slips)[0]
    [follow] = paper.code_on(house.picture_of(slip))
    token = follow.rpartition("/")[2]

    assert slip["whole"]
    assert follow == f"{house.address}/t/{token}".upper()
    assert house.ask(f"/api/v1/follow/{token}")["number"] == number
    if paper.has_decoder():
        assert paper.greatest_text(house.tap.heard) == [number]
    return follow


def an_officer_calls(house: House, page: Page, number: str) -> str:
    """Signs in, opens the own counter, presses one key; the counter's number."""
    ticket = house.ticket(number)
    officer, counter = house.officer_of(ticket["line"])
    sign_in(page, house.page("console"), officer.username, house.password)
    open_counter(page, counter)
    expect(page.locator(".in-hand")).to_have_attribute("data-state", "free")

    page.keyboard.press("Space")

    expect(page.locator(".in-hand")).to_have_attribute("data-state", "called")
    expect(page.locator(".in-hand-number")).to_have_text(number)
    return counter


def the_display_calls(display: Glass, number: str, counter: str) -> None:
    """The number and its counter in the hero, which is truly amber; and the chime has begun."""
    hero = display.page.locator(".hero")
    expect(hero.locator(".hero-number output")).to_have_text(number)
    expect(hero.locator(".hero-counter output")).to_have_text(counter)

    assert until(lambda: share_of(hero.screenshot(), AMBER) > 0.4)
    assert display.notes() == NOTES_OF_A_CHIME
    display.keep("journey_display")


def the_phone_follows(house: House, glass: NewGlass, follow: str, counter: str) -> None:
    """With JavaScript and without, from the address that the paper bears."""
    for wish in ({}, {"java_script_enabled": False}):
        phone = glass("phone", **wish)
        page = phone.open(follow)

        expect(page.locator("body")).to_have_attribute("data-state", "called")
        expect(page.locator(".phone-counter")).to_have_text(counter)
        phone.keep(f"journey_phone_{'plain' if wish else 'live'}")


def served_and_finished(page: Page, number: str) -> None:
    page.wait_for_timeout(800)  # a nervous second press within 0.7 s would count as the first
    page.keyboard.press("Space")
    expect(page.locator(".in-hand")).to_have_attribute("data-state", "serving")
    expect(page.locator(".in-hand-number")).to_have_text(number)
    page.wait_for_timeout(800)
    page.keyboard.press("Space")
    expect(page.locator(".in-hand")).to_have_attribute("data-state", "free")


def the_figures_follow(supervisor: Page, officer: Page) -> None:
    """The supervisor sees one visit finished; undone by the officer, it is being served again."""
    finished, serving = (supervisor.locator(f".total[data-name={name}] dd") for name in ("finished", "serving"))
    expect(finished).to_have_text("1")
    expect(serving).to_have_text("0")

    officer.keyboard.press("u")

    expect(officer.locator(".in-hand")).to_have_attribute("data-state", "serving")
    expect(serving).to_have_text("1")
    expect(finished).to_have_text("0")
