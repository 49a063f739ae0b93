"""What every screen reads: the catalogue, the board, the journal, and the supervisor's figures."""

from datetime import datetime
from typing import Any

import pytest

from queue_server.domain.roles import DeviceKind, Role
from queue_server.web.schemas import Board, Catalogue, HallFigures, Journal
from tests.web.front import Caller, Front, keep_by


@pytest.fixture
def display(front: Front) -> Caller:
    return front.device(DeviceKind.DISPLAY)


def test_the_catalogue_says_what_is_open_and_who_waits(front: Front) -> None:
    front.take("KTP")
    front.take("KIA")

    answer = front.kiosk.get("catalogue").json

    shown = Catalogue.model_validate(answer)
    assert (shown.mall.code, shown.mall.timezone, shown.mall.zone_name, shown.mall.day) == (
        "CONTOH",
        "Asia/Jakarta",
        "WIB",
        "2026-11-24",
    )
    assert [agency.code for agency in shown.agencies] == ["DUKCAPIL", "SAMSAT"]
    ktp, kia, kk = shown.agencies[0].services
    assert [ktp.ahead, kia.ahead, kk.ahead] == [2, 2, 0]
    assert (ktp.open, ktp.reason, ktp.opens_at, ktp.wait) == (True, None, None, None)
    assert {"zone", "zone_name", "floor", "demand_share", "open", "reason", "opens_at"} <= set(answer["agencies"][0])
    assert {"target_minutes", "popularity", "requirements", "name_en"} <= set(answer["agencies"][0]["services"][0])
    assert answer["seq"] == front.kiosk.get("board").json["seq"]


def test_what_is_taken_often_becomes_popular(front: Front) -> None:
    for _ in range(30):
        front.world.take("KIA")

    services = front.kiosk.get("catalogue").json["agencies"][0]["services"]

    ranked = sorted(services, key=lambda one: -one["popularity"])
    assert ranked[0]["code"] == "KIA"


def test_after_midnight_the_catalogue_is_todays_before_anybody_came(front: Front, display: Caller) -> None:
    front.take()
    front.world.clock.forward(hours=14)

    assert display.get("catalogue").json["mall"]["day"] == "2026-11-25"
    assert display.get("board").json["mall"]["day"] == "2026-11-25"


def test_the_board_holds_all_that_a_display_draws(front: Front, display: Caller) -> None:
    first, second = front.take("KTP"), front.take("PAJAK")
    front.officer().post("desk/call-next")

    answer = display.get("board").json

    board = Board.model_validate(answer)
    assert [zone["code"] for zone in answer["zones"]] == ["Z1", "Z2"]
    assert [agency["code"] for agency in answer["agencies"]] == ["DUKCAPIL", "SAMSAT"]
    assert [line["code"] for line in answer["lines"]] == ["1A", "1B", "2A"]
    assert {desk["counter"]: desk["state"] for desk in answer["desks"]} == {
        "DUKCAPIL-1": "calling",
        "DUKCAPIL-2": "closed",
        "DUKCAPIL-3": "closed",
        "SAMSAT-1": "closed",
    }
    assert {ticket.id: ticket.state for ticket in board.tickets} == {first["id"]: "called", second["id"]: "waiting"}
    (call,) = answer["calls"]
    assert (call["ticket"], call["number"], call["counter"], call["counter_number"], call["zone"]) == (
        first["id"],
        "1A-001",
        "DUKCAPIL-1",
        "11",
        "Z1",
    )
    assert answer["seq"] == front.world.told[-1].seq


def test_one_zone_sees_its_own(front: Front, display: Caller) -> None:
    front.take("KTP")
    theirs = front.take("PAJAK")

    board = display.get("board?zone=Z2").json

    assert [agency["code"] for agency in board["agencies"]] == ["SAMSAT"]
    assert [line["code"] for line in board["lines"]] == ["2A"]
    assert [desk["counter"] for desk in board["desks"]] == ["SAMSAT-1"]
    assert [ticket["id"] for ticket in board["tickets"]] == [theirs["id"]]
    unknown = display.get("board?zone=Z9")
    assert (unknown.status_code, unknown.json["code"]) == (404, "zone.unknown")


def test_the_calls_are_the_newest_first_and_bounded(front: Front, display: Caller) -> None:
    for _ in range(22):
        front.world.take("KTP")
    officer = front.officer()
    officer.post("desk/call-next")
    for _ in range(21):
        front.world.clock.forward(seconds=30)
        officer.post("desk/finish-and-call-next")

    calls = display.get("board").json["calls"]

    assert [call["number"] for call in calls] == [f"1A-{number:03}" for number in range(22, 2, -1)]


def test_the_board_of_yesterday_is_gone(front: Front, display: Caller) -> None:
    front.take()
    front.officer().post("desk/call-next")
    front.world.clock.forward(days=1)
    front.take("PAJAK")

    board = display.get("board").json

    assert [ticket["number"] for ticket in board["tickets"]] == ["2A-001"]
    assert board["calls"] == []
    assert {desk["state"] for desk in board["desks"]} == {"closed"}


