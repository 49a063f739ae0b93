"""The visit report over HTTP: figures as JSON, and the same figures as files that other programs open."""

import csv
import io

import pytest
from openpyxl import load_workbook

from queue_server.domain.roles import Role
from queue_server.web.schemas import VisitReport
from tests.web.front import Caller, Front


@pytest.fixture
def monitor(front: Front) -> Caller:
    """A day on which three came: one was served, one sent on to another agency, one gave up."""
    officer = front.officer()
    for service in ("KTP", "KTP"):
        front.take(service)
    for verbs in (("call-next", "start", "finish"), ("call-next", "start", "transfer")):
        for verb in verbs:
            officer.post(f"desk/{verb}", {"service": "PAJAK"} if verb == "transfer" else {})
    gone = front.take("KIA")
    front.anyone.post(f"follow/{gone['token']}/withdraw")
    return front.person(Role.MONITOR)


def test_a_visit_a_number_and_a_service_done_are_three_figures(monitor: Caller) -> None:
    report = monitor.get("reports/visits").json

    told = VisitReport.model_validate(report)
    assert (told.visits, told.numbers, told.done, told.withdrawn, told.missed) == (3, 3, 2, 1, 0)
    assert (report["from"], report["to"]) == ("2026-11-24", "2026-11-24")
    assert report["made_at"] == "2026-11-24T10:30:00.000+07:00"
    assert {one["service"]: one["places"] for one in report["services"]} == {"KTP": 2, "KIA": 1, "PAJAK": 1}


@pytest.mark.usefixtures("monitor")
def test_other_days_are_other_reports(front: Front) -> None:
    front.world.clock.forward(days=1)
    monitor = front.person(Role.MONITOR)

    assert monitor.get("reports/visits").json["visits"] == 0
    assert monitor.get("reports/visits?from=2026-11-24&to=2026-11-25").json["visits"] == 3
    assert monitor.get("reports/visits?from=2026-11-23&to=2026-11-23").json["visits"] == 0


@pytest.mark.parametrize(
    ("kind", "mimetype", "begins"),
    [
        ("csv", "text/csv", b"\xef\xbb\xbf"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
        ("pdf", "application/pdf", b"%PDF-"),
    ],
)
def test_a_file_opens_where_such_files_are_opened(monitor: Caller, kind: str, mimetype: str, begins: bytes) -> None:
    answer = monitor.get(f"reports/visits?format={kind}")

    assert (answer.status_code, answer.mimetype) == (200, mimetype)
    assert answer.data.startswith(begins)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="contoh-2026-11-24-2026-11-24.{kind}"'
    if kind == "csv":
        rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
        assert any("Layanan KTP" in cell for row in rows for cell in row)
    if kind == "xlsx":
        sheet = load_workbook(io.BytesIO(answer.data)).active
        assert sheet is not None
        assert any("Layanan KTP" in str(cell.value) for row in sheet.iter_rows() for cell in row)


def test_a_file_speaks_the_asked_language(monitor: Caller) -> None:
    indonesian = monitor.get("reports/visits?format=csv&lang=id").data
    english = monitor.get("reports/visits?format=csv", Accept_Language="en").data

    assert indonesian != english


def test_one_bound_to_an_agency_gets_files_of_that_one(front: Front, monitor: Caller) -> None:
    assert b"Layanan KTP" in monitor.get("reports/visits?format=csv").data

    bound = front.person(Role.SUPERVISOR, "SAMSAT").get("reports/visits?format=csv")

    assert b"KTP" not in bound.data
    assert b"PAJAK" in bound.data


def test_a_cell_that_would_be_a_formula_is_text(front: Front, monitor: Caller) -> None:
    front.set_service("KTP", name="=1+2", short_name="=1+2")

    cells = (
        monitor.get("reports/visits?format=csv").data.decode("utf-8-sig").replace('"', "").replace("\n", ";").split(";")
    )

    assert not [cell for cell in cells if cell.startswith("=")]
