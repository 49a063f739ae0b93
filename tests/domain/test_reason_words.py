"""Every reason for a closed service has words for a kiosk tile, in both languages."""

import json
import re
from pathlib import Path

import pytest

from queue_server.domain.availability import Reason

WORDS = Path(__file__).parents[2] / "config" / "words"
LANGUAGES = ("id", "en")
MOMENTS = {"today": {"time"}, "tomorrow": {"time"}, "weekday": {"weekday", "time"}, "date": {"date", "time"}}
LINE = 28  # characters of one line under a service's name; the moment takes the other


def words(language):
    return json.loads((WORDS / f"reason.{language}.json").read_text("utf-8"))


def placeholders(sentence):
    return set(re.findall(r"\{(\w+)\}", sentence))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", Reason)
def test_a_reason_says_when_it_opens_and_can_be_silent_about_it(reason, language):
    found = words(language)
    never_opens = reason is Reason.ARCHIVED

    assert placeholders(found[f"reason.{reason}"]) == (set() if never_opens else {"opens"})
    assert never_opens or not placeholders(found[f"reason.{reason}.unknown"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("moment", "facts"), MOMENTS.items(), ids=MOMENTS)
def test_an_opening_is_told_by_its_nearness(moment, facts, language):
    assert placeholders(words(language)[f"reason.opens.{moment}"]) == facts


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_no_other_words(language):
    keys = {f"reason.{reason}" for reason in Reason} | {f"reason.opens.{moment}" for moment in MOMENTS}
    keys |= {f"reason.{reason}.unknown" for reason in set(Reason) - {Reason.ARCHIVED}}

    assert set(words(language)) == keys


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_fit_two_short_lines_of_a_tile(language):
    for key, sentence in words(language).items():
        assert len(sentence.replace("{opens}", "")) <= LINE, key
