"""Paper over HTTP: claimed once, on a lease, settled by the printer's own word, and never printed too late."""

import json
from typing import Any

import pytest

from printer.document import read_document
from queue_server.app import tick
from queue_server.domain.roles import DeviceKind, Role
from queue_server.web.schemas import JobAnswer
from tests.web.front import Caller, Front


def refused(answer: Any) -> tuple[int, str]:
    assert answer.mimetype == "application/problem+json"
    return answer.status_code, answer.json["code"]


def job_of(answer: Any) -> dict[str, Any]:
    assert answer.status_code == 200, answer.json
    JobAnswer.model_validate(answer.json)
    assert answer.json["job"] is not None
    job: dict[str, Any] = answer.json["job"]
    return job


@pytest.fixture
def printer(front: Front) -> Caller:
    return front.printer


def test_the_paper_says_what_the_ticket_is(front: Front, printer: Caller) -> None:
    kiosk = front.kiosk
    number = kiosk.post("tickets", {"service": "KTP", "priority": True}).json

    job = job_of(printer.post("print-jobs/claim"))

    assert (job["ticket"], job["copy"], job["state"], job["attempts"]) == (number["id"], 1, "sending", 1)
    assert job["expires_at"] == "2026-11-24T10:31:30.000+07:00"
    assert job["lease_until"] == "2026-11-24T10:31:00.000+07:00"
    document = job["document"]
    assert document == {
        "version": 1,
        "kind": "ticket",
        "language": "id",
        "mall": "MPP Kabupaten Contoh",
        "agency": "Dukcapil",
        "service": "Layanan KTP",
        "number": "1A-001",
        "zone": "Zona 1",
        "floor": 1,
        "priority": True,
        "issued_at": "2026-11-24T10:30:00+07:00",
        "zone_abbreviation": "WIB",
        "ahead": 0,
        "wait": None,
        "follow_url": f"HTTP://MPP.EXAMPLE:8000/T/{number['token']}",
        "device": document["device"],
        "copy": 1,
        "ticket_id": number["id"],
    }
    assert document["device"].startswith("kiosk")


def test_the_printers_own_process_can_read_it(front: Front, printer: Caller) -> None:
    front.take(language="en")
    job = job_of(printer.post("print-jobs/claim"))

    assert read_document(json.loads(json.dumps(job["document"]))).number == "1A-001"


def test_nothing_owed_is_nothing(printer: Caller) -> None:
    assert printer.post("print-jobs/claim").json == {"job": None}


def test_the_oldest_first_and_each_once(front: Front, printer: Caller) -> None:
    numbers = [front.take()["id"] for _ in range(3)]

    claimed = [job_of(caller.post("print-jobs/claim"))["ticket"] for caller in (printer, front.printer, printer)]

    assert claimed == numbers
    assert printer.post("print-jobs/claim").json == {"job": None}


def test_a_repeated_claim_gives_the_same_job(front: Front, printer: Caller) -> None:
    front.take()
    front.take()

    first = job_of(printer.post("print-jobs/claim", key="claim-1"))
    again = job_of(printer.post("print-jobs/claim", key="claim-1"))
    second = job_of(printer.post("print-jobs/claim", key="claim-2"))

    assert (again["id"], again["attempts"]) == (first["id"], 1)
    assert second["id"] != first["id"]


def test_a_kiosks_own_printer_takes_its_paper(front: Front) -> None:
    own, other = front.printer, front.printer
    kiosk = front.device(DeviceKind.KIOSK, printer_id=own.id)
    kiosk.post("tickets", {"service": "KTP"})

    assert other.post("print-jobs/claim").json == {"job": None}
    assert job_of(own.post("print-jobs/claim"))["state"] == "sending"


def test_a_kiosk_whose_own_printer_is_gone_uses_any(front: Front) -> None:
    own, other = front.printer, front.printer
    kiosk = front.device(DeviceKind.KIOSK, printer_id=own.id)
    front.person(Role.ADMINISTRATOR).post(f"devices/{own.id}/revoke")

    kiosk.post("tickets", {"service": "KTP"})

    assert job_of(other.post("print-jobs/claim"))["state"] == "sending"


