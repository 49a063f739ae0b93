"""A browser offers compression; the hall does not take it."""

import websocket

from queue_server.runtime.no_deflate import NoDeflate
from tests.sockets.hall_server import House

OFFER = ["Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"]


def test_the_offer_does_not_reach_the_application():
    seen = {}
    wrapped = NoDeflate(lambda environ, start_response: [seen.update(environ) or b""])

    wrapped({"HTTP_SEC_WEBSOCKET_EXTENSIONS": "permessage-deflate", "PATH_INFO": "/"}, None)

    assert seen == {"PATH_INFO": "/"}


def test_a_browsers_offer_is_not_taken_up(house: House):
    screen = house.screen(header=OFFER)

    headers: websocket.WebSocket = screen.socket.headers
    assert screen.is_in
    assert "sec-websocket-extensions" not in headers
