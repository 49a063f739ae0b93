"""Taking a number: what the kiosk is told, what it is refused, and that no number is ever given twice."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from queue_server.domain.roles import Role
from queue_server.web.schemas import IssuedTicket, Ticket, TicketAnswer
from tests.web.front import Front
from tests.world import MORNING


def refused(answer: Any) -> tuple[int, str]:
    assert answer.mimetype == "application/problem+json"
    return answer.status_code, answer.json["code"]


def rows(front: Front, table: str) -> int:
    with front.world.store.read() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def test_a_number_comes_with_all_that_the_screen_shows(front: Front) -> None:
    answer = front.kiosk.post("tickets", {"service": "KTP"})

    assert answer.status_code == 201
    ticket = IssuedTicket.model_validate(answer.json)
    assert (ticket.number, ticket.state, ticket.service, ticket.agency) == ("1A-001", "waiting", "KTP", "DUKCAPIL")
    assert (ticket.line, ticket.zone, ticket.ahead, ticket.wait) == ("1A", "Z1", 0, None)
    assert ticket.issued_at == "2026-11-24T10:30:00.000+07:00"
    assert ticket.follow_url == f"http://mpp.example:8000/t/{ticket.token}"
    assert len(ticket.token) == 12
    assert ticket.slip is not None
    assert ticket.slip.state == "queued"
    more = {name: answer.json[name] for name in ("service_name", "service_name_en", "agency_name", "zone_name")}
    assert more == {
        "service_name": "Layanan KTP",
        "service_name_en": "Service KTP",
        "agency_name": "Dukcapil",
        "zone_name": "Zona 1",
    }
    assert (answer.json["floor"], answer.json["priority"]) == (1, False)


def test_people_ahead_are_counted_in_the_line_not_in_the_service(front: Front) -> None:
    front.take("KTP")
    front.take("KIA")
    front.take("PAJAK")

    assert front.take("KTP")["ahead"] == 2


def test_without_a_printer_the_screen_is_the_ticket(front: Front) -> None:
    administrator = front.person(Role.ADMINISTRATOR)
    (printer,) = [one for one in administrator.get("devices").json["devices"] if one["kind"] == "printer"]
    administrator.post(f"devices/{printer['id']}/revoke")

    assert front.take()["slip"] is None


def test_language_and_priority_stay_with_the_visit(front: Front) -> None:
    front.take("KIA")
    number = front.take("KTP", language="en", priority=True)

    assert (number["priority"], number["ahead"]) == (True, 0)
    assert front.anyone.get(f"follow/{number['token']}").json["language"] == "en"
    waiting = front.officer().get("desk").json["desk"]["waiting"]
    assert [(one["language"], one["why"]["code"]) for one in waiting] == [("en", "priority"), ("id", "order")]


def test_a_receptionist_takes_a_number_for_somebody(front: Front) -> None:
    answer = front.person(Role.RECEPTIONIST).post("tickets", {"service": "KTP"}, key="one")

    assert answer.status_code == 201


def test_an_unknown_service(front: Front) -> None:
    answer = front.kiosk.post("tickets", {"service": "NOWHERE"})

    assert refused(answer) == (404, "service.unknown")
    assert answer.json["service"] == "NOWHERE"


@pytest.mark.parametrize(
    ("moment", "reason", "opens_at"),
    [
        (MORNING.replace(hour=7), "before_hours", "2026-11-24T08:00:00.000+07:00"),
        (MORNING.replace(hour=15, minute=0), "cutoff", "2026-11-25T08:00:00.000+07:00"),
        (MORNING.replace(hour=16), "after_hours", "2026-11-25T08:00:00.000+07:00"),
        (MORNING + timedelta(days=4), "not_today", "2026-11-30T08:00:00.000+07:00"),
    ],
    ids=["early", "cut-off", "late", "saturday"],
)
def test_a_closed_service_says_why_and_when_it_opens(
    front: Front, moment: datetime, reason: str, opens_at: str
) -> None:
    kiosk = front.kiosk
    front.world.clock.now = moment.astimezone(UTC)

    answer = kiosk.post("tickets", {"service": "KTP"})

    assert refused(answer) == (409, "service.closed")
    assert (answer.json["reason"], answer.json["opens_at"]) == (reason, opens_at)
    assert rows(front, "visits") == 0


def test_a_full_quota_says_so(front: Front) -> None:
    front.take("KK")
    front.take("KK")

    answer = front.kiosk.post("tickets", {"service": "KK"})

    assert refused(answer) == (409, "service.closed")
    assert (answer.json["reason"], answer.json["opens_at"]) == ("quota.full", "2026-11-25T08:00:00.000+07:00")


def test_the_same_key_gives_the_same_number(front: Front) -> None:
    kiosk = front.kiosk

    first, second = (kiosk.post("tickets", {"service": "KTP"}, key="a-touch") for _ in range(2))

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json == second.json
    assert (rows(front, "tickets"), rows(front, "visits"), rows(front, "print_jobs")) == (1, 1, 1)
    assert front.world.facts.count("ticket.issued") == 1


def test_the_same_key_stands_after_the_day_has_turned(front: Front) -> None:
    kiosk = front.kiosk
    first = kiosk.post("tickets", {"service": "KTP"}, key="a-touch").json
    front.world.clock.forward(days=1)

    second = kiosk.post("tickets", {"service": "KTP"}, key="a-touch").json

    assert (second["id"], second["token"]) == (first["id"], first["token"])


def test_another_key_is_another_person(front: Front) -> None:
    kiosk = front.kiosk

    numbers = [kiosk.post("tickets", {"service": "KTP"}, key=key).json["number"] for key in ("one", "two")]

    assert numbers == ["1A-001", "1A-002"]


def test_two_kiosks_may_use_the_same_key(front: Front) -> None:
    numbers = [front.kiosk.post("tickets", {"service": "KTP"}, key="one").json["number"] for _ in range(2)]

    assert numbers == ["1A-001", "1A-002"]


def test_a_key_for_something_else_is_refused(front: Front) -> None:
    kiosk = front.kiosk
    kiosk.post("tickets", {"service": "KTP"}, key="one")

    assert refused(kiosk.post("tickets", {"service": "KIA"}, key="one")) == (422, "key.reused")
    assert rows(front, "tickets") == 1


@pytest.mark.parametrize(("length", "status"), [(100, 201), (101, 422)])
def test_a_key_has_at_most_a_hundred_characters(front: Front, length: int, status: int) -> None:
    answer = front.kiosk.post("tickets", {"service": "KTP"}, key="k" * length)

    assert answer.status_code == status
    if status == 422:
        assert (answer.json["code"], answer.json["field"]) == ("body.invalid", "Idempotency-Key")


def test_one_ticket_as_it_now_is(front: Front) -> None:
    number = front.take()
    front.officer().post("desk/call-next")

    answer = front.kiosk.get(f"tickets/{number['id']}")

    assert Ticket.model_validate(answer.json).state == "called"
    assert (answer.json["counter"], answer.json["service_name"]) == ("DUKCAPIL-1", "Layanan KTP")


@pytest.mark.parametrize(
    ("ticket", "code"),
    [
        ("0", "ticket.unknown"),
        ("999999", "ticket.unknown"),
        (str(2**53 - 1), "ticket.unknown"),
        (str(2**53), "page.unknown"),
        (str(2**64), "page.unknown"),
        ("9" * 5000, "page.unknown"),
        ("-1", "page.unknown"),
        ("1A-001", "page.unknown"),
    ],
    ids=lambda value: value[:20],
)
@pytest.mark.parametrize("verb", ["", "/prioritise"])
def test_a_ticket_nobody_knows(front: Front, ticket: str, code: str, verb: str) -> None:
    caller = front.person(Role.SUPERVISOR)
    path = f"tickets/{ticket}{verb}"

    answer = caller.post(path, {"reason": "lansia"}) if verb else caller.get(path)

    assert refused(answer) == (404, code)


def test_a_person_put_forward_stands_before_those_who_came_earlier(front: Front) -> None:
    front.take("KTP")
    number = front.take("KTP")

    answer = front.person(Role.RECEPTIONIST).post(f"tickets/{number['id']}/prioritise", {"reason": "lansia"}, key="p")

    told = TicketAnswer.model_validate(answer.json)
    assert (told.ticket.priority, [fact.name for fact in told.facts]) == (True, ["ticket.prioritised"])
    assert "reason" not in str(answer.json["facts"]).replace("park_reason", "")
    assert front.officer().post("desk/call-next").json["ticket"]["id"] == number["id"]


def test_only_one_who_waits_is_put_forward(front: Front) -> None:
    number = front.take()
    front.officer().post("desk/call-next")

    answer = front.person(Role.SUPERVISOR).post(f"tickets/{number['id']}/prioritise", {"reason": "lansia"})

    assert refused(answer) == (409, "ticket.wrong_state")
    assert (answer.json["state"], answer.json["move"]) == ("called", "prioritise")


def test_a_reason_is_asked_for(front: Front) -> None:
    number = front.take()

    for reason in ("", "  ", "ab", "x" * 141):
        answer = front.person(Role.SUPERVISOR).post(f"tickets/{number['id']}/prioritise", {"reason": reason})
        assert refused(answer) == (422, "body.invalid")
        assert answer.json["field"] == "reason"
