"""The visitor's telephone: the secret link follows one number, and can give it up."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
import segno
import zxingcpp
from PIL import Image

from queue_server.web.schemas import Follow
from tests.web.front import Front


def refused(answer: Any) -> tuple[int, str]:
    assert answer.mimetype == "application/problem+json"
    return answer.status_code, answer.json["code"]


def test_the_link_shows_the_number_as_it_is(front: Front) -> None:
    front.take()
    token = front.take()["token"]

    view = Follow.model_validate(front.anyone.get(f"follow/{token}").json)

    assert (view.number, view.state, view.ahead, view.wait, view.counter) == ("1A-002", "waiting", 1, None, None)


def test_a_called_one_sees_the_counter(front: Front) -> None:
    token = front.take()["token"]
    officer = front.officer()
    officer.post("desk/call-next")

    view = front.anyone.get(f"follow/{token}").json

    assert (view["state"], view["counter"]) == ("called", {"code": "DUKCAPIL-1", "number": "11"})
    assert (view["called_at"], view["ahead"], view["come_back_until"]) == ("2026-11-24T10:30:00.000+07:00", None, None)
    officer.post("desk/miss")
    missed = front.anyone.get(f"follow/{token}").json
    assert (missed["state"], missed["counter"]) == ("missed", None)
    assert missed["come_back_until"] == "2026-11-24T11:00:00.000+07:00"


def test_one_who_was_sent_on_follows_the_next_agency(front: Front) -> None:
    token = front.take()["token"]
    officer = front.officer()
    for verb, body in (("call-next", {}), ("start", {}), ("transfer", {"service": "PAJAK"})):
        officer.post(f"desk/{verb}", body)

    view = front.anyone.get(f"follow/{token}").json

    assert (view["number"], view["state"], view["service_name"]) == ("1A-001", "waiting", "Layanan PAJAK")


def test_an_unchanged_number_costs_no_body(front: Front) -> None:
    token = front.take()["token"]
    first = front.anyone.get(f"follow/{token}")

    second = front.anyone.get(f"follow/{token}", If_None_Match=first.headers["ETag"])
    assert (second.status_code, second.data) == (304, b"")

    front.officer().post("desk/call-next")
    third = front.anyone.get(f"follow/{token}", If_None_Match=first.headers["ETag"])
    assert (third.status_code, third.json["state"]) == (200, "called")


def test_time_alone_does_not_change_the_answer(front: Front) -> None:
    token = front.take()["token"]
    first = front.anyone.get(f"follow/{token}")
    front.world.clock.forward(seconds=5)

    assert front.anyone.get(f"follow/{token}", If_None_Match=first.headers["ETag"]).status_code == 304


def typed(token: str) -> Iterator[str]:
    yield token.lower()
    yield token.replace("0", "O").replace("1", "I")
    yield token.replace("0", "o").replace("1", "l")
    yield f"{token[:4]}-{token[4:8]}-{token[8:]}"


def test_a_token_is_read_as_people_type_it(front: Front) -> None:
    token = "01" + front.take()["token"][2:]
    with front.world.store._writer.begin() as connection:
        connection.exec_driver_sql("UPDATE visits SET token = ?", (token,))

    for text in typed(token):
        assert front.anyone.get(f"follow/{text}").json["number"] == "1A-001"
        assert front.anyone.get(f"/t/{text}").status_code == 200


@pytest.mark.parametrize("token", ["0" * 12, "short", "U" * 12, "%00" * 12, "..%2f..%2f", "'; DROP--", "é" * 12])
def test_an_unknown_token(front: Front, token: str) -> None:
    front.take()

    assert refused(front.anyone.get(f"follow/{token}"))[0] == 404
    assert refused(front.anyone.post(f"follow/{token}/withdraw"))[0] == 404


def test_giving_up_frees_the_place_and_the_paper(front: Front) -> None:
    number = front.take()

    answer = front.anyone.post(f"follow/{number['token']}/withdraw", key="undo")

    assert answer.status_code == 200
    assert Follow.model_validate(answer.json).state == "withdrawn"
    assert front.world.facts == ["ticket.issued", "ticket.withdrawn", "slip.abandoned"]
    assert front.printer.post("print-jobs/claim").json == {"job": None}


def test_giving_up_twice_with_the_same_key_is_once(front: Front) -> None:
    token = front.take()["token"]

    first, second = (front.anyone.post(f"follow/{token}/withdraw", key="undo") for _ in range(2))
    third = front.anyone.post(f"follow/{token}/withdraw", key="another")

    assert (first.status_code, second.status_code) == (200, 200)
    assert refused(third) == (409, "ticket.wrong_state")
    assert front.world.facts.count("ticket.withdrawn") == 1


def test_one_being_served_cannot_slip_away(front: Front) -> None:
    token = front.take()["token"]
    officer = front.officer()
    officer.post("desk/call-next")
    officer.post("desk/start")

    assert refused(front.anyone.post(f"follow/{token}/withdraw")) == (409, "ticket.wrong_state")


def test_paper_already_in_the_printer_is_not_called_back(front: Front) -> None:
    number, printer = front.take(), front.printer
    job = printer.post("print-jobs/claim").json["job"]

    front.anyone.post(f"follow/{number['token']}/withdraw")

    assert printer.post(f"print-jobs/{job['id']}/report", {"outcome": "printed"}).json["job"]["state"] == "printed"


def test_the_page_needs_no_script(front: Front) -> None:
    token = front.take()["token"]

    page = front.anyone.get(f"/t/{token}")

    assert (page.status_code, page.mimetype) == (200, "text/html")
    assert "1A-001" in page.text
    assert '<html lang="id">' in page.text
    assert "<noscript><meta http-equiv" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Robots-Tag"] == "noindex"


def test_the_page_speaks_the_visits_language_unless_asked(front: Front) -> None:
    token = front.take(language="en")["token"]

    assert '<html lang="en">' in front.anyone.get(f"/t/{token}").text
    assert '<html lang="id">' in front.anyone.get(f"/t/{token}?lang=id").text
    assert '<html lang="en">' in front.anyone.get(f"/t/{token}?lang=xx").text


def test_the_pages_form_gives_up_after_asking(front: Front) -> None:
    token = front.take()["token"]
    asked = front.anyone.get(f"/t/{token}?confirm")
    form = re.search(r'<form[^>]* action="([^"]+)"', asked.text)
    assert form is not None

    answer = front.anyone.send("POST", form[1], data={})

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/t/{token}?lang=id")
    assert front.anyone.get(f"follow/{token}").json["state"] == "withdrawn"


def test_the_form_sent_too_late_shows_what_is_true(front: Front) -> None:
    token = front.take()["token"]
    front.anyone.post(f"follow/{token}/withdraw")

    assert front.anyone.send("POST", f"/t/{token}/withdraw", data={}).status_code == 303


@pytest.mark.parametrize("token", ["0" * 12, "nonsense"])
def test_an_unknown_token_gets_a_kind_page(front: Front, token: str) -> None:
    for answer in (front.anyone.get(f"/t/{token}"), front.anyone.send("POST", f"/t/{token}/withdraw", data={})):
        assert (answer.status_code, answer.mimetype) == (404, "text/html")
        assert "404" not in answer.text


def test_every_state_has_its_page(front: Front) -> None:
    token = front.take()["token"]
    officer = front.officer()
    seen = set()
    for verb in ("", "call-next", "miss", "call", "start", "park", "resume", "finish"):
        if verb:
            body = {"ticket": 1} if verb in ("call", "resume") else {}
            more = {"reason": "sudah kembali"} if verb == "call" else {}
            assert officer.post(f"desk/{verb}", {**body, **more}).status_code == 200
        for language in ("id", "en"):
            page = front.anyone.get(f"/t/{token}?lang={language}")
            assert page.status_code == 200
            assert "ticket." not in re.sub(r"/ticket/ticket\.(css|js)", "", page.text)
            seen.add(re.findall(r'data-state="(\w+)"', page.text)[-1])
    assert {"waiting", "called", "missed", "serving", "parked", "finished"} <= seen


def test_the_qr_code_opens_the_page(front: Front) -> None:
    token = front.take()["token"]

    answer = front.anyone.get(f"/qr/{token}.svg")

    assert answer.mimetype == "image/svg+xml"
    assert "max-age" in answer.headers["Cache-Control"]
    (read,) = zxingcpp.read_barcodes(drawn(answer.text))
    assert read.text == f"HTTP://MPP.EXAMPLE:8000/T/{token}"
    assert front.anyone.get(f"/T/{token}").status_code == 200


def test_the_qr_code_has_the_quiet_zone_and_the_size_of_capitals(front: Front) -> None:
    token = front.take()["token"]
    answer = front.anyone.get(f"/qr/{token}.svg")

    code = segno.make(f"HTTP://MPP.EXAMPLE:8000/T/{token}", error="m", micro=False)

    width = re.search(r'width="(\d+)"', answer.text)
    assert width is not None
    assert int(width[1]) == code.symbol_size(border=2)[0]


def test_a_qr_code_of_nonsense_is_not_drawn(front: Front) -> None:
    assert refused(front.anyone.get("/qr/nonsense.svg")) == (404, "ticket.unknown")


def drawn(svg: str, scale: int = 6) -> Image.Image:
    """The SVG's dark modules as a picture: segno draws them as horizontal strokes of one path."""
    size = re.search(r'width="(\d+)" height="(\d+)"', svg)
    assert size is not None
    picture = Image.new("L", (int(size[1]), int(size[2])), 255)
    stroke = re.search(r'<path[^>]*stroke="#14213d"[^>]* d="([^"]+)"', svg) or re.search(
        r' d="(M[^"]+)"', svg[svg.rindex("<path") :]
    )
    assert stroke is not None
    x = y = 0.0
    for letter, numbers in re.findall(r"([Mmh])([-\d. ]+)", stroke[1]):
        values = [float(number) for number in re.findall(r"-?\d*\.?\d+", numbers)]
        if letter == "M":
            x, y = values
        elif letter == "m":
            x, y = x + values[0], y + values[1]
        else:
            for step in range(int(values[0])):
                picture.putpixel((int(x) + step, int(y)), 0)
            x += values[0]
    return picture.resize((picture.width * scale, picture.height * scale), Image.Resampling.NEAREST)


def test_the_picture_of_the_test_is_segnos_own(front: Front) -> None:
    token = front.take()["token"]
    drawn_by_segno = io.BytesIO()
    segno.make(f"HTTP://MPP.EXAMPLE:8000/T/{token}", error="m", micro=False).save(
        drawn_by_segno, kind="png", border=2, scale=6
    )

    ours = drawn(front.anyone.get(f"/qr/{token}.svg").text).convert("1")

    assert ours.tobytes() == Image.open(drawn_by_segno).convert("1").tobytes()
