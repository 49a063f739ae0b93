"""An installation of its own for each test, and its command line."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from queue_server.cli.main import main
from queue_server.db.store import Store
from queue_server.queries import access
from queue_server.queries import house as houses
from tests.servers import free_port

SMALL = """\
mpp: {name: Mal Uji, timezone: Asia/Jakarta}
schedules:
  default: {mon_sat: [['08:00', '15:30']]}
agencies:
- code: POS
  short_name: Pos
  name: PT Pos Indonesia
  name_en: Indonesian Post
  type: bumn
  floor: 1
  zone: Zona 1
  demand_share: 1.0
  schedule: default
  queues:
  - {prefix: 2H, name_id: Layanan Pos, name_en: Postal services, counters: 1}
  services:
  - {code: POS01, name_id: Surat dan Paket, name_en: Mail, target_minutes: 6, queue: 2H}
"""


@dataclass
class Installation:
    """One folder with its database; commands run as from a shell."""

    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / "giliran.db"

    @property
    def url(self) -> str:
        return f"sqlite:///{self.database}"

    def says(self, *arguments: str, given: str | None = None) -> Result:
        return CliRunner().invoke(main, [*map(str, arguments)], input=given, catch_exceptions=False)

    def does(self, *arguments: str, given: str | None = None) -> str:
        result = self.says(*arguments, given=given)
        assert result.exit_code == 0, result.output
        return result.stdout

    def file(self, content: str, name: str = "katalog.yaml") -> Path:
        path = self.folder / name
        path.write_text(content, encoding="utf-8")
        return path

    def asked(self, question: Callable):
        """The answer of a query about the database as it now is."""
        store = Store(self.url, load_house=houses.load)
        try:
            with store.read() as connection:
                return question(connection)
        finally:
            store.close()

    @property
    def malls(self) -> list[str]:
        return [mall.code for mall in self.asked(access.malls)]


@pytest.fixture
def shell(tmp_path, monkeypatch) -> Installation:
    """A folder where nothing stands yet."""
    for name in ("QUEUE_DATABASE_URL", "QUEUE_WORKERS", "QUEUE_REDIS_URL", "QUEUE_CONFIG", "QUEUE_RATE_LIMITS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("QUEUE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("QUEUE_HOST", "127.0.0.1")
    monkeypatch.setenv("QUEUE_PORT", str(free_port()))
    (tmp_path / "data").mkdir()
    return Installation(tmp_path / "data")


@pytest.fixture
def opened(shell, migrated_sqlite) -> Installation:
    """A mall with one agency, in force."""
    shutil.copy(migrated_sqlite, shell.database)
    shell.does("init", "--code", "UJI", "--name", "Mal Uji")
    shell.does("import-catalogue", shell.file(SMALL))
    return shell
