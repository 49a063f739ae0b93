"""The real server and a stranger's Socket.IO client: what a screen hears is the board, also after a restart."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import websocket

from tests.servers import running_redis
from tests.storm.big_mall import PASSWORD, BigMall, prepare
from tests.storm.hall import Hall, Line, open_hall
from tests.storm.people import Crowd
from tests.storm.screen import Board, Face, Screen
from tests.storm.test_kill import crowd_of

pytestmark = pytest.mark.slow


@pytest.fixture
def mall(tmp_path: Path) -> BigMall:
    (mall,) = prepare(f"sqlite:///{tmp_path}/giliran.db")
    return mall


@pytest.fixture
def hall(tmp_path: Path, mall: BigMall) -> Iterator[Hall]:
    with open_hall(f"sqlite:///{tmp_path}/giliran.db", tmp_path) as hall:
        yield hall


@pytest.fixture
def screens() -> Iterator[list[Screen]]:
    """Screens put here are taken down in the end."""
    hung: list[Screen] = []
    yield hung
    for screen in hung:
        screen.close()


def agrees(board: Board, snapshot: Face) -> bool:
    """Whether what was heard is what the server says."""
    told = Board(snapshot)
    return (board.seq, board.tickets, board.desks) == (told.seq, told.tickets, told.desks)


def quiet_board(screen: Screen) -> tuple[Board, Face]:
    """The screen's board and the server's, at a moment when nothing happens any more."""
    time.sleep(0.3)  # the server keeps an answer for a quarter of a second
    snapshot = screen.fetch()
    return screen.await_seq(snapshot["seq"]), snapshot


def work_a_while(crowd: Crowd, commands: int) -> None:
    crowd.begin()
    try:
        crowd.await_acknowledged(commands)
    finally:
        crowd.stop()


def test_facts_alone_make_the_servers_board(hall: Hall, mall: BigMall, screens: list[Screen]) -> None:
    screens.append(screen := Screen(hall.port, mall.token("display")))
    crowd = crowd_of(hall, mall)
    crowd.sit_down()
    work_a_while(crowd, 300)
    crowd.leave()

    board, snapshot = quiet_board(screen)

    assert agrees(board, snapshot)
    assert (screen.gaps, screen.fetches) == (0, 1)
    assert screen.frames < snapshot["seq"]  # coalesced
    assert board.calls[0] in [call["ticket"] for call in snapshot["calls"]]


@pytest.mark.parametrize("how", ["kill", "stop"])
def test_a_screen_is_right_again_after_a_restart(hall: Hall, mall: BigMall, screens: list[Screen], how: str) -> None:
    screens.append(screen := Screen(hall.port, mall.token("display")))
    kiosk = Line(hall.port, token=mall.token("kiosk"))
    _take(kiosk, mall, 5)
    kiosk.close()

    hall.kill() if how == "kill" else hall.stop()
    hall.start()
    assert screen.gone.wait(5)
    assert screen.is_in.wait(10)
    _take(kiosk, mall, 5)
    board, snapshot = quiet_board(screen)

    kiosk.close()
    assert agrees(board, snapshot)
    assert len(board.tickets) == 10
    assert screen.gaps == 0


def test_a_revoked_display_loses_its_socket_within_a_second(hall: Hall, mall: BigMall, screens: list[Screen]) -> None:
    screens += [Screen(hall.port, mall.token("display", number), reconnection=False) for number in (1, 2)]
    screen, other = screens
    office = Line(hall.port)
    office.sign_in(f"{mall.code}.admin".lower(), PASSWORD)
    devices = office.ask("GET", "/api/v1/devices")[1]["devices"]
    device = next(one["id"] for one in devices if one["name"] == "display 1")

    assert office.ask("POST", f"/api/v1/devices/{device}/revoke", {})[0] == 200
    lost_within_a_second = screen.gone.wait(1)

    office.close()
    assert lost_within_a_second
    assert not other.gone.is_set()


@pytest.mark.parametrize(
    ("origin", "token", "welcome"),
    [
        ("http://kiosk.example", "display", False),
        ("null", "display", False),
        (None, "display", True),
        (None, "nobody", False),
    ],
    ids=["a foreign page", "a page without an origin", "no page at all", "an unknown token"],
)
def test_who_may_open_a_socket(hall: Hall, mall: BigMall, origin: str | None, token: str, welcome: bool) -> None:
    assert _is_welcome(hall, mall.token(token), origin) == welcome


def test_a_page_of_our_own_may_open_a_socket(hall: Hall, mall: BigMall) -> None:
    assert _is_welcome(hall, mall.token("display"), f"http://127.0.0.1:{hall.port}")


def _is_welcome(hall: Hall, token: str, origin: str | None) -> bool:
    address = f"ws://127.0.0.1:{hall.port}/socket.io/?EIO=4&transport=websocket"
    try:
        line = websocket.create_connection(address, timeout=5, origin=origin, suppress_origin=origin is None)
    except websocket.WebSocketException:
        return False
    try:
        line.recv()
        line.send(f'40{{"token":"{token}"}}')
        return str(line.recv()).startswith("40")
    except (websocket.WebSocketException, OSError):
        return False
    finally:
        line.close()


@pytest.mark.postgres
@pytest.mark.redis
def test_a_screen_hears_what_the_other_process_did(postgres_url: str, tmp_path: Path, screens: list[Screen]) -> None:
    (mall,) = prepare(postgres_url)
    with (
        running_redis() as redis,
        open_hall(postgres_url, tmp_path, QUEUE_WORKERS="2", QUEUE_REDIS_URL=redis, QUEUE_THREADS="60") as hall,
    ):
        screens += [Screen(hall.port, mall.token("display", number)) for number in range(1, 7)]
        lines = [Line(hall.port, token=mall.token("kiosk", number)) for number in range(1, 7)]
        for line in lines:
            _take(line, mall, 4)
        boards = [quiet_board(screen) for screen in screens]
        for line in lines:
            line.close()

    # Two processes may be heard in another order than they spoke; nothing is missing in the end.
    assert all(agrees(board, snapshot) for board, snapshot in boards)
    assert all(len(board.tickets) == 24 for board, _ in boards)
    assert all(screen.fetches == 1 for screen in screens)


def _take(kiosk: Line, mall: BigMall, times: int) -> None:
    for turn in range(times):
        status, said = kiosk.ask("POST", "/api/v1/tickets", {"service": mall.services[turn]})
        assert status == 201, said
