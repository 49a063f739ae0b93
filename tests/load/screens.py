"""Two hundred screens on real sockets that only listen, in this process or in one of their own."""

import multiprocessing
import os
import select
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.load.broadcast import PING, PONG, open_socket
from tests.storm.big_mall import DISPLAYS, BigMall

SCREENS = 200


def open_screens(port: int, mall: BigMall, count: int = SCREENS) -> list[socket.socket]:
    """Sockets that have said who they are and watch."""
    return [open_screen(port, mall, number) for number in range(count)]


def open_screen(port: int, mall: BigMall, number: int = 0) -> socket.socket:
    hello = f'40{{"token":"{mall.token("display", number % DISPLAYS + 1)}"}}'.encode()
    return open_socket(port, talk=[hello, b'"sid"', b'420["watch",{}]', b'430[{"seq":'])


def hear_for_ever(port: int, mall: BigMall, count: int, ready: "multiprocessing.synchronize.Event") -> None:
    """Screens that read all they are told and answer every ping."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    screens = {sock.fileno(): sock for sock in open_screens(port, mall, count)}
    ready.set()
    with select.epoll() as poll:
        for number in screens:
            poll.register(number, select.EPOLLIN)
        while True:
            for number, _ in poll.poll():
                said = screens[number].recv(262_144)
                if not said:
                    return
                if PING in said:
                    screens[number].send(PONG)
            time.sleep(0.01)


@contextmanager
def listening(port: int, mall: BigMall, count: int = SCREENS) -> Iterator[None]:
    """So many screens listen from another process."""
    spawn = multiprocessing.get_context("fork")
    ready = spawn.Event()
    crowd = spawn.Process(target=hear_for_ever, args=(port, mall, count, ready), daemon=True)
    crowd.start()
    assert ready.wait(60), "the screens did not come"
    try:
        yield
    finally:
        crowd.kill()
        crowd.join()
