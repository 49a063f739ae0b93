"""The virtual printer: its own parser, its true-scale paper, its page."""

import io
import json
import threading
import urllib.error
import urllib.request
from contextlib import contextmanager

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from printer.virtual.commands import Command, Name, read_command, urgent_in
from printer.virtual.pages import Pages
from printer.virtual.state import Fault
from printer.wires.tcp import read_address
from printer.worker import Fate
from tests.printer.paper_world import HERE, SOON, composed, profile, virtual_printer


def commands_in(blob):
    found = []
    while blob:
        command, length = read_command(blob)
        if length == 0:
            break
        found.append(command)
        blob = blob[length:]
    return found


def picture_of(printer, at=-1):
    return Image.open(io.BytesIO(printer.machine.slips[at].png))


@pytest.mark.parametrize(
    ("blob", "command"),
    [
        (b"\x1b@", Command(Name.RESET)),
        (b"Halo\n", Command(Name.TEXT, body=b"Halo")),
        (b"\x1d!\x77", Command(Name.SIZE, (0x77,))),
        (b"\x1dVB\x00", Command(Name.CUT, (66, 0))),
        (b"\x1dV\x01", Command(Name.CUT, (1,))),
        (b"\x1d(H\x06\x0000abcd", Command(Name.MARK, (48, 48), b"abcd")),
        (b"\x1dv0\x00\x01\x00\x02\x00\xff\x00", Command(Name.RASTER, (0, 1, 2), b"\xff\x00")),
        (b"\x1d(k\x03\x001C\x06", Command(Name.SYMBOL, (49, 67), b"\x06")),
    ],
)
def test_a_command_is_read(blob, command):
    assert read_command(blob)[0] == command


@given(st.integers(0, len(composed())))
def test_a_command_cut_anywhere_waits_for_its_rest(cut):
    blob = composed()
    whole = [command for command in commands_in(blob) if command.name is not Name.TEXT]
    first = blob[:cut]
    taken = 0
    begun = []
    while taken < len(first):
        command, length = read_command(first[taken:])
        if length == 0:
            break
        begun.append(command)
        taken += length

    rest = commands_in(blob[taken:])

    assert [command for command in begun + rest if command.name is not Name.TEXT] == whole


@given(st.binary(max_size=300))
def test_noise_is_read_to_its_end_or_waited_for(noise):
    while noise:
        _, length = read_command(noise)
        if length == 0:
            return
        noise = noise[length:]


def test_urgent_requests_are_found_among_other_bytes():
    kinds = [urgent.kind for urgent in urgent_in(b"ab\x10\x04\x02cd\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08")]

    assert kinds == ["status", "clear"]


@pytest.mark.parametrize(("kind", "paper_mm"), [("tm-t82", 80), ("tm-t82", 58), ("xp-80", 80)])
@pytest.mark.parametrize("language", ["id", "en"])
def test_the_code_on_the_paper_can_be_scanned(kind, paper_mm, language):
    with virtual_printer(paper_mm=paper_mm) as printer:
        assert printer.print_ticket(profile(kind, paper_mm), language=language).fate is Fate.PRINTED

        (code,) = zxingcpp.read_barcodes(picture_of(printer))

    assert code.text == "HTTP://MPP.CONTOH.GO.ID/T/K7Q2M9XZ4BNA"
    assert code.ec_level == "M"


def test_a_code_drawn_as_dots_can_be_scanned_too():
    from dataclasses import replace

    with virtual_printer() as printer:
        printer.print_ticket(replace(profile(), native_qr=False))

        (code,) = zxingcpp.read_barcodes(picture_of(printer))

    assert code.text == "HTTP://MPP.CONTOH.GO.ID/T/K7Q2M9XZ4BNA"


@pytest.mark.parametrize(("paper_mm", "width"), [(80, 640), (58, 464)])
def test_a_picture_is_at_true_scale(paper_mm, width):
    with virtual_printer(paper_mm=paper_mm) as printer:
        printer.print_ticket(profile("tm-t82", paper_mm))
        picture = picture_of(printer)

    assert picture.width == width
    assert picture.height / 8 <= 150
    assert picture.info["dpi"] == pytest.approx((203, 203), abs=0.1)


