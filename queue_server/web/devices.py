"""Devices: paired by a code on their own screen, listed, revoked."""

from flask import Response, request

from queue_server.access import tokens
from queue_server.actions import administrator
from queue_server.db.base import AnyRow
from queue_server.domain.patience import PAIRING_OPEN_FOR
from queue_server.domain.refusals import (
    DeviceExists,
    DeviceUnknown,
    MallUnknown,
    PairingExpired,
    PairingUnknown,
    RateLimited,
    ZoneUnknown,
)
from queue_server.domain.roles import Actor, Deed
from queue_server.domain.ticket import Face, local
from queue_server.queries import access
from queue_server.queries.hall import is_online
from queue_server.web import schemas
from queue_server.web.answers import actor, as_json, command, known
from queue_server.web.bodies import ApprovePairing, AskPairing, Nothing, PollPairing
from queue_server.web.day import today
from queue_server.web.door import Door
from queue_server.web.hall import hall


def ask(body: AskPairing) -> Response:
    """A new device asks for a code to show. Refuses MallUnknown where several malls live and none was named."""
    _limit("ask")
    store, key = hall().store, hall().settings.secret_key
    with store.read() as connection:
        mall_id = access.mall_by_code(connection, body.mall) if body.mall else access.only_mall(connection)
        if mall_id is None:
            raise MallUnknown
        zone = store.house(connection, mall_id).zone
    code, poll_token = tokens.new_code(), tokens.new_secret()
    with store.work(by=Actor(kind="anyone", mall_id=mall_id)) as work:
        administrator.open_pairing(
            work, body.kind, code_hash=tokens.hashed_code(key, code), poll_hash=tokens.hashed(poll_token)
        )
        expires_at = local(work.now + PAIRING_OPEN_FOR, zone)
    return as_json({"code": code, "poll_token": poll_token, "expires_at": expires_at}, 201)


def poll(body: PollPairing) -> Response:
    """The device comes for its token: given once."""
    poll_hash = tokens.hashed(body.poll_token)
    with hall().store.read() as connection:
        pairing = access.pairing_by_poll(connection, poll_hash)
    if pairing is None or pairing.collected_at is not None:
        raise PairingUnknown
    if pairing.expires_at <= hall().store.clock():
        return as_json({"state": "expired"})
    if pairing.device_id is None:
        return as_json({"state": "waiting"})
    token = tokens.new_secret()
    with hall().store.work(by=Actor(kind="anyone", mall_id=pairing.mall_id)) as work:
        device_id = administrator.collect_pairing(work, poll_hash, token=token)
        device = access.device_by_id(work.connection, work.mall_id, device_id or 0)
    if device is None:
        raise PairingUnknown
    return as_json({"state": "paired", "token": token, "device": _face(device)})


def approve(body: ApprovePairing) -> Response:
    """The administrator enters the code that the device shows."""
    _limit("approve")
    code_hash = tokens.hashed_code(hall().settings.secret_key, body.code)
    with command() as done:
        if done.again:
            device = access.device_by_name(done.work.connection, done.work.mall_id, body.name)
        else:
            device_id = administrator.approve_pairing(
                done.work, code_hash, name=body.name, zone=body.zone, printer=body.printer
            )
            device = access.device_by_id(done.work.connection, done.work.mall_id, device_id)
    if device is None:
        raise DeviceUnknown(device=body.name)
    return as_json({"device": _face(device)}, 201)


def every() -> Response:
    """Every paired device, and whether it was seen lately."""
    store = hall().store
    now, seen = store.clock(), dict(hall().seen)
    with store.read() as connection:
        house = store.house(connection, actor().mall_id or 0)
        rows = access.devices(connection, house.mall_id)
    listed = [
        {
            **_face(row),
            "paired_at": local(row.paired_at, house.zone),
            "online": is_online(seen.get(row.id), now),
            "seen_at": local(seen.get(row.id), house.zone),
        }
        for row in rows
    ]
    return as_json({"devices": listed})


def revoke(body: Nothing, device_id: int) -> Response:
    """Takes a device's token away; its sockets close within a second."""
    del body
    with command() as done:
        if not done.again:
            administrator.revoke_device(done.work, device_id)
    hall().ears.drop("device", device_id)
    hall().seen.pop(device_id, None)
    return as_json({})


def myself() -> Response:
    """The device that asks: what it is, where it stands."""
    store, who = hall().store, known()
    with store.read() as connection:
        house = store.house(connection, who.actor.mall_id or 0)
        device = access.device_by_id(connection, house.mall_id, who.actor.id or 0)
        day = today(connection, house)
    if device is None:
        raise DeviceUnknown(device=who.actor.id)
    mall = {"code": house.code, "name": house.name, "timezone": house.zone.key, "day": day.isoformat()}
    return as_json({**_face(device), "mall": mall, "build": hall().build})


def _face(device: AnyRow) -> Face:
    return {
        "id": device.id,
        "kind": device.kind,
        "name": device.name,
        "zone": device.zone,
        "printer": device.printer_id,
    }


def _limit(what: str) -> None:
    hall().limiter.hit(hall().settings.limits.pairing, "pairing", what, request.remote_addr or "")


DOORS = [
    Door(
        method="POST",
        path="/api/v1/devices/pairing",
        view=ask,
        needs=None,
        why_open="a new device has no token yet; an administrator decides",
        summary="Ask for a pairing code",
        body=AskPairing,
        answer=schemas.Pairing,
        status=201,
        refusals=(MallUnknown, RateLimited),
    ),
    Door(
        method="POST",
        path="/api/v1/devices/pairing/poll",
        view=poll,
        needs=None,
        why_open="the poll token, 256 random bits, is the right",
        summary="Collect the token of an approved device",
        body=PollPairing,
        answer=schemas.PairingState,
        refusals=(PairingUnknown, PairingExpired),
    ),
    Door(
        method="POST",
        path="/api/v1/devices/pair",
        view=approve,
        needs=Deed.DEVICES_PAIR,
        summary="Pair the device that shows this code",
        body=ApprovePairing,
        answer=schemas.DeviceAnswer,
        status=201,
        refusals=(PairingUnknown, PairingExpired, DeviceExists, ZoneUnknown, DeviceUnknown, RateLimited),
    ),
    Door(
        method="GET",
        path="/api/v1/devices",
        view=every,
        needs=Deed.DEVICES_SEE,
        summary="Every paired device",
        answer=schemas.Devices,
    ),
    Door(
        method="POST",
        path="/api/v1/devices/<int:device_id>/revoke",
        view=revoke,
        needs=Deed.DEVICES_PAIR,
        summary="Take a device's token away",
        body=Nothing,
        answer=schemas.Done,
        refusals=(DeviceUnknown,),
    ),
    Door(
        method="GET",
        path="/api/v1/device",
        view=myself,
        needs=Deed.DEVICE_SELF,
        summary="The device that asks",
        answer=schemas.Device,
        refusals=(DeviceUnknown,),
    ),
]
