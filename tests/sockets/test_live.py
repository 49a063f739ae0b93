"""The hall's socket, over a real gunicorn and real websockets."""

import json

import pytest
import websocket

from tests.sockets.hall_server import House, Screen, soon


def test_a_paired_device_watches_from_the_boards_number(house: House):
    house.say(41)

    screen = house.screen("device-7")

    assert screen.is_in
    assert screen.seq == 41


def test_a_signed_in_person_watches_by_cookie(house: House):
    screen = house.screen(None, cookie="person=3")

    assert screen.is_in
    assert house.get("/counts")["person"] == 1


@pytest.mark.parametrize("token", [None, "stolen", "broken"], ids=["no token", "unknown token", "register away"])
def test_a_stranger_is_refused(house: House, token: str | None):
    screen = house.screen(token)

    assert not screen.is_in
    assert json.loads(screen.answer[2:])["message"] == "session.none"


def test_a_strangers_facts_are_not_told(house: House):
    stranger = house.screen(None)

    stranger.socket.send('421["watch",{}]')
    house.say(50)
    stranger.socket.settimeout(0.3)

    with pytest.raises(websocket.WebSocketTimeoutException):
        stranger.socket.recv()


def test_a_foreign_origin_is_refused_in_the_handshake(house: House):
    with pytest.raises(websocket.WebSocketBadStatusException) as refusal:
        Screen(house.port, origin="http://elsewhere.example")

    assert refusal.value.status_code == 400
    assert house.screen(origin="http://hall.example").is_in


def test_long_polling_is_not_offered(house: House):
    answer = house.get("/socket.io/?EIO=4&transport=polling")

    assert "Invalid transport" in answer["text"]


def test_nothing_but_watch_does_anything(house: House):
    screen = house.screen()

    for text in ['42["call",{"seq":1}]', '42["facts",[{"seq":9}]]', '42["join","hall:2"]', '42["pulse"]']:
        screen.socket.send(text)
    house.say(60)

    assert screen.hear_seqs(until=60) == ([60], 1)


@pytest.mark.parametrize(
    "text", ["", "9", "hello", "4", "42", "42{", '42["watch', "45x", "1"], ids=lambda text: text or "empty"
)
def test_a_message_nobody_understands_hurts_only_its_sender(house: House, text: str):
    healthy, confused = house.screen(), house.screen()

    confused.socket.send(text)
    house.say(70)

    assert healthy.hear_seqs(until=70)[0][-1] == 70


def test_a_letter_longer_than_any_screen_writes_ends_the_socket(house: House):
    screen = house.screen()

    screen.socket.send("42" + json.dumps(["watch", "x" * 20_000]))

    assert screen.hear(name="facts") is None


def test_facts_of_another_mall_are_not_heard(house: House):
    here, there = house.screen("device-1"), house.screen("device-2-in-2")

    house.say(80, mall=2)
    house.say(81)

    assert here.hear_seqs(until=81)[0] == [81]
    assert there.hear_seqs(until=80)[0] == [80]


def test_a_burst_arrives_whole_in_order_and_in_few_frames(house: House):
    screens = [house.screen(f"device-{number}") for number in range(5)]
    burst = [{"seq": seq, "name": "ticket.issued", "ticket": {"id": seq}} for seq in range(1001, 2001)]

    house.post("/say-one-by-one", {"facts": burst})

    for screen in screens:
        seqs, frames = screen.hear_seqs(until=2000)
        assert seqs == list(range(1001, 2001))
        assert frames < 50


def test_a_frame_is_in_order_of_seq(house: House):
    screen = house.screen()

    house.say(2103, 2101, 2102)

    assert screen.hear_seqs(until=2103)[0] == [2101, 2102, 2103]


def test_the_pulse_says_number_time_and_build(house: House):
    screen = house.screen()

    pulse = screen.hear(name="pulse")

    assert pulse.keys() == {"seq", "at", "build"}
    assert pulse["build"] == str(house.get("/counts")["pid"])


def test_a_revoked_device_loses_all_its_sockets_and_nobody_else_does(house: House):
    gone = [house.screen("device-66"), house.screen("device-66")]
    stays = house.screen("device-6")

    house.post("/drop", {"kind": "device", "id": 66})

    for screen in gone:
        screen.socket.settimeout(1)
        assert screen.hear(name="facts") is None
    house.say(3000)
    assert stays.hear_seqs(until=3000)[0][-1] == 3000
    assert soon(lambda: house.get("/counts")["device"] == 1)


def test_a_revoked_device_that_signs_in_anew_is_judged_anew(house: House):
    house.post("/drop", {"kind": "person", "id": 9})

    assert house.screen(None, cookie="person=9").is_in


def test_the_count_goes_down_when_screens_leave(house: House):
    screens = [house.screen(f"device-{number}") for number in range(4)]
    assert house.get("/counts")["sockets"] >= 4

    for screen in screens:
        screen.close()

    assert soon(lambda: house.get("/counts")["sockets"] == 0)
    assert "device" not in house.get("/counts")


@pytest.mark.slow
def test_a_stalled_reader_delays_nobody_and_is_let_go(house: House):
    healthy, stalled = house.screen("device-1"), house.screen("device-2", receive_bytes=8_192)
    note = "x" * 4_000

    for seq in range(4001, 4061):
        house.post("/say", {"facts": [{"seq": seq, "note": note} for _ in range(10)]})
        assert healthy.hear_seqs(until=seq)[0][-1] == seq

    assert stalled.is_in
    assert house.get("/counts")["too_slow"] == 1
    assert soon(lambda: house.get("/counts")["device"] == 1)
