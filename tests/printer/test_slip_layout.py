"""How a ticket stands on paper: order, width, and what is left out rather than guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printer.slip import Bar, Code, Text, number_size, wrap
from tests.printer.paper_world import laid_out, profile

WIDE, NARROW = profile("tm-t82"), profile("generic-58", 58)
LONGEST = {
    "agency": "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu",
    "service": "Perizinan Berusaha untuk Menunjang Kegiatan Usaha (PB-UMKU)",
}


def texts(lines):
    return [line.text for line in lines if isinstance(line, Text)]


def test_a_slip_reads_from_the_mall_to_the_footer():
    assert texts(laid_out()) == [
        "Mal Pelayanan Publik Kabupaten Contoh",
        "Disdukcapil",
        "Pencetakan KTP-el Hilang",
        "1A-012",
        "Zona 1 · Lantai 1",
        "Sabtu, 21 November 2026 · 09.41 WIB",
        "6 orang di depan Anda",
        "Perkiraan tunggu 15–25 menit, per 09.41",
        "Pindai untuk memantau antrean",
        "Simak panggilan suara dan layar.",
        "Terlewat? Lapor ke petugas dalam 30 menit.",
        "Tiket 123 · Cetakan ke-1 · Kiosk 1 · P1",
    ]


def test_an_english_slip_is_english_throughout():
    assert texts(laid_out(language="en"))[4:] == [
        "Zona 1 · Floor 1",
        "Saturday, 21 November 2026 · 09.41 WIB",
        "6 people ahead of you",
        "Expected wait 15–25 minutes, as of 09.41",
        "Scan to follow your turn",
        "Wait for the voice and screen.",
        "Missed it? See our staff within 30 minutes.",
        "Ticket 123 · Print 1 · Kiosk 1 · P1",
    ]


@pytest.mark.parametrize("kind", [WIDE, NARROW], ids=["80 mm", "58 mm"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_no_line_is_wider_than_the_paper(kind, language):
    lines = laid_out(kind, language=language, priority=True, copy=2, number="12B-1012", **LONGEST)

    for line in lines:
        if isinstance(line, Text):
            cell = 9 if line.small else 12
            assert len(line.text) * line.width * cell <= kind.dots
        if isinstance(line, Bar):
            assert len(line.text) <= kind.columns


@pytest.mark.parametrize("kind", [WIDE, NARROW], ids=["80 mm", "58 mm"])
def test_no_word_is_broken(kind):
    words = " ".join(texts(laid_out(kind, **LONGEST))).split()

    assert {"Perizinan", "Menunjang", "(PB-UMKU)", "Penanaman", "Pelayanan"} <= set(words)


@pytest.mark.parametrize(
    ("number", "columns", "size"),
    [
        ("1A-012", 48, (8, 8)),
        ("A-012", 48, (8, 8)),
        ("12B-1012", 48, (6, 7)),
        ("1A-012", 42, (7, 8)),
        ("A-012", 32, (6, 7)),
        ("1A-012", 32, (5, 6)),
    ],
)
def test_the_number_is_as_large_as_the_paper_allows(number, columns, size):
    assert number_size(number, columns) == size


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        pytest.param({"wait": None}, ["6 orang di depan Anda, per 09.41"], id="wait unknown"),
        pytest.param({"ahead": None, "wait": None}, [], id="nothing known"),
        pytest.param(
            {"ahead": 0, "wait": {"low": 0, "likely": 2, "high": 5}},
            ["Anda urutan berikutnya", "Segera dipanggil, per 09.41"],
            id="next",
        ),
        pytest.param(
            {"ahead": 1, "wait": {"low": 10, "likely": 10, "high": 10}},
            ["1 orang di depan Anda", "Perkiraan tunggu 10 menit, per 09.41"],
            id="one ahead",
        ),
    ],
)
def test_a_wait_is_told_as_far_as_it_is_known(changes, said):
    lines = texts(laid_out(**changes))

    assert lines[6 : lines.index("Pindai untuk memantau antrean")] == said


def test_a_copy_and_priority_are_barred_in_white_on_black():
    bars = [line.text for line in laid_out(copy=2, priority=True) if isinstance(line, Bar)]

    assert bars == ["CETAK ULANG – SALINAN 2", "PRIORITAS"]


def test_the_first_copy_has_no_bar():
    assert not [line for line in laid_out() if isinstance(line, Bar)]


def test_the_address_is_printed_as_given():
    assert [line for line in laid_out() if isinstance(line, Code)] == [
        Code("HTTP://MPP.CONTOH.GO.ID/T/K7Q2M9XZ4BNA", 6)
    ]


def test_without_an_address_there_is_nothing_to_scan():
    lines = laid_out(follow_url=None)

    assert not [line for line in lines if isinstance(line, Code)]
    assert "Pindai untuk memantau antrean" not in texts(lines)


def test_control_characters_never_reach_the_paper():
    lines = laid_out(service="A\x1b@\x1dV\x00B\x10\x04\x01 \u202eC\x85D", agency="\x00X\n\nY")

    assert texts(lines)[1:3] == ["X Y", "A@VB CD"]


def test_letters_the_printer_lacks_have_stand_ins():
    assert texts(laid_out(NARROW, service="Café – “Ćirić” …"))[3] == 'Cafe - "Ciric" ...'
    assert texts(laid_out(WIDE, service="Café – “Ćirić” …"))[2] == "Café – “Ciric” …"


@given(text=st.text(alphabet="ab cd(-/", min_size=1, max_size=120), columns=st.integers(8, 48))
def test_wrapping_keeps_every_letter_and_every_width(text, columns):
    lines = wrap(text, columns)

    assert all(len(line) <= columns for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
