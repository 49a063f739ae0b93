"""People who belong to one agency touch that one only; those of the whole mall may go anywhere."""

import pytest

from queue_server.domain.roles import Role
from tests.web.front import Front


def test_an_officer_opens_only_counters_of_the_own_agency(front: Front) -> None:
    officer = front.officer(None)

    answer = officer.post("desk/open", {"counter": "SAMSAT-1"})

    assert (answer.status_code, answer.json["code"]) == (403, "counter.other_agency")
    shown = {counter["counter"] for counter in officer.get("desk").json["counters"]}
    assert shown == {"DUKCAPIL-1", "DUKCAPIL-2", "DUKCAPIL-3"}


def test_an_officer_serves_only_lines_of_the_counter(front: Front) -> None:
    answer = front.officer(None).post("desk/open", {"counter": "DUKCAPIL-1", "lines": ["2A"]})

    assert (answer.status_code, answer.json["code"]) == (404, "line.unknown")


@pytest.mark.parametrize(("verb", "more"), [("call", {"reason": "diminta hadir"}), ("return", {}), ("resume", {})])
def test_an_officer_cannot_reach_another_agencys_ticket(front: Front, verb: str, more: dict[str, str]) -> None:
    theirs = front.take("PAJAK")

    answer = front.officer().post(f"desk/{verb}", {"ticket": theirs["id"], **more})

    assert (answer.status_code, answer.json["code"]) == (403, "agency.other")


def test_an_officer_of_another_agency_is_not_in_the_list_of_the_desk(front: Front) -> None:
    front.take("PAJAK")
    front.take("KTP")

    desk = front.officer().get("desk").json["desk"]

    assert [one["service"] for one in desk["waiting"]] == ["KTP"]
    assert desk["waiting_count"] == 1


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ADMINISTRATOR])
@pytest.mark.parametrize("verb", ["open", "close", "automatic"])
def test_one_bound_to_an_agency_switches_only_its_services(front: Front, role: Role, verb: str) -> None:
    bound = front.person(role, "DUKCAPIL")

    assert bound.post(f"services/KTP/{verb}", {"reason": "listrik padam"}).status_code == 200
    answer = bound.post(f"services/PAJAK/{verb}", {"reason": "listrik padam"})
    assert (answer.status_code, answer.json["code"]) == (403, "agency.other")


def test_one_bound_to_an_agency_puts_only_its_visitors_forward(front: Front) -> None:
    bound = front.person(Role.SUPERVISOR, "DUKCAPIL")
    ours, theirs = front.take("KTP"), front.take("PAJAK")

    assert bound.post(f"tickets/{ours['id']}/prioritise", {"reason": "lansia"}).status_code == 200
    answer = bound.post(f"tickets/{theirs['id']}/prioritise", {"reason": "lansia"})
    assert (answer.status_code, answer.json["code"]) == (403, "agency.other")


def test_one_bound_to_an_agency_takes_numbers_only_there(front: Front) -> None:
    bound = front.person(Role.RECEPTIONIST, "SAMSAT")

    assert bound.post("tickets", {"service": "PAJAK"}).status_code == 201
    assert bound.post("tickets", {"service": "KTP"}).json["code"] == "agency.other"


def test_one_bound_to_an_agency_sees_only_its_figures(front: Front) -> None:
    front.take("KTP")
    front.take("PAJAK")

    bound = front.person(Role.SUPERVISOR, "SAMSAT").get("hall").json
    whole = front.person(Role.SUPERVISOR).get("hall").json

    assert [one["code"] for one in bound["agencies"]] == ["SAMSAT"]
    assert {one["agency"] for one in bound["counters"]} == {"SAMSAT"}
    assert bound["totals"]["waiting"] == 1
    assert bound["totals"]["counters_closed"] == 1
    assert [one["code"] for one in whole["agencies"]] == ["DUKCAPIL", "SAMSAT"]
    assert whole["totals"]["waiting"] == 2


def test_one_bound_to_an_agency_reports_only_on_it(front: Front) -> None:
    front.take("KTP")
    front.take("PAJAK")

    bound = front.person(Role.MONITOR, "SAMSAT").get("reports/visits").json
    whole = front.person(Role.MONITOR).get("reports/visits").json

    assert (bound["visits"], bound["numbers"], [one["agency"] for one in bound["agencies"]]) == (1, 1, ["SAMSAT"])
    assert (whole["visits"], whole["numbers"]) == (2, 2)


def test_an_administrator_of_one_agency_has_no_hand_in_other_agencies_people(front: Front) -> None:
    bound = front.person(Role.ADMINISTRATOR, "DUKCAPIL")
    theirs, ours = front.newcomer(Role.OFFICER, "SAMSAT"), front.newcomer(Role.OFFICER, "DUKCAPIL")
    body = {"username": "budi", "name": "Budi", "password": "kata sandi panjang"}

    for agency, role in (("SAMSAT", "officer"), (None, "administrator")):
        answer = bound.post("people", {**body, "role": role, "agency": agency})
        assert (answer.status_code, answer.json["code"]) == (403, "agency.other")
    assert bound.post(f"people/{theirs}/deactivate").json["code"] == "agency.other"
    assert {one["agency"] for one in bound.get("people").json["people"]} == {"DUKCAPIL"}

    assert bound.post("people", {**body, "role": "officer", "agency": "DUKCAPIL"}).status_code == 201
    assert bound.post(f"people/{ours}/deactivate").status_code == 200
