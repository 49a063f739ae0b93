"""A disk that is full: the command is refused as such, nothing is half done, and with room made the work goes on."""

import subprocess
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, event, select

from queue_server.app import create_app
from queue_server.db.flow import Ticket
from queue_server.db.store import Store
from queue_server.queries import house as houses
from queue_server.settings import read_settings
from tests.storm import truth
from tests.storm.big_mall import BigMall, prepare
from tests.storm.hall import Line, open_hall

pytestmark = pytest.mark.slow

DISK = "3m"
BALLAST_BYTES = 512 * 1024
MOST = 20_000  # numbers that certainly do not fit


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of three megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", place], check=False, capture_output=True
    )
    if mounted.returncode != 0:
        pytest.skip("a small disk can be mounted by root only")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


@contextmanager
def ballast(place: Path) -> Iterator[None]:
    """Something on the disk that can be thrown away."""
    (place / "ballast").write_bytes(b"\0" * BALLAST_BYTES)
    yield
    (place / "ballast").unlink()


def numbers(url: str) -> dict[int, str]:
    engine = create_engine(url)
    with engine.connect() as connection:
        given = {row.id: row.number for row in connection.execute(select(Ticket.id, Ticket.number))}
    engine.dispose()
    return given


def test_a_full_disk_is_refused_and_work_goes_on_with_room(small_disk: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{small_disk}/giliran.db"
    (mall,) = prepare(url, printers=False)
    issued: dict[int, str] = {}
    with open_hall(url, tmp_path) as hall:
        kiosk = Line(hall.port, token=mall.token("kiosk"))
        with ballast(small_disk):
            refused = _take_until_refused(kiosk, mall, issued)
            assert refused == (507, "store.full")
            assert numbers(url) == issued
            # Reading needs no room: the hall still sees its board.
            assert kiosk.ask("GET", "/api/v1/journal?after=0&limit=1")[0] == 200

        status, said = kiosk.ask("POST", "/api/v1/tickets", {"service": mall.services[0]}, key="once more")

        assert status == 201
        issued[said["id"]] = said["number"]
        kiosk.close()
    assert numbers(url) == issued
    truth.check(url, mall.mall_id)


def _take_until_refused(kiosk: Line, mall: BigMall, issued: dict[int, str]) -> tuple[int, str]:
    for turn in range(MOST):
        service = mall.services[turn % len(mall.services)]
        status, said = kiosk.ask("POST", "/api/v1/tickets", {"service": service}, key=uuid.uuid4().hex)
        if status != 201:
            return status, said["code"]
        issued[said["id"]] = said["number"]
    raise AssertionError("the disk was never full")


def test_a_database_that_may_not_grow_refuses_as_full(migrated_sqlite: Path, tmp_path: Path) -> None:
    path = tmp_path / "giliran.db"
    path.write_bytes(migrated_sqlite.read_bytes())
    url = f"sqlite:///{path}"
    (mall,) = prepare(url, printers=False)
    store = Store(url, load_house=houses.load)
    limit = _limited(store)
    settings = read_settings({"QUEUE_DATA_DIR": str(tmp_path), "QUEUE_RATE_LIMITS": "off", "QUEUE_SECRET_KEY": "uji"})
    kiosk = create_app(replace(settings, database_url=url), store=store).test_client()
    bearer = {"Authorization": f"Bearer {mall.token('kiosk')}"}
    issued: dict[int, str] = {}

    def take(turn: int) -> tuple[int, dict[str, object]]:
        service = mall.services[turn % len(mall.services)]
        answer = kiosk.post("/api/v1/tickets", json={"service": service}, headers=bearer)
        if answer.status_code == 201:
            issued[answer.json["id"]] = answer.json["number"]
        return answer.status_code, answer.json

    refused = next(answer for answer in map(take, range(MOST)) if answer[0] != 201)
    assert (refused[0], refused[1]["code"]) == (507, "store.full")
    assert numbers(url) == issued

    limit(1_000_000)
    assert take(0)[0] == 201
    store.close()
    assert numbers(url) == issued
    truth.check(url, mall.mall_id)


def _limited(store: Store):  # type: ignore[no-untyped-def]
    """Gives the store's writer a little room; the answer sets how many pages it may have from now on."""
    pages = [0]

    @event.listens_for(store._writer, "checkout")
    def limit(connection, _record, _proxy) -> None:  # type: ignore[no-untyped-def]
        pages[0] = pages[0] or connection.execute("PRAGMA page_count").fetchone()[0] + 40
        connection.execute(f"PRAGMA max_page_count={pages[0]}")

    return lambda most: pages.__setitem__(0, most)
