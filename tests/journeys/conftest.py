"""One mall and one browser for each module of journeys; a new glass for whoever asks."""

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.glass import PATIENCE_MS, Glass, running_browser
from tests.journeys.house import House, open_house

NewGlass = Callable[..., Glass]

expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The demonstration's mall, running, empty of people."""
    with open_house(tmp_path_factory.mktemp("house")) as house:
        yield house


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if shutil.which("chromium") is None:
        pytest.skip("Chromium is not installed: make ground")
    with running_browser() as browser:
        yield browser


@pytest.fixture
def glass(browser: Browser) -> Iterator[NewGlass]:
    """Makes glasses: `glass("kiosk")`. At the end none of them may have done what no page may do."""
    glasses: list[Glass] = []

    def new(kind: str, **wish: Any) -> Glass:
        glasses.append(Glass(browser, kind, **wish))
        return glasses[-1]

    yield new
    faults = [fault for one in glasses for fault in one.faults()]
    for one in glasses:
        one.close()
    assert faults == []
