"""The officer's verbs over HTTP: what each answers, what a stale screen hears, and a repeated press counts once."""

from datetime import datetime
from typing import Any

import pytest

from queue_server.web.schemas import DeskAnswer, OwnDesk
from tests.web.front import Caller, Front


def told(answer: Any) -> DeskAnswer:
    """The answer of a deed that was done, in the shape of the contract."""
    assert answer.status_code == 200, answer.json
    return DeskAnswer.model_validate(answer.json)


def names(answer: Any) -> list[str]:
    return [fact.name for fact in told(answer).facts]


def refused(answer: Any) -> tuple[int, str]:
    assert answer.mimetype == "application/problem+json"
    return answer.status_code, answer.json["code"]


@pytest.fixture
def officer(front: Front) -> Caller:
    """An officer at DUKCAPIL-1, with three people waiting."""
    for service in ("KTP", "KIA", "KTP"):
        front.take(service)
        front.world.clock.forward(minutes=1)
    return front.officer()


def test_without_a_desk_one_sees_which_counters_may_be_opened(front: Front) -> None:
    answer = front.officer(None).get("desk")

    assert OwnDesk.model_validate(answer.json).desk is None
    first = answer.json["counters"][0]
    assert (first["counter"], first["number"], first["state"], first["lines"]) == (
        "DUKCAPIL-1",
        "11",
        "closed",
        ["1A", "1B"],
    )


def test_opening_answers_with_the_whole_desk(front: Front) -> None:
    number = front.take()
    officer = front.officer(None)

    answer = officer.post("desk/open", {"counter": "DUKCAPIL-2", "lines": ["1A"]})

    assert names(answer) == ["desk.opened"]
    desk = answer.json["desk"]
    assert desk["state"] == "ready"
    assert desk["agency_name"] == "Dukcapil"
    assert desk["lines"] == [{"code": "1A", "name": "1A"}]
    assert [one["id"] for one in desk["waiting"]] == [number["id"]]
    assert desk["waiting"][0]["service_name"] == "Layanan KTP"
    assert desk["waiting"][0]["why"]["code"] == "order"
    assert (desk["waiting_count"], desk["parked"], desk["missed"], desk["undo"]) == (1, [], [], None)
    assert (desk["served_today"], desk["pause"], desk["announcements"]) == (0, None, None)


def test_a_whole_visit_from_call_to_finish(officer: Caller) -> None:
    called = officer.post("desk/call-next")
    assert names(called) == ["ticket.called"]
    assert called.json["ticket"]["state"] == "called"
    assert called.json["ticket"] == called.json["facts"][0]["ticket"]
    desk = called.json["desk"]
    assert (desk["state"], desk["ticket"]["number"], desk["waiting_count"]) == ("calling", "1A-001", 2)
    assert desk["announcements"]["count"] == 0
    assert desk["announcements"]["max"] == 3
    assert desk["undo"]["name"] == "ticket.called"
    assert desk["undo"]["seq"] == called.json["facts"][-1]["seq"]
    assert desk["undo"]["number"] == "1A-001"
    assert datetime.fromisoformat(desk["undo"]["until"]).utcoffset() is not None

    started = officer.post("desk/start")
    assert names(started) == ["ticket.started"]
    assert started.json["desk"]["state"] == "serving"

    finished = officer.post("desk/finish")
    assert names(finished) == ["ticket.finished"]
    assert finished.json["ticket"]["state"] == "finished"
    assert (finished.json["desk"]["state"], finished.json["desk"]["ticket"]) == ("ready", None)
    assert finished.json["desk"]["served_today"] == 1


def test_finish_and_call_next_tells_both(officer: Caller) -> None:
    officer.post("desk/call-next")

    answer = officer.post("desk/finish-and-call-next")

    assert names(answer) == ["ticket.started", "ticket.finished", "ticket.called"]
    assert answer.json["ticket"]["number"] == "1A-002"
    assert answer.json["desk"]["ticket"]["number"] == "1A-002"


def test_undo_takes_both_back(officer: Caller) -> None:
    officer.post("desk/call-next")
    officer.post("desk/start")
    officer.post("desk/finish-and-call-next")

    answer = officer.post("desk/undo")

    assert names(answer) == ["ticket.restored", "ticket.restored"]
    assert (answer.json["ticket"]["number"], answer.json["ticket"]["state"]) == ("1A-001", "serving")
    assert (answer.json["desk"]["ticket"]["number"], answer.json["desk"]["undo"]) == ("1A-001", None)


