"""SIGTERM with two hundred sockets, and how soon they are back: `python -m tests.load.stop`. Goal: ≤ 2 s."""

import random
import re
import select
import socket
import threading
import time

from tests.load.house import standing_house
from tests.load.screens import SCREENS, open_screen, open_screens
from tests.storm.big_mall import BigMall
from tests.storm.hall import Hall

AFTER = re.compile(rb'"come_back",\{"after_ms":(\d+)')
TRY_AGAIN_SECONDS = 0.5


class Returning(threading.Thread):
    """Screens that hear the good-bye, wait as they were asked, and come again until they are let in."""

    def __init__(self, port: int, mall: BigMall, screens: list[socket.socket]) -> None:
        super().__init__(daemon=True)
        self.told = 0
        self.back: list[float] = []
        self._port, self._mall = port, mall
        self._leaving = {sock.fileno(): sock for sock in screens}
        self._due: list[tuple[float, int]] = []

    def run(self) -> None:
        chance = random.Random(1)
        with select.epoll() as poll:
            for number in self._leaving:
                poll.register(number, select.EPOLLIN)
            while self._leaving or self._due:
                for number, _ in poll.poll(0.01):
                    self._hear(number, chance, poll)
                for one in [due for due in self._due if due[0] <= time.monotonic()]:
                    self._due.remove(one)
                    self._come(one[1])

    def _hear(self, number: int, chance: random.Random, poll: select.epoll) -> None:
        sock = self._leaving[number]
        try:
            said = sock.recv(262_144)
        except OSError:
            said = b""
        asked = AFTER.search(said)
        if asked:
            self.told += 1
            wait = int(asked[1]) / 1_000 * (0.5 + chance.random())
            self._due.append((time.monotonic() + wait, number))
        if not said or asked:
            if not asked and number not in [due[1] for due in self._due]:
                self._due.append((time.monotonic() + TRY_AGAIN_SECONDS, number))
            poll.unregister(number)
            self._leaving.pop(number).close()

    def _come(self, number: int) -> None:
        try:
            screen = open_screen(self._port, self._mall, number)
        except (OSError, MemoryError):
            self._due.append((time.monotonic() + TRY_AGAIN_SECONDS, number))
            return
        self.back.append(time.monotonic())
        screen.close()


def restart(hall: Hall, mall: BigMall) -> tuple[float, int, float]:
    """`(seconds to stop, screens that were told, seconds from the first answer until the last screen is back)`."""
    returning = Returning(hall.port, mall, open_screens(hall.port, mall))
    returning.start()
    time.sleep(0.2)
    stopped = hall.stop()
    hall.start()
    serving = time.monotonic()
    returning.join(60)
    return stopped, returning.told, max(returning.back) - serving


def main() -> list[str]:
    with standing_house() as (hall, mall):
        rounds = [restart(hall, mall) for _ in range(3)]
    stopped, told, back = (max(figures) for figures in zip(*rounds, strict=True))
    return [
        f"SIGTERM with {SCREENS} sockets  {stopped:5.2f} s (the worst of three)   goal ≤ 2 s",
        f"screens told, and back     {min(one[1] for one in rounds)} of {SCREENS} told (most {told}); "
        f"the last back {back:.1f} s after the first answer",
    ]


if __name__ == "__main__":
    print("\n".join(main()))
