"""One socket's life on a threaded server in this process, where its patience can be shortened."""

import threading
from collections.abc import Iterator

import pytest
import websocket
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from queue_server.runtime import direct_socket
from queue_server.sockets.live import Live
from tests.sockets.hall_server import Screen, soon


class Guest:
    kind, id, mall_id = "device", 1, 1


class QuietRequests(WSGIRequestHandler):
    def log(self, *_message: object) -> None:
        pass


class Room:
    """A hall in this process, and the screens in it."""

    def __init__(self, live: Live, port: int) -> None:
        self.live = live
        self.port = port
        self.screens: list[Screen] = []

    @property
    def engine(self) -> direct_socket.DirectEngine:
        return self.live.io.server.eio

    def screen(self, token: str | None = "known") -> Screen:
        self.screens.append(Screen(self.port, token))
        return self.screens[-1]


@pytest.fixture
def room() -> Iterator[Room]:
    app = Flask(__name__)
    live = Live(
        app,
        who=lambda auth: Guest() if (auth or {}).get("token") == "known" else None,
        mall_of=lambda actor: actor.mall_id,
        board_seq=lambda mall_id: 1,
        origins=[],
        most_sockets=3,
    )
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=QuietRequests)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    room = Room(live, server.server_port)
    yield room
    for screen in room.screens:
        screen.close()
    live.farewell(0)
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_socket_is_one_thread(room: Room):
    room.screen()
    before = threading.active_count()

    room.screen()

    assert threading.active_count() == before + 1


def test_a_screen_that_answers_pings_stays(room: Room):
    room.engine.ping_interval, room.engine.ping_timeout = 0.06, 0.05
    screen = room.screen()

    pings = 0
    while pings < 5:
        if screen.socket.recv() == "2":
            screen.socket.send("3")
            pings += 1

    assert room.live.sockets == 1


def test_a_screen_that_answers_no_ping_is_let_go(room: Room):
    room.engine.ping_interval, room.engine.ping_timeout = 0.06, 0.05
    room.screen()

    assert soon(lambda: room.live.sockets == 0)
    assert soon(lambda: "device" not in room.live.counts())


def test_who_never_says_who_they_are_must_go(room: Room, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(direct_socket, "ADMITTED_WITHIN_SECONDS", 0.2)
    stranger, guest = room.screen(None), room.screen()

    assert stranger.hear(name="facts") is None
    assert soon(lambda: room.live.sockets == 1)
    assert guest.ask_to_watch() == 1


def test_a_full_hall_says_so_in_the_handshake(room: Room):
    for _ in range(3):
        room.screen()

    with pytest.raises(websocket.WebSocketBadStatusException) as refusal:
        Screen(room.port)

    assert refusal.value.status_code == 503


def test_a_place_is_free_again_when_somebody_leaves(room: Room):
    screens = [room.screen() for _ in range(3)]

    screens[0].close()

    assert soon(lambda: room.live.sockets == 2)
    assert room.screen().is_in


def test_the_same_news_to_many_is_encoded_once(room: Room, monkeypatch: pytest.MonkeyPatch):
    encoded = []
    stock = direct_socket.frames.frame
    monkeypatch.setattr(direct_socket.frames, "frame", lambda *given: encoded.append(given) or stock(*given))
    screens = [room.screen() for _ in range(3)]
    encoded.clear()

    room.live.tell(1, [{"seq": 2}])

    assert [screen.hear_seqs(until=2)[0] for screen in screens] == [[2]] * 3
    assert len([given for given in encoded if b"facts" in given[0]]) == 1


def test_a_socket_dropped_while_it_connects_leaves_nothing_behind(room: Room):
    reached, go_on = threading.Event(), threading.Event()
    stock = room.live._who

    def slow_register(auth: dict | None) -> Guest | None:
        reached.set()
        go_on.wait(5)
        return stock(auth)

    room.live._who = slow_register
    screens: list[Screen] = []
    connecting = threading.Thread(target=lambda: screens.append(Screen(room.port, "known", watch=False)))
    connecting.start()
    assert reached.wait(5)

    room.live.drop("device", 1)
    go_on.set()
    connecting.join()

    room.screens += screens
    assert not screens[0].is_in
    assert room.live.counts().get("device") is None
