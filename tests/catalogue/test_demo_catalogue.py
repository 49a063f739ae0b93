"""Our own demonstration mall is a good catalogue, and its people and devices fit it."""

import tomllib
from pathlib import Path

import pytest

from queue_server.catalogue.plan import CatalogueFile
from queue_server.catalogue.read import read
from queue_server.catalogue.read_xlsx import from_xlsx
from queue_server.catalogue.write_xlsx import to_xlsx

CONFIG = Path(__file__).parents[2] / "config"


@pytest.fixture(scope="module")
def demo() -> CatalogueFile:
    return read(CONFIG / "demo_catalogue.yaml")


@pytest.fixture(scope="module")
def mall() -> dict:
    return tomllib.loads((CONFIG / "demo_mall.toml").read_text())


def test_it_has_the_size_of_a_real_mall(demo):
    agencies = demo.agencies

    assert len(agencies) == 29
    assert sum(len(agency.services) for agency in agencies) == 290
    assert sum(len(agency.lines) for agency in agencies) == 37
    assert sum(len(agency.counters) for agency in agencies) == 65
    assert len(demo.zones) == 5
    assert {zone.floor for zone in demo.zones} == {1, 2}


def test_shares_add_up_to_one(demo):
    assert sum(agency.demand_share for agency in demo.agencies) == pytest.approx(1, abs=0.002)
    for agency in demo.agencies:
        assert sum(service.demand_share or 0 for service in agency.services) == pytest.approx(1, abs=0.001)


def test_its_popular_services_have_a_short_name_and_requirements(demo):
    popular = [service for agency in demo.agencies for service in agency.services if service.popular]

    assert len(popular) == 20
    assert all(service.short_name and service.short_name_en for service in popular)
    assert all(len(service.requirements) == len(service.requirements_en) for service in popular)


def test_it_survives_a_workbook(demo):
    assert from_xlsx(to_xlsx(demo)) == demo


def test_every_counter_has_its_officer_and_everybody_a_name_of_their_own(demo, mall):
    people = mall["people"]["person"]
    counters = {counter.code: agency.code for agency in demo.agencies for counter in agency.counters}

    assert {one["counter"]: one["agency"] for one in people if one["role"] == "officer"} == counters
    assert len({one["username"] for one in people}) == len({one["name"] for one in people}) == len(people) == 71


def test_displays_stand_in_zones_that_are(demo, mall):
    zones = {device["zone"] for device in mall["device"] if "zone" in device}

    assert zones == {zone.code for zone in demo.zones}


def test_what_is_closed_for_show_exists(demo, mall):
    services = {service.code for agency in demo.agencies for service in agency.services}

    assert {closed["service"] for closed in mall["closed"]} <= services
    assert all(len(closed["reason"]) <= 140 for closed in mall["closed"])
