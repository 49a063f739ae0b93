"""What an administrator does: people and devices."""

from dataclasses import dataclass

from queue_server.access import tokens
from queue_server.actions.officer import vacate
from queue_server.db import house as rows
from queue_server.db.work import Work
from queue_server.domain.events import DevicePaired, DeviceRevoked, PersonAdded, PersonDeactivated
from queue_server.domain.patience import PAIRING_OPEN_FOR
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
from queue_server.domain.roles import DeviceKind, Role
from queue_server.domain.ticket import Face
from queue_server.queries import access
from queue_server.queries import desk as desks


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """Somebody who will sign in. `password_hash` comes from access.passwords, made outside the transaction."""

    username: str
    name: str
    role: Role
    agency: str | None
    password_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDevice:
    """A device to pair: its name is unique in the mall; `printer` names a kiosk's own printer."""

    kind: DeviceKind
    name: str
    zone: str | None = None
    printer: str | None = None


def add_person(work: Work, person: NewPerson) -> int:
    """Adds a person and gives the id. Refuses AgencyUnknown, AgencyOther, PersonExists."""
    agency_id = _agency_id(work, person.agency)
    _in_own_agency(work, agency_id)
    if access.person_by_username(work.connection, work.mall_id, person.username) is not None:
        raise PersonExists(username=person.username)
    person_id = work.add(
        rows.Person,
        mall_id=work.mall_id,
        agency_id=agency_id,
        username=person.username,
        name=person.name,
        role=person.role.value,
        password_hash=person.password_hash,
        failures=0,
    )
    work.record(PersonAdded(note={"person": person_id, "role": person.role.value, "agency": person.agency}))
    return person_id


def deactivate_person(work: Work, person_id: int) -> None:
    """Takes away the right to sign in and frees the counter; the rows of what the person did stay.

    Refuses PersonUnknown, AgencyOther."""
    person = access.person_by_id(work.connection, work.mall_id, person_id)
    if person is None or person.deactivated_at is not None:
        raise PersonUnknown(person=person_id)
    _in_own_agency(work, person.agency_id)
    desk = desks.of_person(work.connection, work.mall_id, person_id)
    if desk is not None:
        vacate(work, desk)
    # The name is freed for a successor.
    username = f"{person.username[:40]}#{person_id}"
    work.change(rows.Person, person_id, deactivated_at=work.now, username=username)
    work.record(PersonDeactivated(note={"person": person_id}))


def pair_device(work: Work, device: NewDevice, *, token: str) -> int:
    """Pairs a device, which from now on opens doors with `token`; only its hash is kept.

    Refuses DeviceExists, ZoneUnknown, DeviceUnknown (the printer)."""
    if access.device_by_name(work.connection, work.mall_id, device.name) is not None:
        raise DeviceExists(name=device.name)
    device_id = work.add(
        rows.Device,
        mall_id=work.mall_id,
        zone_id=_zone_id(work, device.zone),
        printer_id=_printer_id(work, device.printer),
        kind=device.kind.value,
        name=device.name,
        token_hash=tokens.hashed(token),
        paired_at=work.now,
    )
    if device.kind is DeviceKind.PRINTER:
        work.house_changed()
    work.record(DevicePaired(device=_device_face(device_id, device.kind.value, device.name, device.zone)))
    return device_id


def revoke_device(work: Work, device_id: int) -> None:
    """Takes the device's token away at once; kiosks whose own printer it was use any. Refuses DeviceUnknown."""
    device = access.device_by_id(work.connection, work.mall_id, device_id)
    if device is None:
        raise DeviceUnknown(device=device_id)
    # The name is freed for the device that takes its place.
    name = f"{device.name[:30]}#{device_id}"
    work.change(rows.Device, device_id, revoked_at=work.now, name=name)
    for kiosk_id in access.kiosks_of(work.connection, work.mall_id, device_id):
        work.change(rows.Device, kiosk_id, printer_id=None)
    work.house_changed()
    work.record(DeviceRevoked(device=_device_face(device_id, device.kind, device.name, device.zone)))


def open_pairing(work: Work, kind: DeviceKind, *, code_hash: str, poll_hash: str) -> int:
    """A device asks to be paired: its code waits for an administrator."""
    return work.add(
        rows.Pairing,
        mall_id=work.mall_id,
        kind=kind.value,
        code_hash=code_hash,
        poll_hash=poll_hash,
        expires_at=work.now + PAIRING_OPEN_FOR,
    )


def approve_pairing(work: Work, code_hash: str, *, name: str, zone: str | None, printer: str | None) -> int:
    """Pairs the device that shows this code, once. It collects its token itself, with its poll token.

    Refuses PairingUnknown, PairingExpired, and what pair_device refuses."""
    pairing = access.pairing_by_code(work.connection, work.mall_id, code_hash)
    if pairing is None:
        raise PairingUnknown
    if pairing.expires_at <= work.now:
        raise PairingExpired
    device = NewDevice(kind=DeviceKind(pairing.kind), name=name, zone=zone, printer=printer)
    # Nobody knows this first token: the device's own one replaces it when it comes to collect.
    device_id = pair_device(work, device, token=tokens.new_secret())
    work.change(rows.Pairing, pairing.id, device_id=device_id)
    return device_id


def collect_pairing(work: Work, poll_hash: str, *, token: str) -> int | None:
    """The device comes for its token, once: None while nobody has approved it.

    Refuses PairingUnknown, PairingExpired."""
    pairing = access.pairing_by_poll(work.connection, poll_hash)
    if pairing is None or pairing.collected_at is not None:
        raise PairingUnknown
    if pairing.expires_at <= work.now:
        raise PairingExpired
    if pairing.device_id is None:
        return None
    work.change(rows.Device, pairing.device_id, token_hash=tokens.hashed(token))
    work.change(rows.Pairing, pairing.id, collected_at=work.now)
    return int(pairing.device_id)


def _device_face(device_id: int, kind: str, name: str, zone: str | None) -> Face:
    return {"id": device_id, "kind": kind, "name": name, "zone": zone}


def _agency_id(work: Work, code: str | None) -> int | None:
    if code is None:
        return None
    if code not in work.house.agencies:
        raise AgencyUnknown(agency=code)
    return work.house.agencies[code].id


def _in_own_agency(work: Work, agency_id: int | None) -> None:
    """An administrator of one agency has no hand in other agencies' people, nor in those of the whole mall."""
    bound_to = work.by.agency_id
    if bound_to is not None and bound_to != agency_id:
        raise AgencyOther(agency=work.by.agency_code)


def _zone_id(work: Work, code: str | None) -> int | None:
    if code is None:
        return None
    if code not in work.house.zones:
        raise ZoneUnknown(zone=code)
    return work.house.zones[code].id


def _printer_id(work: Work, name: str | None) -> int | None:
    if name is None:
        return None
    printer = access.device_by_name(work.connection, work.mall_id, name)
    if printer is None or printer.kind != DeviceKind.PRINTER.value:
        raise DeviceUnknown(device=name)
    return int(printer.id)