def test_nothing_is_printed_into_the_margins():
    with virtual_printer() as printer:
        printer.print_ticket(priority=True, copy=2, number="12B-1012")
        picture = picture_of(printer).convert("L")

    left, _, right, _ = Image.eval(picture, lambda tone: 255 - tone).getbbox()
    assert (left, right) == (32, 608)


def test_letters_of_the_code_page_are_drawn():
    with virtual_printer() as printer:
        printer.print_ticket(service="é ± – ’")
        printer.print_ticket(service="e + - '")

        assert picture_of(printer, 0).tobytes() != picture_of(printer, 1).tobytes()


@contextmanager
def pages_of(printer):
    pages = Pages(printer.machine, (HERE, 0), printer_port=printer.address.port)
    thread = threading.Thread(target=pages.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://{HERE}:{pages.server_address[1]}"
    finally:
        pages.shutdown()
        pages.server_close()
        thread.join(SOON)


def got(address, body=None, **headers):
    asked = urllib.request.Request(address, data=body, headers=headers)
    with urllib.request.urlopen(asked, timeout=SOON) as answer:
        return answer.headers, answer.read()


def test_the_page_shows_every_slip_and_no_inline_script():
    with virtual_printer() as printer, pages_of(printer) as address:
        printer.print_ticket()
        printer.print_ticket(copy=2)

        headers, page = got(f"{address}/?language=en")
        listed = json.loads(got(f"{address}/slips")[1])
        png = got(f"{address}/slips/2.png")[1]

    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert page.index(b"/slips/2.png") < page.index(b"/slips/1.png")
    assert [slip["number"] for slip in listed["slips"]] == [2, 1]
    assert png.startswith(b"\x89PNG")


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_page_speaks_both_languages(language):
    with virtual_printer() as printer, pages_of(printer) as address:
        page = got(f"{address}/?language={language}")[1].decode()

    assert f'<html lang="{language}">' in page
    assert "virtual_printer." not in page
    assert "$" not in page


def test_a_fault_is_set_by_form_and_by_json_and_put_right():
    with virtual_printer() as printer, pages_of(printer) as address:
        got(f"{address}/faults", b"fault=cover_open")
        by_form = printer.machine.standing.faults
        got(f"{address}/faults", b'{"fault": "near_end"}', **{"Content-Type": "application/json"})
        by_json = printer.machine.standing.faults
        got(f"{address}/faults", b"fault=clear")

        assert by_form == {Fault.COVER_OPEN}
        assert by_json == {Fault.COVER_OPEN, Fault.NEAR_END}
        assert printer.machine.standing.faults == frozenset()


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"fault=fire", {}, 422),
        (b"", {}, 422),
        (b"fault=slow", {"Origin": "http://elsewhere.example"}, 403),
        (b"x" * 4000, {}, 403),
    ],
)
def test_other_wishes_are_declined(body, headers, status):
    with virtual_printer() as printer, pages_of(printer) as address:
        with pytest.raises(urllib.error.HTTPError) as declined:
            got(f"{address}/faults", body, **headers)
        declined.value.close()

        assert declined.value.code == status
        assert printer.machine.standing.faults == frozenset()


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("tcp://192.168.1.50", "192.168.1.50", 9100),
        ("tcp://[::1]:9101", "::1", 9101),
        ("tcp://printer-1:9100", "printer-1", 9100),
    ],
)
def test_a_printers_address_is_read(text, host, port):
    address = read_address(text)

    assert (address.host, address.port) == (host, port)


@pytest.mark.parametrize("text", ["192.168.1.50:9100", "http://x", "tcp://", "usb://1"])
def test_another_kind_of_address_is_refused(text):
    with pytest.raises(ValueError, match="address"):
        read_address(text)
