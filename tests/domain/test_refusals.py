"""Every no has a code, a kind and kind words in both languages."""

import json
import re
from pathlib import Path

import pytest

from queue_server.domain import refusals
from queue_server.domain.refusals import DeskBusy, Kind, LineEmpty, Refusal, ServiceClosed

WORDS = Path(__file__).parents[2] / "config" / "words"
LANGUAGES = ("id", "en")
EVERY = sorted(
    (found for found in vars(refusals).values() if isinstance(found, type) and hasattr(found, "code")),
    key=lambda refusal: refusal.code,
)


def words(room, language):
    return json.loads((WORDS / f"{room}.{language}.json").read_text("utf-8"))


def placeholders(sentence):
    return set(re.findall(r"\{(\w+)\}", sentence))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("refusal", EVERY, ids=lambda refusal: refusal.code)
def test_a_refusal_has_a_sentence_of_what_it_always_carries(refusal, language):
    sentence = words("refusal", language)[f"refusal.{refusal.code}"]

    assert placeholders(sentence) <= refusal.carries


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_speak_of_no_refusal_that_there_is_not(language):
    assert set(words("refusal", language)) == {f"refusal.{refusal.code}" for refusal in EVERY}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sentences_are_calm_and_whole(language):
    for key, sentence in words("refusal", language).items():
        assert sentence.endswith("."), key
        assert not re.search(r"!|\berror\b|\bgagal\b|\bkesalahan\b|\bfailed\b|silahkan|antrian", sentence, re.I), key


@pytest.mark.parametrize("room", ["refusal", "reason"])
def test_both_languages_say_the_same_things_in_order(room):
    indonesian, english = (words(room, language) for language in LANGUAGES)

    assert list(indonesian) == sorted(indonesian) == list(english)
    assert {key: placeholders(text) for key, text in indonesian.items()} == {
        key: placeholders(text) for key, text in english.items()
    }


@pytest.mark.parametrize("refusal", EVERY, ids=lambda refusal: refusal.code)
def test_the_class_name_is_the_code(refusal):
    noun, reason = refusal.code.split(".")

    assert refusal.__name__ == "".join(word.capitalize() for word in [noun, *reason.split("_")])
    assert refusal.kind in Kind


def test_no_two_refusals_share_a_code():
    assert len({refusal.code for refusal in EVERY}) == len(EVERY)


def test_a_refusal_keeps_its_facts_and_says_its_code():
    refusal = DeskBusy(ticket="1A-012", counter="DUKCAPIL-3")

    assert refusal.facts == {"ticket": "1A-012", "counter": "DUKCAPIL-3"}
    assert str(refusal).startswith("desk.busy")
    assert str(LineEmpty()) == "line.empty"
    assert isinstance(refusal, Refusal)


def test_a_refusal_without_the_facts_it_owes_is_our_own_mistake():
    with pytest.raises(TypeError, match="opens_at"):
        ServiceClosed(reason="holiday")


def test_a_fact_may_be_known_to_be_nothing():
    assert ServiceClosed(reason="archived", opens_at=None).facts["opens_at"] is None
