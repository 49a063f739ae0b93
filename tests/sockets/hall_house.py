"""One house for all tests that leave it standing."""

from collections.abc import Iterator

import pytest

from tests.sockets.hall_server import House, open_house


@pytest.fixture(scope="module")
def standing_house() -> Iterator[House]:
    with open_house(TINY_PULSE_SECONDS="0.5", QUEUE_PIN="off") as house:
        yield house


@pytest.fixture
def house(standing_house: House) -> Iterator[House]:
    yield standing_house
    for screen in standing_house.screens:
        screen.close()
    standing_house.screens.clear()
