"""Frames and handshake against RFC 6455 and a second implementation."""

import pytest
from wsproto.connection import Connection, ConnectionType
from wsproto.events import CloseConnection, TextMessage

from queue_server.runtime import frames


def test_the_acceptance_is_that_of_the_rfcs_example():
    assert b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n" in frames.acceptance("dGhlIHNhbXBsZSBub25jZQ==")


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65_535, 65_536, 200_000])
def test_a_frame_of_any_size_is_read_by_another_implementation(size: int):
    reader = Connection(ConnectionType.CLIENT)

    reader.receive_data(frames.frame(b"a" * size, frames.TEXT))

    message = "".join(event.data for event in reader.events() if isinstance(event, TextMessage))
    assert message == "a" * size


def test_a_close_frame_carries_its_code():
    reader = Connection(ConnectionType.CLIENT)

    reader.receive_data(frames.close_frame(1000))

    assert [event.code for event in reader.events() if isinstance(event, CloseConnection)] == [1000]


@pytest.mark.parametrize(
    ("key", "version", "is_accepted"),
    [
        ("dGhlIHNhbXBsZSBub25jZQ==", "13", True),
        ("dGhlIHNhbXBsZSBub25jZQ==", "8", False),
        ("c2hvcnQ=", "13", False),
        ("not base 64 !", "13", False),
        ("é", "13", False),
        ("", "13", False),
    ],
)
def test_only_a_proper_handshake_is_accepted(key: str, version: str, is_accepted: bool):
    assert frames.accepts(key, version) is is_accepted
