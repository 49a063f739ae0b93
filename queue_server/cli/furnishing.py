"""Furnishes the demonstration mall: its catalogue without closing time, its people, devices, and what is closed."""

import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import time
from pathlib import Path

from queue_server.access import tokens
from queue_server.access.passwords import hash_password
from queue_server.actions import administrator, clock, supervisor
from queue_server.actions.administrator import NewDevice, NewPerson
from queue_server.catalogue.plan import AgencySpec, CatalogueFile, HoursSpec, WindowSpec
from queue_server.catalogue.read import read
from queue_server.cli.frame import Installed, No, migrate, number_of
from queue_server.cli.importing import taken_over
from queue_server.cli.serving import keep_secret
from queue_server.db.founding import NewMall, found_mall
from queue_server.db.store import Store
from queue_server.db.work import Work
from queue_server.demo.mall import DemoDevice, DemoMall, DemoPerson
from queue_server.domain.refusals import CatalogueInUse
from queue_server.domain.roles import DeviceKind, Role
from queue_server.queries import access
from queue_server.queries import house as houses
from queue_server.settings import Settings

TOKENS = "devices.json"
ALL_DAY = (WindowSpec(time.min, time.min),)


@dataclass(frozen=True, slots=True)
class Furnished:
    """The mall as it stands ready: its name, and the devices' tokens by name."""

    name: str
    tokens: Mapping[str, str]


def furnish(settings: Settings, demo: DemoMall) -> Furnished:
    """A demonstration on this database, new or from last time. Refuses a database that is anything else."""
    _check_is_demonstration(settings.database_url)
    migrate(settings.database_url)
    catalogue = open_always(read(demo.catalogue), demo)
    store = Store(settings.database_url, load_house=houses.load)
    try:
        mall_id, is_new = _founded(store, catalogue)
        house = Installed(settings, store, mall_id)
        # People of the last demonstration may still wait for what is gone: then it stays for today.
        with contextlib.suppress(CatalogueInUse):
            taken_over(house, catalogue)
        known = _kept_tokens(settings)
        password_hash = hash_password(demo.password)
        with store.work(by=house.actor) as work:
            clock.begin_day(work)
            for person in demo.people:
                _add_person(work, person, password_hash)
            kept = {device.name: _paired(work, device, known.get(device.name)) for device in demo.devices}
            if is_new:
                _close_for_show(work, demo)
        keep_secret(settings.data_dir / TOKENS, json.dumps(kept, indent=2))
        return Furnished(catalogue.mall.name, kept)
    finally:
        store.close()


def open_always(catalogue: CatalogueFile, demo: DemoMall) -> CatalogueFile:
    """The catalogue as the demonstration needs it: open at any hour, with quotas that outlast a day of one hour."""
    hours, seasons = catalogue.hours, catalogue.seasons
    if demo.always_open:
        hours = {code: _all_day(one) for code, one in hours.items()}
        seasons = tuple(replace(season, hours=_all_day(season.hours)) for season in seasons)
    agencies = tuple(_with_quotas(agency, demo.quota_times) for agency in catalogue.agencies)
    return replace(catalogue, hours=hours, seasons=seasons, agencies=agencies)


def _all_day(hours: HoursSpec) -> HoursSpec:
    return replace(hours, week=(ALL_DAY,) * 7, cutoff_minutes=0)


def _with_quotas(agency: AgencySpec, times: int) -> AgencySpec:
    services = tuple(
        replace(service, daily_quota=service.daily_quota and service.daily_quota * times) for service in agency.services
    )
    return replace(agency, services=services)


def _check_is_demonstration(url: str) -> None:
    if number_of(url) is None:
        return
    store = Store(url, load_house=houses.load)
    try:
        with store.read() as connection:
            real = [mall.code for mall in access.malls(connection) if not mall.is_demonstration]
    finally:
        store.close()
    if real:
        raise No("cli.demo.real_mall", codes=", ".join(real))


def _founded(store: Store, catalogue: CatalogueFile) -> tuple[int, bool]:
    mall = catalogue.mall
    with store.read() as connection:
        standing = access.mall_by_code(connection, mall.code)
    if standing is not None:
        return standing, False
    new = NewMall(code=mall.code, name=mall.name, timezone=mall.timezone, is_demonstration=True)
    return found_mall(store.url, new), True


def _add_person(work: Work, person: DemoPerson, password_hash: str) -> None:
    if access.person_by_username(work.connection, work.mall_id, person.username) is not None:
        return
    new = NewPerson(
        username=person.username,
        name=person.name,
        role=Role(person.role),
        agency=person.agency,
        password_hash=password_hash,
    )
    administrator.add_person(work, new)


def _paired(work: Work, device: DemoDevice, known: str | None) -> str:
    """The device's token: last time's where it still opens doors, so that open screens go on; else a new one."""
    standing = access.device_by_name(work.connection, work.mall_id, device.name)
    if standing is not None and known is not None:
        holder = access.device_by_hash(work.connection, tokens.hashed(known))
        if holder is not None and holder.id == standing.id:
            return known
    if standing is not None:
        administrator.revoke_device(work, standing.id)
    token = tokens.new_secret()
    new = NewDevice(kind=DeviceKind(device.kind), name=device.name, zone=device.zone, printer=device.printer)
    administrator.pair_device(work, new, token=token)
    return token


def _close_for_show(work: Work, demo: DemoMall) -> None:
    for closed in demo.closed:
        service = work.house.services.get(closed.service)
        if service is not None:
            supervisor.close_service(work, service, reason=closed.reason, until=None)


def _kept_tokens(settings: Settings) -> Mapping[str, str]:
    path: Path = settings.data_dir / TOKENS
    try:
        kept: Mapping[str, str] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return kept
