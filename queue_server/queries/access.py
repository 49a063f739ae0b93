"""Who knocks: people, their sessions, devices and pairing codes."""

from datetime import date, datetime

from sqlalchemy import Connection, bindparam, select

from queue_server.db.base import AnyRow
from queue_server.db.house import Agency, Device, Mall, Pairing, Person, Session, Zone
from queue_server.db.prepared import Prepared
from queue_server.domain.roles import Actor, DeviceKind, Role


def only_mall(connection: Connection) -> int | None:
    """The mall's id, where the installation has exactly one."""
    malls = connection.execute(select(Mall.id).limit(2)).scalars().all()
    return malls[0] if len(malls) == 1 else None


def mall_by_code(connection: Connection, code: str) -> int | None:
    return connection.execute(select(Mall.id).where(Mall.code == code)).scalar()


def malls(connection: Connection) -> list[AnyRow]:
    """Every mall's `id, code, name, day, timezone, is_demonstration`."""
    columns = (Mall.id, Mall.code, Mall.name, Mall.day, Mall.timezone, Mall.is_demonstration)
    return list(connection.execute(select(*columns).order_by(Mall.id)).all())


_PERSON = (
    select(
        Person.id,
        Person.mall_id,
        Person.agency_id,
        Person.username,
        Person.name,
        Person.role,
        Person.password_hash,
        Person.failures,
        Person.locked_until,
        Person.deactivated_at,
        Agency.code.label("agency"),
    )
    .select_from(Person)
    .outerjoin(Agency, Agency.id == Person.agency_id)
)


def person_by_username(connection: Connection, mall_id: int, username: str) -> AnyRow | None:
    """The person with its password's hash, locked or not; people who left are not found."""
    query = _PERSON.where(Person.mall_id == mall_id, Person.username == username, Person.deactivated_at.is_(None))
    return connection.execute(query).one_or_none()


def person_by_id(connection: Connection, mall_id: int, person_id: int) -> AnyRow | None:
    return connection.execute(_PERSON.where(Person.mall_id == mall_id, Person.id == person_id)).one_or_none()


def people(connection: Connection, mall_id: int, agency_id: int | None = None) -> list[AnyRow]:
    """Everybody who may sign in; those of one agency where it is named."""
    query = _PERSON.where(Person.mall_id == mall_id, Person.deactivated_at.is_(None))
    if agency_id is not None:
        query = query.where(Person.agency_id == agency_id)
    return list(connection.execute(query.order_by(Person.role, Person.username)).all())


def session_by_hash(connection: Connection, token_hash: str, now: datetime) -> tuple[AnyRow, AnyRow] | None:
    """`(session, person)` of a living session."""
    session = connection.execute(
        select(Session.id, Session.mall_id, Session.person_id, Session.ends_at).where(
            Session.token_hash == token_hash, Session.ended_at.is_(None), Session.ends_at > now
        )
    ).one_or_none()
    if session is None:
        return None
    person = person_by_id(connection, session.mall_id, session.person_id)
    return None if person is None or person.deactivated_at is not None else (session, person)


def session_ends_at(connection: Connection, session_id: int) -> datetime | None:
    return connection.execute(select(Session.ends_at).where(Session.id == session_id)).scalar()


def person_actor(person: AnyRow) -> Actor:
    return Actor(
        kind="person",
        id=person.id,
        name=person.name,
        mall_id=person.mall_id,
        role=Role(person.role),
        agency_id=person.agency_id,
        agency_code=person.agency,
    )


_DEVICE = (
    select(
        Device.id,
        Device.mall_id,
        Device.kind,
        Device.name,
        Device.printer_id,
        Device.paired_at,
        Zone.code.label("zone"),
    )
    .select_from(Device)
    .outerjoin(Zone, Zone.id == Device.zone_id)
    .where(Device.revoked_at.is_(None))
)


_BY_TOKEN = Prepared(_DEVICE.where(Device.token_hash == bindparam("token_hash")))


def device_by_hash(connection: Connection, token_hash: str) -> AnyRow | None:
    """The device with that token, unless it was revoked: `id, mall_id, kind, name, printer_id, paired_at, zone`."""
    return _BY_TOKEN.first(connection, token_hash=token_hash)


def device_by_id(connection: Connection, mall_id: int, device_id: int) -> AnyRow | None:
    return connection.execute(_DEVICE.where(Device.mall_id == mall_id, Device.id == device_id)).one_or_none()


def device_by_name(connection: Connection, mall_id: int, name: str) -> AnyRow | None:
    return connection.execute(_DEVICE.where(Device.mall_id == mall_id, Device.name == name)).one_or_none()


def devices(connection: Connection, mall_id: int) -> list[AnyRow]:
    return list(connection.execute(_DEVICE.where(Device.mall_id == mall_id).order_by(Device.kind, Device.name)).all())


def kiosks_of(connection: Connection, mall_id: int, printer_id: int) -> list[int]:
    """The kiosks whose paper that printer alone prints."""
    query = select(Device.id).where(Device.mall_id == mall_id, Device.printer_id == printer_id)
    return list(connection.execute(query.where(Device.revoked_at.is_(None)).order_by(Device.id)).scalars())


def device_actor(device: AnyRow) -> Actor:
    return Actor(
        kind="device", id=device.id, name=device.name, mall_id=device.mall_id, device_kind=DeviceKind(device.kind)
    )


_PAIRING = select(
    Pairing.id, Pairing.mall_id, Pairing.kind, Pairing.expires_at, Pairing.device_id, Pairing.collected_at
)


def pairing_by_code(connection: Connection, mall_id: int, code_hash: str) -> AnyRow | None:
    """The newest pairing under that code that nobody has used."""
    query = _PAIRING.where(Pairing.mall_id == mall_id, Pairing.code_hash == code_hash, Pairing.device_id.is_(None))
    return connection.execute(query.order_by(Pairing.id.desc()).limit(1)).one_or_none()


def pairing_by_poll(connection: Connection, poll_hash: str) -> AnyRow | None:
    return connection.execute(_PAIRING.where(Pairing.poll_hash == poll_hash)).one_or_none()


_DAY = Prepared(select(Mall.day).where(Mall.id == bindparam("mall_id")))


def day_of(connection: Connection, mall_id: int) -> date | None:
    """The last business day that was opened."""
    day: date | None = _DAY.scalar(connection, mall_id=mall_id)
    return day
