"""Replies are told apart by their bytes, however they are cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printer.replies import Block, Cleared, InOrder, Mark, News, Standing, read_replies
from printer.watch import Watch

WELL = b"\x10\x00\x00\x00"
PAPER_END = b"\x18\x00\x0c\x00"


@pytest.mark.parametrize(
    ("heard", "replies"),
    [
        pytest.param(b"\x12", [Standing(0x12)], id="DLE EOT"),
        pytest.param(b"\x16\x72", [Standing(0x16), Standing(0x72)], id="two answers"),
        pytest.param(WELL, [News(0x10, 0, 0)], id="automatic status"),
        pytest.param(b"\x14\x00\x00\x0f", [News(0x14, 0, 0)], id="drawer bit"),
        pytest.param(b"\x00", [InOrder(0)], id="paper there"),
        pytest.param(b"\x0c", [InOrder(0x0C)], id="paper end in order"),
        pytest.param(b"\x37\x220a1b\x00", [Mark(b"0a1b")], id="mark"),
        pytest.param(b"\x37\x25\x00", [Cleared()], id="cleared"),
        pytest.param(b"\x5fEPSON\x00", [Block(0x5F, b"EPSON")], id="maker"),
        pytest.param(b"\x11\x13", [], id="XON XOFF"),
        pytest.param(b"\x10\x00\x00\x00\x12", [News(0x10, 0, 0), Standing(0x12)], id="news, then an answer"),
        pytest.param(b"\x10\x12", [Standing(0x12)], id="a head without its body is dropped"),
        pytest.param(b"\x37\x220a1b\x00\x00", [Mark(b"0a1b"), InOrder(0)], id="mark, then in order"),
    ],
)
def test_a_reply_is_known_by_its_pattern(heard, replies):
    assert read_replies(heard) == (replies, b"")


@given(
    st.lists(st.sampled_from([b"\x12", WELL, PAPER_END, b"\x00", b"\x37\x220a1b\x00", b"\x37\x25\x00"]), max_size=8),
    st.data(),
)
def test_replies_cut_anywhere_are_the_same_replies(parts, data):
    heard = b"".join(parts)
    cut = data.draw(st.integers(0, len(heard)))

    first, rest = read_replies(heard[:cut])
    second, left = read_replies(rest + heard[cut:])

    assert first + second == read_replies(heard)[0]
    assert left == b""


@given(st.binary(max_size=400))
def test_noise_is_never_waited_on_for_ever(noise):
    _, rest = read_replies(noise)

    assert len(rest) < 128


def test_status_bits_say_what_is_wrong():
    assert Standing(0x16).cover_open
    assert Standing(0x32).stopped_by_paper
    assert Standing(0x72).paper_end
    assert Standing(0x1E).paper_near_end
    assert not Standing(0x1E).paper_end
    assert News(0x38, 0, 0).cover_open
    assert News(0x18, 0, 0x0F).paper_end
    assert News(0x10, 0, 0x03).near_end


def watched(*heard):
    watch = Watch(mark=b"0a1b", owed=1)
    for reply in read_replies(b"".join(heard))[0]:
        watch.note(reply)
    return watch


def test_a_slip_that_met_an_empty_roll_at_once_never_started():
    assert watched(PAPER_END).never_started
    assert watched(PAPER_END).reason == "paper_end"


def test_a_slip_that_ran_for_a_moment_may_be_on_paper():
    assert not watched(WELL, PAPER_END).never_started


def test_a_silent_printer_is_not_believed_to_have_stood_still():
    assert not watched().never_started


def test_another_slips_mark_proves_nothing():
    assert not watched(b"\x37\x22zzzz\x00").marked
    assert watched(b"\x37\x220a1b\x00").marked


def test_an_answer_still_owed_to_the_slip_before_proves_nothing():
    watch = Watch(mark=b"0a1b", owed=2)

    watch.note(InOrder(0))
    one = watch.in_order
    watch.note(InOrder(0))

    assert (one, watch.in_order) == (False, True)