def test_two_hundred_displays_cost_one_reading(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_by(front)
    caller = front.device(DeviceKind.DISPLAY)
    first = caller.get("board")
    front.world.clock.forward(seconds=0.1)

    assert caller.get("board").data == first.data
    front.take()
    assert len(caller.get("board").json["tickets"]) == 1


def test_the_journal_tells_what_a_screen_missed(front: Front, display: Caller) -> None:
    for _ in range(5):
        front.take()
    whole = display.get("journal").json

    Journal.model_validate(whole)
    assert [entry["seq"] for entry in whole["entries"]] == list(range(1, whole["seq"] + 1))
    assert whole["entries"][0]["name"] == "day.opened"
    assert whole["more"] is False

    read, after = [], 0
    while True:
        page = display.get(f"journal?after={after}&limit=2").json
        read += page["entries"]
        after = page["entries"][-1]["seq"]
        if not page["more"]:
            break
    assert read == whole["entries"]

    beyond = display.get("journal?after=9000").json
    assert (beyond["entries"], beyond["more"], beyond["seq"]) == ([], False, whole["seq"])


def test_the_journal_and_the_answer_say_the_same(front: Front, display: Caller) -> None:
    front.take()
    answer = front.officer().post("desk/call-next").json

    assert display.get("journal").json["entries"][-len(answer["facts"]) :] == answer["facts"]


def test_nothing_that_the_officer_wrote_reaches_the_hall(front: Front, display: Caller) -> None:
    number = front.take()
    front.officer().post("desk/call", {"ticket": number["id"], "reason": "titipan kepala kantor"})
    front.person(Role.SUPERVISOR).post("services/KTP/close", {"reason": "pegawai sakit"})

    told = display.get("journal").text + display.get("board").text

    assert "titipan" not in told
    assert "pegawai sakit" not in told


def test_every_time_is_told_in_the_malls_zone(front: Front, display: Caller) -> None:
    front.take()
    front.officer().post("desk/call-next")

    def moments(value: Any) -> list[str]:
        if isinstance(value, dict):
            return [found for one in value.values() for found in moments(one)]
        if isinstance(value, list):
            return [found for one in value for found in moments(one)]
        return [value] if isinstance(value, str) and value[:5] == "2026-" and "T" in value else []

    for path in ("board", "catalogue", "journal"):
        found = moments(display.get(path).json)
        assert found
        assert {str(datetime.fromisoformat(one).utcoffset()) for one in found} == {"7:00:00"}, path


def test_the_figures_of_the_hall(front: Front) -> None:
    for _ in range(3):
        front.take("KTP")
        front.world.clock.forward(minutes=4)
    officer = front.officer()
    officer.post("desk/call-next")
    front.officer("DUKCAPIL-2").post("desk/pause", {"reason": "istirahat"})
    supervisor = front.person(Role.SUPERVISOR)

    answer = supervisor.get("hall").json

    HallFigures.model_validate(answer)
    assert answer["totals"] == {
        "waiting": 2,
        "called": 1,
        "serving": 0,
        "parked": 0,
        "finished": 0,
        "missed": 0,
        "withdrawn": 0,
        "counters_open": 1,
        "counters_paused": 1,
        "counters_closed": 2,
    }
    dukcapil = answer["agencies"][0]
    assert (dukcapil["waiting"], dukcapil["longest_wait_minutes"], dukcapil["average_wait_minutes"]) == (2, 8, 12)
    assert dukcapil["counters"] == {"open": 1, "paused": 1, "closed": 1}
    line = dukcapil["lines"][0]
    assert (line["code"], line["waiting"], line["open_counters"]) == ("1A", 2, 1)
    assert {one["code"]: one["waiting"] for one in line["services"]} == {"KTP": 2, "KIA": 0}
    first = next(one for one in answer["counters"] if one["counter"] == "DUKCAPIL-1")
    assert (first["state"], first["officer"], first["number_in_hand"]) == ("calling", "Officer", "1A-001")


def test_a_device_that_knocked_is_online_for_a_little_more_than_a_minute(front: Front) -> None:
    display = front.device(DeviceKind.DISPLAY, name="D7")
    supervisor = front.person(Role.SUPERVISOR)

    def seven() -> dict[str, Any]:
        return next(one for one in supervisor.get("hall").json["devices"] if one["name"] == "D7")

    assert (seven()["online"], seven()["seen_at"]) == (False, None)
    display.get("board")
    assert (seven()["online"], seven()["seen_at"]) == (True, "2026-11-24T10:30:00.000+07:00")
    front.world.clock.forward(seconds=76)
    assert seven()["online"] is False


def test_a_session_says_who_watches(front: Front) -> None:
    assert front.person(Role.OFFICER, "SAMSAT").get("session").json["person"]["agency"] == "SAMSAT"


def test_a_device_knows_itself(front: Front) -> None:
    printer = front.printer
    kiosk = front.device(DeviceKind.KIOSK, name="Kiosk 7", printer_id=printer.id)

    answer = kiosk.get("device").json

    assert (answer["id"], answer["kind"], answer["name"], answer["printer"]) == (
        kiosk.id,
        "kiosk",
        "Kiosk 7",
        printer.id,
    )
    assert answer["mall"]["code"] == "CONTOH"


def test_figures_asked_for_because_of_a_fact_already_hold_it(front: Front) -> None:
    supervisor = front.person(Role.SUPERVISOR)
    before = supervisor.get("hall").json

    front.world.take("KTP")

    after = supervisor.get("hall").json
    assert after["totals"]["waiting"] == before["totals"]["waiting"] + 1
    assert after["seq"] > before["seq"]