def test_announcing_again_waits_a_quarter_of_a_minute(front: Front, officer: Caller) -> None:
    officer.post("desk/call-next")
    assert refused(officer.post("desk/announce")) == (409, "announce.too_soon")
    front.world.clock.forward(seconds=15)

    answer = officer.post("desk/announce")

    assert names(answer) == ["ticket.announced"]
    assert answer.json["desk"]["announcements"]["count"] == 1


def test_parked_and_resumed(officer: Caller) -> None:
    officer.post("desk/call-next")
    officer.post("desk/start")
    parked = officer.post("desk/park", {"reason": "fotokopi"})
    assert names(parked) == ["ticket.parked"]
    assert parked.json["ticket"]["park_reason"] == "fotokopi"
    assert [one["number"] for one in parked.json["desk"]["parked"]] == ["1A-001"]

    resumed = officer.post("desk/resume", {"ticket": parked.json["ticket"]["id"]})

    assert names(resumed) == ["ticket.resumed"]
    assert resumed.json["desk"]["state"] == "serving"


def test_missed_and_called_again_by_number(front: Front, officer: Caller) -> None:
    officer.post("desk/call-next")
    missed = officer.post("desk/miss")
    assert names(missed) == ["ticket.missed"]
    listed = missed.json["desk"]["missed"]
    assert [one["number"] for one in listed] == ["1A-001"]
    back = datetime.fromisoformat(listed[0]["come_back_until"]) - front.world.clock.now
    assert back.total_seconds() == 30 * 60

    again = officer.post("desk/call", {"ticket": listed[0]["id"], "reason": "sudah kembali"})

    assert names(again) == ["ticket.called"]
    assert again.json["desk"]["ticket"]["number"] == "1A-001"


def test_given_back_to_the_line(officer: Caller) -> None:
    officer.post("desk/call-next")
    answer = officer.post("desk/return")

    assert names(answer) == ["ticket.returned"]
    assert [one["number"] for one in answer.json["desk"]["waiting"]] == ["1A-001", "1A-002", "1A-003"]


def test_sent_on_to_another_agency(officer: Caller) -> None:
    officer.post("desk/call-next")
    officer.post("desk/start")

    answer = officer.post("desk/transfer", {"service": "PAJAK"})

    assert names(answer) == ["ticket.transferred", "ticket.issued"]
    assert answer.json["ticket"]["state"] == "transferred"
    following = answer.json["facts"][1]["ticket"]
    assert (following["number"], following["agency"], following["state"]) == ("1A-001", "SAMSAT", "waiting")
    assert refused(officer.post("desk/transfer", {"service": "NOWHERE"})) == (404, "service.unknown")


def test_paused_and_gone_on(officer: Caller) -> None:
    paused = officer.post("desk/pause", {"reason": "istirahat", "minutes": 15})
    assert names(paused) == ["desk.paused"]
    assert paused.json["desk"]["state"] == "paused"
    assert paused.json["desk"]["pause"]["reason"] == "istirahat"
    assert refused(officer.post("desk/call-next")) == (409, "desk.paused")

    assert names(officer.post("desk/open", {"counter": "DUKCAPIL-1"})) == ["desk.resumed"]


def test_closed(officer: Caller) -> None:
    answer = officer.post("desk/close")

    assert names(answer) == ["desk.closed"]
    assert (answer.json["desk"]["state"], answer.json["ticket"]) == ("closed", None)
    assert officer.get("desk").json["desk"] is None
    assert refused(officer.post("desk/call-next")) == (409, "desk.none")


def test_a_counter_nobody_knows(front: Front) -> None:
    assert refused(front.officer(None).post("desk/open", {"counter": "DUKCAPIL-9"})) == (404, "counter.unknown")


def test_two_officers_and_one_counter(front: Front) -> None:
    front.officer("DUKCAPIL-1")
    other = front.officer(None)

    assert refused(other.post("desk/open", {"counter": "DUKCAPIL-1"})) == (409, "desk.taken")


def test_one_officer_and_two_counters(front: Front) -> None:
    answer = front.officer("DUKCAPIL-1").post("desk/open", {"counter": "DUKCAPIL-2"})

    assert refused(answer) == (409, "desk.open")
    assert answer.json["counter"] == "DUKCAPIL-1"
    assert "DUKCAPIL-1" in answer.json["title"]


