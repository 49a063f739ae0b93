"""The number on the paper, the day it belongs to, and the token that follows it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.domain.numbering import (
    CROCKFORD,
    Number,
    business_day,
    check_prefix,
    label,
    new_token,
    normal_token,
    parse,
)

JAKARTA, MAKASSAR, JAYAPURA = (ZoneInfo(f"Asia/{city}") for city in ("Jakarta", "Makassar", "Jayapura"))
PREFIXES = st.from_regex(r"[0-9]{0,2}[A-DF-HJ-NP-Z]{1,3}", fullmatch=True).filter(lambda text: len(text) <= 3)


@pytest.mark.parametrize(
    ("sequence", "text"), [(1, "1A-001"), (12, "1A-012"), (999, "1A-999"), (1000, "1A-1000"), (12345, "1A-12345")]
)
def test_a_number_has_three_digits_and_grows_when_the_day_does(sequence, text):
    assert label("1A", sequence) == text


@pytest.mark.parametrize("sequence", [0, -1])
def test_a_sequence_begins_at_one(sequence):
    with pytest.raises(ValueError, match="begins at 1"):
        label("1A", sequence)


@pytest.mark.parametrize(
    "text",
    ["1A-012", "1a 12", "1A012", "1a12", " 1A – 12 ", "1A.012", "1A‑012", "1A-O12", "ia-012", "1A/12", "1A-000012"],
)
def test_a_number_is_read_however_it_is_written(text):
    assert parse(text) == Number("1A", 12)


@pytest.mark.parametrize(
    "text",
    ["", "012", "1A", "1A-", "1A-000", "1E-001", "1A-0000012", "ABCD-1", "1A-12B", "１A-012", "1A-٠١٢", "<b>"],
    ids=repr,
)
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError, match="not a "):
        parse(text)


@given(PREFIXES, st.integers(1, 999_999))
def test_what_is_printed_can_be_read_back(prefix, sequence):
    assert parse(label(prefix, sequence)) == Number(prefix, sequence)


@pytest.mark.parametrize("text", ["A", "1A", "5B", "12Z", "AB", "KTP"])
def test_a_prefix_is_short_and_ends_in_a_letter(text):
    assert check_prefix(text) == text


@pytest.mark.parametrize(
    "text", ["", "1", "12", "A1", "1E", "1I", "1O", "E", "1a", "123A", "ABCD", "A-", "É", "1A\n"], ids=repr
)
def test_a_prefix_that_misleads_an_eye_or_a_spreadsheet_is_refused(text):
    with pytest.raises(ValueError, match="not a prefix"):
        check_prefix(text)


def test_no_number_is_read_as_a_quantity_by_a_spreadsheet():
    for letter in set("ABCDEFGHIJKLMNOPQRSTUVWXYZ") - set("EIO"):
        with pytest.raises(ValueError, match="could not convert"):
            float(label(f"1{letter}", 1).replace("-", ""))


def test_a_token_has_sixty_bits_and_no_two_are_alike():
    tokens = {new_token() for _ in range(2000)}

    assert len(tokens) == 2000
    assert len(CROCKFORD) ** 12 == 2**60
    assert all(normal_token(token) == token for token in tokens)


@pytest.mark.parametrize("text", ["K7Q2M9XZ4BN0", "k7q2m9xz4bno", "K7Q2-M9XZ-4BNO", " k7q2 m9xz 4bn0 "])
def test_a_token_is_read_however_it_is_typed(text):
    assert normal_token(text) == "K7Q2M9XZ4BN0"


def test_letters_that_look_like_one_are_one():
    assert normal_token("IlL1IlL1IlL1") == "1" * 12


@pytest.mark.parametrize(
    "text", ["", "K7Q2M9XZ4BN", "K7Q2M9XZ4BN00", "K7Q2M9XZ4BNU", "K7Q2M9XZ4BN'", "ＫＫＫＫＫＫＫＫＫＫＫＫ"], ids=repr
)
def test_what_cannot_be_a_token_is_none(text):
    assert normal_token(text) is None


@pytest.mark.parametrize(
    ("zone", "utc", "day"),
    [
        pytest.param(JAKARTA, (20, 16, 59), 20, id="WIB-23.59"),
        pytest.param(JAKARTA, (20, 17, 0), 21, id="WIB-midnight"),
        pytest.param(MAKASSAR, (20, 16, 0), 21, id="WITA-midnight"),
        pytest.param(JAYAPURA, (20, 14, 59), 20, id="WIT-23.59"),
        pytest.param(JAYAPURA, (20, 15, 0), 21, id="WIT-midnight"),
    ],
)
def test_the_day_begins_at_midnight_of_the_mall(zone, utc, day):
    assert business_day(datetime(2026, 11, *utc, tzinfo=UTC), zone, None) == date(2026, 11, day)


def test_a_clock_that_jumps_back_does_not_bring_yesterday_back():
    yesterday = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)

    assert business_day(yesterday, JAKARTA, date(2026, 11, 21)) == date(2026, 11, 21)
    assert business_day(yesterday, JAKARTA, date(2026, 11, 19)) == date(2026, 11, 20)


def test_a_moment_without_a_zone_has_no_day():
    with pytest.raises(ValueError, match="aware"):
        business_day(datetime(2026, 11, 20), JAKARTA, None)  # noqa: DTZ001
