"""The bytes of a slip, token by token."""

import logging
import tempfile
from pathlib import Path

import pytest

from printer.compose import closing, drawn, opening
from printer.profiles import load_profile, on_paper, profile_names
from printer.virtual.commands import Name, read_command
from tests.printer.paper_world import composed, laid_out, profile

GOLDEN = (
    b"\x1b@"
    b"\x1da\x0e"
    b"\x1bt\x10"
    b"\x1b3\x18"
    b"\x1db\x01"
    b"\x1ba\x01"
    b"\x1b!\x08"
    b"Mal Pelayanan Publik Kabupaten Contoh\n"
    b"\x1b!\x00"
    b"\x1d!\x70"
    b"\x1b-\x02"
    b"      \n"
    b"\x1d!\x00"
    b"\x1b-\x00"
    b"\x1bJ\x18"
    b"\x1b!\x18"
    b"Disdukcapil\n"
    b"\x1b!\x00"
    b"\x1bJ\x06"
    b"Pencetakan KTP-el Hilang\n"
    b"\x1bJ\x0c"
    b"\x1d!\x77"
    b"\x1bE\x01"
    b"1A-012\n"
    b"\x1d!\x00"
    b"\x1bE\x00"
    b"\x1b!\x18"
    b"Zona 1 \xb7 Lantai 1\n"
    b"\x1b!\x00"
    b"\x1bJ\x0c"
    b"Sabtu, 21 November 2026 \xb7 09.41 WIB\n"
    b"\x1bJ\x06"
    b"\x1b!\x08"
    b"6 orang di depan Anda\n"
    b"\x1b!\x00"
    b"Perkiraan tunggu 15\x9625 menit, per 09.41\n"
    b"\x1bJ\x0c"
    b"\x1d!\x10"
    b"- - - - - - - - - - - -\n"
    b"\x1d!\x00"
    b"\x1bJ\x18"
    b"\x1d(k\x04\x001A2\x00"
    b"\x1d(k\x03\x001C\x06"
    b"\x1d(k\x03\x001E1"
    b"\x1d(k\x29\x001P0HTTP://MPP.CONTOH.GO.ID/T/K7Q2M9XZ4BNA"
    b"\x1d(k\x03\x001Q0"
    b"\x1bJ\x0c"
    b"Pindai untuk memantau antrean\n"
    b"\x1bJ\x0c"
    b"Simak panggilan suara dan layar.\n"
    b"Terlewat? Lapor ke petugas dalam 30 menit.\n"
    b"\x1bJ\x0c"
    b"\x1b!\x01"
    b"Tiket 123 \xb7 Cetakan ke-1 \xb7 Kiosk 1 \xb7 P1\n"
    b"\x1b!\x00"
    b"\x1bJ\x18"
    b"\x1dVB\x00"
    b"\x1d(H\x06\x00000a1b"
    b"\x1dr\x01"
)
LONGEST = {"service": "Perizinan Berusaha untuk Menunjang Kegiatan Usaha (PB-UMKU)", "agency": "BPJS Ketenagakerjaan"}


def test_the_bytes_of_a_ticket_are_these():
    assert composed() == GOLDEN


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", profile_names())
def test_an_ordinary_ticket_is_within_six_hundred_bytes(name, language):
    assert len(composed(load_profile(name), language=language)) <= 600


def test_the_longest_ticket_is_within_nine_hundred_bytes():
    assert len(composed(**LONGEST, priority=True, copy=2, number="12B-1012")) <= 900


def test_only_a_printer_that_knows_the_mark_is_asked_for_it():
    assert closing(load_profile("tm-t82"), b"0a1b") == b"\x1d(H\x06\x00000a1b\x1dr\x01"
    assert closing(load_profile("xp-80"), b"0a1b") == b"\x1dr\x01"
    assert closing(load_profile("generic-58"), b"0a1b") == b""


def test_a_printer_without_code_page_or_answers_gets_neither():
    assert opening(load_profile("generic-58")) == b"\x1b@"


def test_a_printer_without_a_knife_feeds_past_the_edge():
    assert drawn(laid_out(profile("generic-58")), profile("generic-58")).endswith(b"\x1bd\x05")


def test_a_wide_printer_with_narrow_paper_has_thirty_two_columns():
    narrow = on_paper(load_profile("tm-t82"), 58)

    assert (narrow.dots, narrow.columns, narrow.small) == (384, 32, 42)
    assert on_paper(load_profile("generic-58"), 80) == load_profile("generic-58")


def test_every_control_byte_is_one_of_ours():
    names, blob = set(), composed(service="\x1b@\x1dV\x00\x10\x14\x08", priority=True, copy=3)
    while blob:
        command, length = read_command(blob)
        assert command is not None
        names.add(command.name)
        blob = blob[length:]

    assert Name.OTHER not in names
    assert names == {
        Name.RESET,
        Name.NEWS,
        Name.CODE_PAGE,
        Name.LINE_DOTS,
        Name.SMOOTH,
        Name.ALIGN,
        Name.STYLE,
        Name.TEXT,
        Name.LINE,
        Name.SIZE,
        Name.UNDERLINE,
        Name.FEED_DOTS,
        Name.SYMBOL,
        Name.CUT,
        Name.MARK,
        Name.STATUS,
        Name.BOLD,
        Name.INVERSE,
    }


def test_the_pen_leaves_no_trace():
    before = set(Path(tempfile.gettempdir()).glob("*capabilities*")), list(logging.getLogger().handlers)

    composed()

    assert (set(Path(tempfile.gettempdir()).glob("*capabilities*")), list(logging.getLogger().handlers)) == before