@pytest.mark.parametrize(
    ("verb", "body", "code"),
    [
        ("announce", {}, "desk.idle"),
        ("start", {}, "desk.idle"),
        ("finish", {}, "desk.idle"),
        ("finish-and-call-next", {}, "desk.idle"),
        ("miss", {}, "desk.idle"),
        ("park", {}, "desk.idle"),
        ("return", {}, "desk.idle"),
        ("transfer", {"service": "KK"}, "desk.idle"),
        ("undo", {}, "undo.too_late"),
        ("call-next", {}, "line.empty"),
    ],
)
def test_an_idle_desk_says_why_not(front: Front, verb: str, body: dict[str, Any], code: str) -> None:
    assert refused(front.officer().post(f"desk/{verb}", body)) == (409, code)


@pytest.mark.parametrize("verb", ["finish", "miss", "park", "transfer", "return", "announce", "start"])
def test_a_stale_screen_changes_nothing(front: Front, officer: Caller, verb: str) -> None:
    seen = officer.get("desk").json["desk"]["seq"]
    officer.post("desk/call-next")
    told_before = len(front.world.told)
    body = {"service": "KK"} if verb == "transfer" else {}

    answer = officer.post(f"desk/{verb}", {**body, "seq": seen})

    assert refused(answer) == (409, "ticket.moved_on")
    assert answer.json["ticket"] == "1A-001"
    assert len(front.world.told) == told_before


def test_the_newest_seq_goes_through(officer: Caller) -> None:
    answer = officer.post("desk/call-next", {"seq": officer.get("desk").json["desk"]["seq"]})
    seen = answer.json["facts"][-1]["seq"]

    assert officer.post("desk/start", {"seq": seen}).status_code == 200


def test_news_of_other_counters_does_not_make_a_screen_stale(front: Front, officer: Caller) -> None:
    seen = officer.get("desk").json["desk"]["seq"]
    front.take()
    front.officer("DUKCAPIL-2").post("desk/call-next")

    assert officer.post("desk/call-next", {"seq": seen}).json["ticket"]["number"] == "1A-002"


def test_a_visitor_who_gives_up_in_the_officers_hand_makes_the_screen_stale(front: Front) -> None:
    number = front.take()
    officer = front.officer()
    seen = officer.post("desk/call-next").json["facts"][-1]["seq"]
    assert front.anyone.post(f"follow/{number['token']}/withdraw").status_code == 200

    assert refused(officer.post("desk/start", {"seq": seen})) == (409, "ticket.moved_on")
    assert officer.get("desk").json["desk"]["state"] == "ready"


@pytest.mark.parametrize("verb", ["call-next", "finish-and-call-next"])
def test_a_repeated_press_calls_one_person(front: Front, officer: Caller, verb: str) -> None:
    if verb == "finish-and-call-next":
        officer.post("desk/call-next")
    first = officer.post(f"desk/{verb}", key="press")
    told_before = len(front.world.told)

    second = officer.post(f"desk/{verb}", key="press")

    assert second.status_code == 200
    assert second.json["facts"] == first.json["facts"]
    assert second.json["ticket"] == first.json["ticket"]
    assert len(front.world.told) == told_before


def test_a_repeated_key_answers_even_when_the_screen_is_stale_by_its_own_deed(officer: Caller) -> None:
    seen = officer.get("desk").json["desk"]["seq"]
    first = officer.post("desk/call-next", {"seq": seen}, key="press")

    assert officer.post("desk/call-next", {"seq": seen}, key="press").json["facts"] == first.json["facts"]


def test_a_refused_command_leaves_its_key_free(front: Front) -> None:
    officer = front.officer()
    assert refused(officer.post("desk/call-next", key="press")) == (409, "line.empty")
    front.take()

    assert names(officer.post("desk/call-next", key="press")) == ["ticket.called"]


def test_one_officers_key_is_not_anothers(front: Front, officer: Caller) -> None:
    other = front.officer("DUKCAPIL-2")

    first, second = officer.post("desk/call-next", key="press"), other.post("desk/call-next", key="press")

    assert first.json["ticket"]["id"] != second.json["ticket"]["id"]


def test_the_list_of_waiting_people_is_bounded_and_their_number_true(front: Front) -> None:
    for _ in range(55):
        front.world.take("KTP")

    desk = front.officer().get("desk").json["desk"]

    assert (len(desk["waiting"]), desk["waiting_count"]) == (50, 55)


def test_an_officers_name_is_nowhere_in_what_the_hall_hears(front: Front, officer: Caller) -> None:
    officer.post("desk/call-next")

    board = front.kiosk.get("board").text + front.kiosk.get("journal").text

    assert "Officer" not in board
    assert "officer" not in board
