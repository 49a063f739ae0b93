"""The worker under a real gunicorn: closing, stopping, pinning."""

import os
import signal
import socket
import threading
import time
from http.client import HTTPConnection

import pytest

from tests.sockets.hall_server import House, open_house, soon

FROZEN_SECONDS = 2.0  # what each lingering connection costs everybody in the stock worker


@pytest.mark.slow
def test_lingering_clients_keep_nobody_waiting(house: House):
    start = time.monotonic()
    lingering = [_asks_to_close_and_stays(house.port) for _ in range(5)]
    house.get("/ping")
    took = time.monotonic() - start

    for sock in lingering:
        sock.close()
    assert took < FROZEN_SECONDS


@pytest.mark.slow
def test_a_lingering_connection_is_closed_in_the_end(house: House):
    sock = _asks_to_close_and_stays(house.port)

    def is_closed_for_good() -> bool:
        try:
            sock.send(b"x")
        except OSError:
            return True
        return False

    assert soon(is_closed_for_good)
    sock.close()


def test_a_kept_alive_connection_is_used_again(house: House):
    line = HTTPConnection("127.0.0.1", house.port, timeout=5)
    for _ in range(3):
        line.request("GET", "/ping")
        assert line.getresponse().read() == b"pong"
        port = line.sock.getsockname()[1]
    line.request("GET", "/ping")

    assert line.getresponse().read() == b"pong"
    assert line.sock.getsockname()[1] == port
    line.close()


@pytest.mark.slow
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_a_stopping_house_tells_its_screens_and_is_gone_within_two_seconds(sign: signal.Signals):
    with open_house() as house:
        screens = [house.screen(f"device-{number}") for number in range(200)]
        idle = _kept_alive(house.port)
        house.say(1)

        took = house.stop(sign)

        assert [screen.hear(name="come_back") for screen in screens] == [{"after_ms": 1500}] * 200
        idle.close()
    assert took <= 2.0
    assert "Traceback" not in house.log


@pytest.mark.slow
def test_screens_that_do_not_answer_the_good_bye_do_not_hold_the_house_open():
    with open_house() as house:
        screens = [house.screen(f"device-{number}") for number in range(20)]

        took = house.stop()

        assert len(screens) == 20
    assert took <= 2.0


@pytest.mark.slow
def test_a_request_under_way_is_answered_before_the_house_stops():
    with open_house() as house:
        answers = []
        asking = threading.Thread(target=lambda: answers.append(house.get("/slow")))
        asking.start()
        assert soon(lambda: house.get("/counts")["asked_slowly"] == 1)

        house.stop()
        asking.join()

    assert answers == [{"slow": True}]


@pytest.mark.slow
@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="one core leaves no choice")
def test_each_worker_keeps_to_a_core_of_its_own():
    with open_house(QUEUE_WORKERS="2") as house:
        assert soon(lambda: len(house.workers()) == 2)
        assert soon(lambda: {len(os.sched_getaffinity(pid)) for pid in house.workers()} == {1})

        cores = [os.sched_getaffinity(pid) for pid in house.workers()]

    assert cores[0].isdisjoint(cores[1])


def test_pinning_can_be_switched_off(house: House):
    # The standing house runs with QUEUE_PIN=off.
    assert house.get("/counts")["cores"] == sorted(os.sched_getaffinity(0))


def _asks_to_close_and_stays(port: int) -> socket.socket:
    sock = socket.create_connection(("127.0.0.1", port), timeout=10)
    sock.sendall(b"GET /ping HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
    received = b""
    while not received.endswith(b"pong"):
        received += sock.recv(4096)
    return sock


def _kept_alive(port: int) -> HTTPConnection:
    line = HTTPConnection("127.0.0.1", port, timeout=10)
    line.request("GET", "/ping")
    line.getresponse().read()
    return line
