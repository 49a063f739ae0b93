"""Taking a catalogue over makes the house what the file says, exactly, and loses nobody's history."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from queue_server.actions.cataloguing import take_over
from queue_server.catalogue.compare import plan
from queue_server.catalogue.plan import CatalogueFile, Plan
from queue_server.catalogue.read import read
from queue_server.catalogue.read_yaml import from_yaml
from queue_server.db.founding import NewMall, found_mall
from queue_server.db.house import Service
from queue_server.db.store import Store
from queue_server.domain.availability import Reason
from queue_server.domain.house import House
from queue_server.domain.refusals import CatalogueInUse
from queue_server.domain.roles import Actor
from queue_server.queries import availability, journal
from queue_server.queries import house as houses
from queue_server.queries.standing import standing
from tests.catalogue.catalogue_paper import SMALL, spoilt
from tests.world import StandingClock, World

DEMO = Path(__file__).parents[2] / "config" / "demo_catalogue.yaml"


@dataclass
class Catalogued:
    """A mall that takes catalogues over."""

    world: World

    def takes(self, wanted: CatalogueFile) -> Plan:
        with self.world.store.work(by=Actor(kind="command", mall_id=self.world.mall_id)) as work:
            doing = plan(standing(work.connection, work.mall_id), wanted)
            take_over(work, wanted, doing)
        return doing

    @property
    def stands(self) -> CatalogueFile | None:
        with self.world.store.read() as connection:
            return standing(connection, self.world.mall_id)

    @property
    def house(self) -> House:
        return self.world.house

    @property
    def seq(self) -> int:
        with self.world.store.read() as connection:
            return journal.seq_of(connection, self.world.mall_id)

    def closed_at(self, service: str, now: datetime) -> Reason | None:
        with self.world.store.read() as connection:
            found = self.house.services[service]
            return availability.decision(connection, self.house, found, day=now.date(), now=now).reason

    def service_id(self, code: str) -> int | None:
        with self.world.store.read() as connection:
            return connection.execute(select(Service.id).where(Service.code == code)).scalar()


@pytest.fixture
def empty(database_url):
    store = Store(database_url, load_house=houses.load, clock=StandingClock())
    mall_id = found_mall(database_url, NewMall(code="UJI", name="Belum bernama", timezone="Asia/Jakarta"))
    world = World(store, store.clock, mall_id)
    store.listen(lambda _, facts: world.told.extend(facts))
    yield Catalogued(world)
    store.close()


@pytest.fixture
def small() -> CatalogueFile:
    return from_yaml(SMALL.encode())


def with_own_code(catalogue: CatalogueFile) -> CatalogueFile:
    return replace(catalogue, mall=replace(catalogue.mall, code="UJI"))


def without(catalogue: CatalogueFile, agency: str) -> CatalogueFile:
    return replace(catalogue, agencies=tuple(one for one in catalogue.agencies if one.code != agency))


def test_an_empty_mall_has_no_catalogue(empty):
    assert empty.stands is None


@pytest.mark.parametrize("file", ["small", "demo"])
def test_a_catalogue_taken_over_reads_back_as_it_was_written(empty, small, file):
    wanted = small if file == "small" else read(DEMO)

    empty.takes(wanted)

    assert empty.stands == with_own_code(wanted)


def test_the_same_catalogue_twice_writes_nothing(empty, small):
    empty.takes(small)
    seq, version = empty.seq, empty.house.version

    again = empty.takes(small)

    assert again.is_empty
    assert (empty.seq, empty.house.version) == (seq, version)


def test_one_fact_tells_how_much_changed(empty, small):
    everything = empty.takes(small)

    assert empty.world.facts == ["catalogue.changed"]
    assert empty.world.told[0].body["note"] == {"added": len(everything.added), "changed": 0, "archived": 0}
    empty.world.verify()


def test_a_changed_field_is_changed_and_nothing_else(empty, small):
    empty.takes(small)
    wanted = from_yaml(spoilt("target_minutes: 10", "target_minutes: 11"))

    empty.takes(wanted)

    assert empty.stands == with_own_code(wanted)
    assert empty.house.services["DUK01"].target_minutes == 11


def test_what_the_file_no_longer_names_is_archived_and_still_known_by_id(empty, small):
    empty.takes(small)
    gone = empty.service_id("POS01")

    empty.takes(without(small, "POS"))

    assert "POS01" not in empty.house.services
    assert "POS-1" not in empty.house.counters
    assert empty.house.services_by_id[gone].code == "POS01"


def test_a_code_that_comes_back_is_the_same_row_again(empty, small):
    empty.takes(small)
    before = empty.service_id("POS01")
    empty.takes(without(small, "POS"))

    empty.takes(small)

    assert empty.house.services["POS01"].id == before
    assert empty.stands == with_own_code(small)


def test_the_order_of_the_file_is_the_order_of_the_house(empty, small):
    turned = replace(small, agencies=tuple(reversed(small.agencies)))

    empty.takes(turned)

    assert list(empty.house.agencies) == ["POS", "DUKCAPIL"]
    assert list(empty.house.lines) == ["2H", "1A", "1B"]


def test_hours_that_become_a_season_are_not_archived_with_their_old_sort(empty, small):
    plain = from_yaml(spoilt("    from: 2027-02-08\n    to: 2027-03-09\n", "").replace(b"ramadan:", b"pendek:"))
    empty.takes(plain)
    seasonal = from_yaml(SMALL.replace("ramadan:", "pendek:").encode())

    empty.takes(seasonal)

    assert [season.code for season in empty.stands.seasons] == ["pendek"]


def test_a_season_stands_in_for_the_hours_that_it_replaces_only(empty, small):
    other = from_yaml(
        SMALL.replace("  ramadan:\n", "  lain:\n    mon_fri: [['08:00', '15:30']]\n  ramadan:\n")
        .replace("name_en: Mail and parcels,", "name_en: Mail and parcels, schedule: lain,")
        .encode()
    )
    empty.takes(other)
    in_ramadan = datetime(2027, 2, 10, 14, 30, tzinfo=empty.house.zone).astimezone(UTC)

    assert empty.closed_at("DUK01", in_ramadan) is Reason.AFTER_HOURS
    assert empty.closed_at("POS01", in_ramadan) is None


def test_a_season_without_dates_is_kept_and_never_applies(empty):
    empty.takes(from_yaml(spoilt("    from: 2027-02-08\n    to: 2027-03-09\n", "")))

    assert [season.first for season in empty.stands.seasons] == [None]
    assert not any(agency.seasons for agency in empty.house.agencies.values())


def test_a_service_may_keep_hours_of_its_own(empty):
    wanted = SMALL.replace("  ramadan:\n", "  pagi:\n    mon_fri: [['08:00', '10:00']]\n  ramadan:\n")
    empty.takes(from_yaml(wanted.replace("name_en: Recording,", "name_en: Recording, schedule: pagi,").encode()))
    late = datetime(2026, 11, 24, 11, 0, tzinfo=empty.house.zone)

    assert empty.closed_at("DUK01", late) is Reason.AFTER_HOURS
    assert empty.closed_at("DUK03", late) is None


def test_a_service_that_people_wait_for_is_not_archived(mall):
    mall.take("KTP")
    hall = Catalogued(mall)
    wanted = without(hall.stands, "DUKCAPIL")

    with pytest.raises(CatalogueInUse) as refused:
        hall.takes(wanted)

    assert refused.value.facts["codes"] == "1A, KTP"
    assert "KTP" in hall.house.services


def test_a_counter_with_an_open_desk_is_not_archived(mall):
    mall.desk("SAMSAT-1")
    hall = Catalogued(mall)

    with pytest.raises(CatalogueInUse) as refused:
        hall.takes(without(hall.stands, "SAMSAT"))

    assert refused.value.facts["codes"] == "2A, SAMSAT-1"


def test_after_the_day_it_may_go(mall):
    desk = mall.desk("SAMSAT-1")
    mall.take("PAJAK")
    desk.call_next()
    desk.start()
    desk.finish()
    desk.close()
    hall = Catalogued(mall)

    hall.takes(without(hall.stands, "SAMSAT"))

    assert "SAMSAT-1" not in hall.house.counters
