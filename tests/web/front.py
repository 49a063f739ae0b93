"""A mall behind its doors: callers of every kind, who knock and get answers, over HTTP but without a socket."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import insert, update
from werkzeug.test import TestResponse

from queue_server.access import tokens
from queue_server.access.passwords import hash_password
from queue_server.actions import signing
from queue_server.app import create_app
from queue_server.db import house as rows
from queue_server.domain.roles import Actor, DeviceKind, Role
from queue_server.queries import access
from queue_server.settings import Limits, Settings
from queue_server.web.hall import Hall
from queue_server.web.identity import COOKIE
from queue_server.web.kept import Kept
from tests.world import World

API = "/api/v1"
SECRET = "a key for tests, of no use elsewhere"
PASSWORD = "hujan di bulan juni"
LIMITS = Limits(
    tickets_per_kiosk="20 per minute",
    tickets_alike="3 per 10 seconds",
    follow="60 per minute",
    sign_in="60 per minute",
    sign_in_name="10 per 15 minutes",
    pairing="30 per minute",
)


def settings(url: str, folder: Path, *, rate_limits: bool = False) -> Settings:
    return Settings(
        database_url=url,
        data_dir=folder,
        redis_url=None,
        host="127.0.0.1",
        port=8000,
        workers=1,
        public_url="http://mpp.example:8000",
        secret_key=SECRET,
        proxies=0,
        rate_limits=rate_limits,
        limits=LIMITS,
    )


@dataclass(slots=True)
class Caller:
    """Somebody who knocks, with the headers that say who it is."""

    app: Flask
    headers: dict[str, str] = field(default_factory=dict)
    id: int = 0

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.send("GET", path, headers=headers)

    def post(self, path: str, body: Any = None, *, key: str | None = None, **headers: str) -> TestResponse:
        more = {"Idempotency-Key": key} if key is not None else {}
        return self.send("POST", path, json={} if body is None else body, headers={**more, **headers})

    def delete(self, path: str, **headers: str) -> TestResponse:
        return self.send("DELETE", path, headers=headers)

    def send(self, method: str, path: str, *, headers: dict[str, str] | None = None, **more: Any) -> TestResponse:
        """Any request at all. A path without a leading slash is one of the API's."""
        there = path if path.startswith("/") else f"{API}/{path}"
        named = {name.replace("_", "-"): value for name, value in (headers or {}).items()}
        with self.app.test_client(use_cookies=False) as browser:
            return browser.open(there, method=method, headers={**self.headers, **named}, buffered=True, **more)

    def without(self, *names: str) -> "Caller":
        """The same, but some headers are left out."""
        return Caller(self.app, {name: value for name, value in self.headers.items() if name not in names}, self.id)


@dataclass(slots=True)
class Front:
    """The application of one world, and whoever comes to its doors."""

    world: World
    app: Flask
    _names: Any = field(default_factory=lambda: count(1))

    @property
    def hall(self) -> Hall:
        hall: Hall = self.app.extensions["giliran"]
        return hall

    @property
    def anyone(self) -> Caller:
        return Caller(self.app)

    @property
    def kiosk(self) -> Caller:
        return self.device(DeviceKind.KIOSK)

    @property
    def printer(self) -> Caller:
        return self.device(DeviceKind.PRINTER)

    def device(self, kind: DeviceKind, *, name: str = "", mall_id: int | None = None, **more: Any) -> Caller:
        """A newly paired device."""
        token = tokens.new_secret()
        device_id = self._add(
            rows.Device,
            mall_id=mall_id or self.world.mall_id,
            kind=kind.value,
            name=name or f"{kind.value} {next(self._names)}",
            token_hash=tokens.hashed(token),
            paired_at=self.world.clock(),
            **more,
        )
        return Caller(self.app, {"Authorization": f"Bearer {token}"}, device_id)

    def person(self, role: Role, agency: str | None = None, *, mall_id: int | None = None) -> Caller:
        """Somebody new, signed in."""
        mall = mall_id or self.world.mall_id
        person_id = self.newcomer(role, agency, mall_id=mall)
        with self.world.store.read() as connection:
            row = access.person_by_id(connection, mall, person_id)
        assert row is not None
        token = tokens.new_secret()
        with self.world.store.work(by=access.person_actor(row)) as work:
            signing.open_session(work, person_id, token=token)
        csrf = tokens.csrf_token(SECRET, token)
        return Caller(self.app, {"Cookie": f"{COOKIE}={token}", "X-CSRF-Token": csrf}, person_id)

    def officer(self, counter: str | None = "DUKCAPIL-1") -> Caller:
        """An officer of the counter's agency, who has opened it; with None, a Dukcapil officer without a desk."""
        caller = self.person(Role.OFFICER, (counter or "DUKCAPIL-1").partition("-")[0])
        if counter is not None:
            assert caller.post("desk/open", {"counter": counter}).status_code == 200
        return caller

    def newcomer(self, role: Role, agency: str | None = None, *, username: str = "", mall_id: int | None = None) -> int:
        """Somebody who may sign in with PASSWORD, and has not yet."""
        mall = mall_id or self.world.mall_id
        with self.world.store.read() as connection:
            house = self.world.store.house(connection, mall)
        return self._add(
            rows.Person,
            mall_id=mall,
            agency_id=house.agencies[agency].id if agency else None,
            username=username or f"{role.value}{next(self._names)}",
            name=role.value.title(),
            role=role.value,
            password_hash=known_password(),
        )

    def take(self, service: str = "KTP", **body: Any) -> dict[str, Any]:
        """A number, taken at a kiosk."""
        answer = self.kiosk.post("tickets", {"service": service, **body})
        assert answer.status_code == 201, answer.json
        taken: dict[str, Any] = answer.json
        return taken

    def set_service(self, code: str, **columns: Any) -> None:
        """Changes a service's standing row, as an import would."""
        with self.world.store.work(by=Actor(kind="clock", mall_id=self.world.mall_id)) as work:
            work.change(rows.Service, work.house.services[code].id, **columns)
            work.house_changed()

    def _add(self, table: type, **values: Any) -> int:
        with self.world.store._writer.begin() as connection:
            key = connection.execute(insert(table), values).inserted_primary_key
            # Standing rows changed behind the store's back.
            connection.execute(update(rows.Mall).values(version=rows.Mall.version + 1))
        assert key is not None
        return int(key[0])


def open_front(world: World, folder: Path, *, rate_limits: bool = False) -> Front:
    """The doors of a world. Nothing is kept between two questions, so that a test sees what is true."""
    app = create_app(settings(world.store.url, folder, rate_limits=rate_limits), store=world.store)
    front = Front(world, app)
    front.hall.kept = Kept(clock=_always_later())
    return front


def keep_by(front: Front) -> None:
    """Answers are kept as in the hall, by the world's own clock."""
    front.hall.kept = Kept(clock=lambda: front.world.clock.now.timestamp())


@cache
def known_password() -> str:
    """PASSWORD's hash, made once: it is meant to be slow."""
    return hash_password(PASSWORD)


def _always_later() -> Callable[[], float]:
    hours = count(0, 3600)
    return lambda: float(next(hours))
