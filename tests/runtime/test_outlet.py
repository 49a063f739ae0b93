"""The writing half alone, over a real pair of sockets."""

import socket
import time
from collections.abc import Iterator

import pytest

from queue_server.runtime.attendant import Attendant
from queue_server.runtime.outlet import MOST_BEHIND_BYTES, Outlet

FRAME = b"x" * 8_192


@pytest.fixture
def ends() -> Iterator[tuple[Outlet, socket.socket]]:
    with socket.create_server(("127.0.0.1", 0)) as door:
        far = socket.create_connection(door.getsockname(), timeout=5)
        near, _ = door.accept()
        outlet = Outlet(near, Attendant())
        yield outlet, far
        outlet.release()
        near.close()
        far.close()


def read_all(far: socket.socket, size: int) -> bytes:
    received = bytearray()
    while len(received) < size and (part := far.recv(65_536)):
        received += part
    return bytes(received)


def test_a_frame_arrives_without_any_other_thread(ends):
    outlet, far = ends

    outlet.write(b"news")

    assert far.recv(16) == b"news"


def test_what_a_full_socket_did_not_take_comes_later_whole_and_in_order(ends):
    outlet, far = ends
    big = bytes(range(256)) * 40_000

    outlet.write(big)
    outlet.write(b"the end")

    assert read_all(far, len(big) + 7) == big + b"the end"


def test_one_frame_however_big_does_not_cut_off_a_reader_who_was_not_behind(ends):
    outlet, far = ends
    big = b"y" * (20 * MOST_BEHIND_BYTES)

    outlet.write(big)

    assert len(read_all(far, len(big))) == len(big)
    assert not outlet.was_too_slow


def test_a_reader_who_stalls_is_cut_off_and_nobody_waits(ends):
    outlet, far = ends

    start = time.monotonic()
    for _ in range(4_000):
        outlet.write(FRAME)
    took = time.monotonic() - start

    assert outlet.was_too_slow
    assert took < 2
    assert len(read_all(far, 4_000 * len(FRAME))) < 4_000 * len(FRAME)


def test_after_the_last_word_nothing_is_sent(ends):
    outlet, far = ends

    outlet.finish(b"bye")
    outlet.write(b"too late")

    assert far.recv(16) == b"bye"
    assert far.recv(16) == b""


def test_a_reader_who_went_away_is_no_error(ends):
    outlet, far = ends
    far.close()

    for _ in range(50):
        outlet.write(FRAME)
    outlet.finish(b"bye")
    outlet.cut()


def test_a_released_outlet_touches_the_socket_no_more(ends):
    outlet, far = ends

    outlet.release()
    outlet.write(b"news")
    outlet.cut()
    far.settimeout(0.1)

    with pytest.raises(TimeoutError):
        far.recv(1)
