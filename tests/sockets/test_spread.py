"""Two processes of one server with Redis between them, and what happens when it dies."""

import itertools
import json
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sockets.hall_server import House, Screen, free_port, open_house, soon

REDIS = Path("/usr/bin/redis-server")

pytestmark = [
    pytest.mark.redis,
    pytest.mark.slow,
    pytest.mark.skipif(not REDIS.exists(), reason="no Redis server on this machine"),
]


class Redis:
    """A Redis of the test's own, that can be killed and started again."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        command = [str(REDIS), "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None


@pytest.fixture
def redis() -> Iterator[Redis]:
    redis = Redis()
    redis.start()
    yield redis
    redis.kill()


@pytest.fixture
def house(redis: Redis) -> Iterator[House]:
    with open_house(QUEUE_WORKERS="2", TINY_REDIS_URL=redis.url, TINY_PULSE_SECONDS="0.2") as house:
        yield house


def screens_on_both(house: House) -> dict[str, Screen]:
    """One screen on each of the two workers, by the worker's build (its process id)."""
    screens: dict[str, Screen] = {}
    for number in range(60):
        screen = house.screen(f"device-{number}")
        screens.setdefault(screen.hear(name="pulse")["build"], screen)
        if len(screens) == 2:
            _listens_to_redis(house, screens)
            return screens
    raise AssertionError("all screens came to one worker")


def _listens_to_redis(house: House, screens: dict[str, Screen]) -> None:
    """Wait until each worker hears the other."""
    for attempt in range(1, 100):
        house.say(-attempt)
        time.sleep(0.05)
        if all(_heard(screen, -attempt) for screen in screens.values()):
            return


def _heard(screen: Screen, seq: int) -> bool:
    while (pulse_or_facts := _next(screen)) is not None:
        if [fact["seq"] for fact in pulse_or_facts] == [seq]:
            return True
    return False


def _next(screen: Screen) -> list[dict] | None:
    """The next facts before the next pulse."""
    text = screen.socket.recv()
    if text.startswith('42["facts"'):
        return json.loads(text[2:])[1]
    return None if text.startswith('42["pulse"') else []


def test_news_told_in_one_process_reaches_the_screens_of_both(house: House):
    screens = screens_on_both(house)

    for seq in range(1, 51):
        house.say(seq)

    # Whole; but each process tells its own first, so not in order: screens put that right by `seq`.
    for screen in screens.values():
        heard: set[int] = set()
        while not heard.issuperset(range(1, 51)):
            heard |= {fact["seq"] for fact in screen.hear(name="facts")}


def test_a_device_revoked_in_one_process_is_dropped_in_both(house: House):
    screens = screens_on_both(house)
    tokens = [screen for screen in house.screens if screen in screens.values()]
    for screen in tokens:
        number = house.screens.index(screen)
        house.post("/drop", {"kind": "device", "id": number})

    for screen in tokens:
        screen.socket.settimeout(1)
        assert screen.hear(name="nothing") is None


def test_without_redis_posts_still_answer_and_each_process_tells_its_own(house: House, redis: Redis):
    screens = screens_on_both(house)
    redis.kill()

    start = time.monotonic()
    for seq in range(1, 21):
        house.say(seq)
    took = time.monotonic() - start

    assert took < 5
    heard = [seq for screen in screens.values() for seq in _all_before_silence(screen)]
    assert sorted(set(heard)) == list(range(1, 21))


def test_a_redis_that_falls_silent_delays_no_screen_and_no_post(house: House, redis: Redis):
    screens = screens_on_both(house)
    redis.process.send_signal(signal.SIGSTOP)

    start = time.monotonic()
    for seq in range(1, 11):
        house.say(seq)
    heard = [seq for screen in screens.values() for seq in _all_before_silence(screen)]
    took = time.monotonic() - start

    assert sorted(heard) == list(range(1, 11))
    assert took < 5


def test_when_redis_is_back_the_processes_hear_each_other_again(house: House, redis: Redis):
    screens = screens_on_both(house)
    redis.kill()
    house.say(1)
    redis.start()

    seqs = itertools.count(100)

    def both_hear() -> bool:
        seq = next(seqs)
        house.say(seq)
        time.sleep(0.05)
        return all(_heard(screen, seq) for screen in screens.values())

    assert soon(both_hear)


def _all_before_silence(screen: Screen) -> list[int]:
    heard, pulses = [], 0
    while pulses < 3:
        facts = _next(screen)
        if facts is None:
            pulses += 1
        else:
            heard += [fact["seq"] for fact in facts if fact["seq"] > 0]
    return heard
