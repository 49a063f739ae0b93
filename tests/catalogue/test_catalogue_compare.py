"""A plan says exactly what taking a file over would do, and a second time it says nothing."""

import json
import string
from dataclasses import replace
from pathlib import Path

import pytest

from queue_server.catalogue.compare import plan
from queue_server.catalogue.found import CatalogueRefused
from queue_server.catalogue.plan import Change, Named, Plan, Sort
from queue_server.catalogue.read_yaml import from_yaml
from queue_server.catalogue.told import as_text, refusal_as_text
from tests.catalogue.catalogue_paper import SMALL, spoilt

WORDS = Path(__file__).parents[2] / "config" / "words"
STANDING = from_yaml(SMALL.encode())


def wanted(old: str, new: str) -> Plan:
    return plan(STANDING, from_yaml(spoilt(old, new)))


@pytest.fixture(params=["id", "en"])
def words(request) -> dict[str, str]:
    return json.loads((WORDS / f"catalogue.{request.param}.json").read_text())


def test_the_same_file_twice_changes_nothing():
    assert plan(STANDING, from_yaml(SMALL.encode())).is_empty


def test_into_an_empty_mall_everything_is_added():
    everything = plan(None, STANDING)

    assert [one.sort for one in everything.added][:4] == [Sort.MALL, Sort.ZONE, Sort.ZONE, Sort.HOURS]
    assert len(everything.added) == 1 + 2 + 1 + 1 + 2 + 3 + 4 + 4
    assert not everything.changed


def test_what_is_pointed_to_is_added_before_what_points_to_it():
    order = [one.sort for one in plan(None, STANDING).added]

    assert order == sorted(order, key=list(Sort).index)


def test_a_changed_field_says_from_what_to_what():
    changed = wanted("target_minutes: 10", "target_minutes: 11").changed

    assert changed == (Change(Named(Sort.SERVICE, "DUK01", "Perekaman KTP-el"), "target_minutes", 10, 11),)


def test_what_the_file_no_longer_names_is_archived():
    plan_without = plan(STANDING, replace(STANDING, agencies=STANDING.agencies[:1], zones=STANDING.zones[:1]))

    assert [(one.sort, one.code) for one in plan_without.archived] == [
        (Sort.ZONE, "Z2"),
        (Sort.AGENCY, "POS"),
        (Sort.LINE, "2H"),
        (Sort.SERVICE, "POS01"),
        (Sort.COUNTER, "POS-1"),
    ]


def test_unchanged_things_are_counted():
    unchanged = wanted("target_minutes: 10", "target_minutes: 11").unchanged

    assert unchanged == {
        "mall": 1,
        "zone": 2,
        "hours": 1,
        "season": 1,
        "agency": 2,
        "line": 3,
        "service": 3,
        "counter": 4,
    }


def test_a_remark_is_no_change():
    assert wanted("  timezone:", "  locale: en-GB\n  timezone:").is_empty


def test_a_share_that_only_rounded_is_no_change():
    assert wanted("demand_share: 0.7", "demand_share: 0.70000000001").is_empty


def test_a_field_the_house_does_not_keep_is_no_change():
    changed = plan(STANDING, from_yaml(spoilt("popular: yes", "popular: no")), unkept={(Sort.SERVICE, "popular")})

    assert changed.is_empty


def test_a_season_changes_with_its_hours():
    assert [change.field for change in wanted("[['08:00', '14:00']]", "[['08:00', '14:30']]").changed] == ["week"]


def test_a_moved_line_is_a_change_and_not_a_new_line():
    moved = from_yaml(spoilt("prefix: 1B", "prefix: 1C").replace(b"queue: 1B", b"queue: 1C").replace(b"[1B]", b"[1C]"))

    found = plan(STANDING, moved)

    assert [(one.sort, one.code) for one in found.added] == [(Sort.LINE, "1C")]
    assert [(one.sort, one.code) for one in found.archived] == [(Sort.LINE, "1B")]
    assert {(change.subject.code, change.field) for change in found.changed} == {
        ("DUK03", "line"),
        ("DUKCAPIL-1", "helping"),
        ("DUKCAPIL-2", "helping"),
        ("DUKCAPIL-3", "lines"),
    }


def test_a_plan_can_be_told(words):
    week = "[['08:00', '12:00'], ['13:00', '15:30']]"

    told = as_text(wanted("[['08:00', '15:30']]", week), words)

    assert "08.00–15.30" in told
    assert "13.00–15.30" in told
    assert words["catalogue.plan.empty"] in as_text(wanted("name_en: Recording", "name_en: Recording"), words)


def test_a_refusal_can_be_told(words):
    with pytest.raises(CatalogueRefused) as refused:
        from_yaml(spoilt("target_minutes: 10", "target_minutes: 0"))

    told = refusal_as_text(refused.value, words)

    assert "28" in told
    assert "agencies[1].services[1].target_minutes" in told


def test_every_reason_has_its_words(words):
    source = Path(__file__).parents[2] / "queue_server" / "catalogue"
    written = "\n".join(path.read_text() for path in source.glob("*.py"))
    reasons = {key.removeprefix("catalogue.problem.") for key in words if key.startswith("catalogue.problem.")}

    assert [reason for reason in reasons if f'"{reason}"' not in written] == []


def test_both_languages_hold_the_same_keys_and_places():
    both = [json.loads((WORDS / f"catalogue.{language}.json").read_text()) for language in ("id", "en")]

    holes = [
        {key: {hole for _, hole, _, _ in string.Formatter().parse(text)} for key, text in one.items()} for one in both
    ]

    assert holes[0] == holes[1]
    assert all(list(one) == sorted(one) for one in both)
