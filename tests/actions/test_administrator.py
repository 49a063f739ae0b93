"""The administrator's deeds: people and devices, and the code that pairs one."""

import pytest
from sqlalchemy import select

from queue_server.access import tokens
from queue_server.actions import administrator, signing
from queue_server.actions.administrator import NewDevice, NewPerson
from queue_server.db import house as rows
from queue_server.db.work import Work
from queue_server.domain.patience import LONGEST_LOCK, lock_after
from queue_server.domain.refusals import (
    AgencyOther,
    AgencyUnknown,
    DeviceExists,
    DeviceUnknown,
    PairingExpired,
    PairingUnknown,
    PersonExists,
    PersonUnknown,
    ZoneUnknown,
)
from queue_server.domain.roles import Actor, DeviceKind, Role
from queue_server.queries import access
from tests.world import World

SITI = NewPerson(username="siti", name="Siti", role=Role.OFFICER, agency="DUKCAPIL", password_hash="-")


def admin(mall: World, agency: str | None = None) -> Actor:
    return Actor(
        kind="person",
        id=1,
        name="Admin",
        mall_id=mall.mall_id,
        role=Role.ADMINISTRATOR,
        agency_id=mall.house.agencies[agency].id if agency else None,
        agency_code=agency,
    )


def add(mall: World, person: NewPerson = SITI, by: Actor | None = None) -> int:
    return mall.do(by or admin(mall), lambda work: administrator.add_person(work, person))


def pair(
    mall: World, name: str = "Layar 1", kind: DeviceKind = DeviceKind.DISPLAY, *, token: str = "", **more: str
) -> int:
    device = NewDevice(kind=kind, name=name, **more)
    secret = token or tokens.new_secret()
    return mall.do(admin(mall), lambda work: administrator.pair_device(work, device, token=secret))


def test_somebody_added_is_on_record_without_a_name(mall: World) -> None:
    person = add(mall)

    assert mall.told[-1].name == "person.added"
    assert mall.told[-1].is_private
    assert mall.told[-1].body == {"note": {"person": person, "role": "officer", "agency": "DUKCAPIL"}}
    assert "Siti" not in str(mall.told)


def test_a_name_is_taken_once(mall: World) -> None:
    add(mall)
    with pytest.raises(PersonExists):
        add(mall)
    with pytest.raises(AgencyUnknown):
        add(mall, NewPerson(username="budi", name="Budi", role=Role.OFFICER, agency="NOWHERE", password_hash="-"))


def test_one_who_left_frees_the_name_and_ends_the_sessions(mall: World) -> None:
    person = add(mall)
    by = Actor(kind="person", id=person, name="Siti", mall_id=mall.mall_id, role=Role.OFFICER)
    mall.do(by, lambda work: signing.open_session(work, person, token="a token"))

    mall.do(admin(mall), lambda work: administrator.deactivate_person(work, person))

    with mall.store.read() as connection:
        assert access.session_by_hash(connection, tokens.hashed("a token"), mall.clock.now) is None
        assert access.person_by_username(connection, mall.mall_id, "siti") is None
    assert add(mall) != person
    with pytest.raises(PersonUnknown):
        mall.do(admin(mall), lambda work: administrator.deactivate_person(work, person))


def test_the_longest_name_can_leave_too(mall: World) -> None:
    person = add(mall, NewPerson(username="s" * 60, name="Siti", role=Role.MONITOR, agency=None, password_hash="-"))

    mall.do(admin(mall), lambda work: administrator.deactivate_person(work, person))

    with mall.store.read() as connection:
        (name,) = connection.execute(select(rows.Person.username).where(rows.Person.id == person)).one()
    assert len(name) <= 60


def test_an_agencys_administrator_has_no_hand_in_others(mall: World) -> None:
    bound, theirs = admin(mall, "SAMSAT"), add(mall)

    with pytest.raises(AgencyOther):
        add(mall, by=bound)
    with pytest.raises(AgencyOther):
        add(
            mall,
            NewPerson(username="raja", name="Raja", role=Role.ADMINISTRATOR, agency=None, password_hash="-"),
            by=bound,
        )
    with pytest.raises(AgencyOther):
        mall.do(bound, lambda work: administrator.deactivate_person(work, theirs))