@pytest.mark.parametrize("outcome", ["printed", "not_printed", "unknown"])
def test_the_printers_word_settles_it(front: Front, printer: Caller, outcome: str) -> None:
    front.take()
    job = job_of(printer.post("print-jobs/claim"))

    told = job_of(printer.post(f"print-jobs/{job['id']}/report", {"outcome": outcome, "reason": "paper.out"}))

    assert told["state"] == outcome
    assert front.world.facts[-1] == f"slip.{outcome}"
    assert front.world.told[-1].body["slip"] == {
        "id": job["id"],
        "ticket": job["ticket"],
        "copy": 1,
        "state": outcome,
        "reason": "paper.out",
    }
    assert printer.post("print-jobs/claim").json == {"job": None}


def test_the_same_word_twice_is_heard_once(front: Front, printer: Caller) -> None:
    front.take()
    path = f"print-jobs/{job_of(printer.post('print-jobs/claim'))['id']}/report"

    for key in ("report", "report", None):
        assert job_of(printer.post(path, {"outcome": "printed"}, key=key))["state"] == "printed"

    assert front.world.facts.count("slip.printed") == 1


def test_another_word_after_it_is_refused(front: Front, printer: Caller) -> None:
    front.take()
    path = f"print-jobs/{job_of(printer.post('print-jobs/claim'))['id']}/report"
    printer.post(path, {"outcome": "printed"})

    for outcome in ("not_printed", "unknown"):
        answer = printer.post(path, {"outcome": outcome})
        assert refused(answer) == (409, "job.settled")
        assert answer.json["state"] == "printed"


def test_the_truth_may_come_late(front: Front, printer: Caller) -> None:
    front.take()
    path = f"print-jobs/{job_of(printer.post('print-jobs/claim'))['id']}/report"
    front.world.clock.forward(seconds=61)
    tick(front.world.store)
    assert front.world.facts[-1] == "slip.unknown"

    assert job_of(printer.post(path, {"outcome": "printed"}))["state"] == "printed"


def test_another_printers_job_is_not_ours_to_report(front: Front, printer: Caller) -> None:
    front.take()
    job = job_of(printer.post("print-jobs/claim"))

    assert refused(front.printer.post(f"print-jobs/{job['id']}/report", {"outcome": "printed"})) == (409, "job.settled")
    assert job_of(printer.post(f"print-jobs/{job['id']}/report", {"outcome": "printed"}))["state"] == "printed"


def test_a_job_that_nobody_claimed_cannot_be_reported(front: Front, printer: Caller) -> None:
    number = front.take()

    answer = printer.post(f"print-jobs/{number['slip']['id']}/report", {"outcome": "printed"})

    assert refused(answer) == (409, "job.settled")


def test_a_job_nobody_knows(printer: Caller) -> None:
    assert refused(printer.post("print-jobs/999999/report", {"outcome": "printed"})) == (404, "job.unknown")
    assert refused(printer.post("print-jobs/1/report", {"outcome": "eaten"})) == (422, "body.invalid")


def test_paper_is_never_printed_after_its_owner_has_gone(front: Front, printer: Caller) -> None:
    front.take()
    front.world.clock.forward(seconds=90)

    assert printer.post("print-jobs/claim").json == {"job": None}
    tick(front.world.store)
    assert front.world.facts[-1] == "slip.abandoned"
    assert front.world.told[-1].body["slip"]["reason"] == "too_late"  # type: ignore[index]
    assert printer.post("print-jobs/claim").json == {"job": None}


def test_a_silent_printers_job_is_never_printed_again_by_itself(front: Front, printer: Caller) -> None:
    front.take()
    printer.post("print-jobs/claim")
    front.world.clock.forward(seconds=61)
    tick(front.world.store)

    assert front.printer.post("print-jobs/claim").json == {"job": None}
    assert front.world.told[-1].body["slip"]["state"] == "unknown"  # type: ignore[index]


def test_a_claim_repeated_after_the_lease_gets_nothing(front: Front, printer: Caller) -> None:
    front.take()
    printer.post("print-jobs/claim", key="claim-1")
    front.world.clock.forward(seconds=61)
    tick(front.world.store)

    assert printer.post("print-jobs/claim", key="claim-1").json == {"job": None}