def test_a_device_is_known_by_its_token_until_it_is_revoked(mall: World) -> None:
    device = pair(mall, zone="Z1", token="a token")

    def found() -> object:
        with mall.store.read() as connection:
            return access.device_by_hash(connection, tokens.hashed("a token"))

    assert found() is not None
    mall.do(admin(mall), lambda work: administrator.revoke_device(work, device))
    assert found() is None
    assert mall.facts == ["device.paired", "device.revoked"]
    assert pair(mall, zone="Z1") != device
    with pytest.raises(DeviceUnknown):
        mall.do(admin(mall), lambda work: administrator.revoke_device(work, device))


def test_the_longest_name_of_a_device_can_be_revoked(mall: World) -> None:
    device = pair(mall, "L" * 40)

    mall.do(admin(mall), lambda work: administrator.revoke_device(work, device))

    with mall.store.read() as connection:
        (name,) = connection.execute(select(rows.Device.name).where(rows.Device.id == device)).one()
    assert len(name) <= 40


def test_a_device_has_a_name_of_its_own_and_a_place_that_exists(mall: World) -> None:
    pair(mall)
    with pytest.raises(DeviceExists):
        pair(mall)
    with pytest.raises(ZoneUnknown):
        pair(mall, "Layar 2", zone="Z9")
    with pytest.raises(DeviceUnknown):
        pair(mall, "Kiosk 2", DeviceKind.KIOSK, printer="Layar 1")
    assert pair(mall, "Kiosk 2", DeviceKind.KIOSK, printer="C2") > 0


def test_the_last_printer_gone_means_no_paper_is_owed(mall: World) -> None:
    assert mall.take().slip_id is not None

    mall.do(admin(mall), lambda work: administrator.revoke_device(work, 2))

    assert mall.take().slip_id is None
    pair(mall, "Printer 3", DeviceKind.PRINTER)
    assert mall.take().slip_id is not None


def asked(mall: World) -> None:
    device = Actor(kind="anyone", mall_id=mall.mall_id)
    mall.do(
        device, lambda work: administrator.open_pairing(work, DeviceKind.DISPLAY, code_hash="code", poll_hash="poll")
    )


def approve(work: Work) -> int:
    return administrator.approve_pairing(work, "code", name="Layar 1", zone=None, printer=None)


def collect(mall: World, token: str = "its own") -> int | None:
    device = Actor(kind="anyone", mall_id=mall.mall_id)
    return mall.do(device, lambda work: administrator.collect_pairing(work, "poll", token=token))


def test_a_pairing_waits_is_approved_once_and_collected_once(mall: World) -> None:
    asked(mall)
    assert collect(mall) is None

    device = mall.do(admin(mall), approve)

    with pytest.raises(PairingUnknown):
        mall.do(admin(mall), approve)
    assert collect(mall) == device
    with pytest.raises(PairingUnknown):
        collect(mall)
    with mall.store.read() as connection:
        assert access.device_by_hash(connection, tokens.hashed("its own")) is not None


def test_a_pairing_is_over_after_ten_minutes(mall: World) -> None:
    asked(mall)
    mall.clock.forward(minutes=10)

    with pytest.raises(PairingExpired):
        mall.do(admin(mall), approve)
    with pytest.raises(PairingExpired):
        collect(mall)


def test_a_revoked_device_collects_no_token(mall: World) -> None:
    asked(mall)
    device = mall.do(admin(mall), approve)
    mall.do(admin(mall), lambda work: administrator.revoke_device(work, device))

    collect(mall)

    with mall.store.read() as connection:
        assert access.device_by_hash(connection, tokens.hashed("its own")) is None


def test_a_lock_grows_and_has_an_end() -> None:
    lasting = [lock_after(failures) for failures in range(4, 30)]

    assert lasting[0] is None
    grown = [one for one in lasting if one is not None]
    assert grown == sorted(grown)
    assert grown[-1] == LONGEST_LOCK


def test_one_who_left_in_the_middle_frees_the_counter_and_the_visitor(mall: World) -> None:
    mall.waiting(minutes=5)
    called = mall.desk("DUKCAPIL-1", person=1).call_next()

    mall.do(admin(mall), lambda work: administrator.deactivate_person(work, 1))

    assert mall.facts[-3:] == ["ticket.returned", "desk.closed", "person.deactivated"]
    assert mall.desk("DUKCAPIL-1", person=2).call_next().id == called.id
