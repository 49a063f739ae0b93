"""The architecture's page says what the code says: its tables are compared, its links lead somewhere."""

import re

import pytest

from queue_server.domain import lifecycle
from queue_server.domain.roles import GRANTS, Deed
from queue_server.web import DOORS
from tests.house_rules.source import ROOT, modules

README = ROOT / "queue_server" / "README.md"
FOLDERS = sorted({path.relative_to(ROOT / "queue_server").parts[0] for path in modules("queue_server")})


def between(marker: str) -> str:
    """What stands between `<!-- marker -->` and `<!-- /marker -->`."""
    said = README.read_text("utf-8")
    start, end = f"<!-- {marker} -->\n", f"<!-- /{marker} -->"
    assert said.count(start) == said.count(end) == 1
    return said.partition(start)[2].partition(end)[0]


def who(deed: Deed | None) -> str:
    if deed is None:
        return "anyone"
    parts = [str(part) for part, deeds in GRANTS.items() if deed in deeds]
    if len(parts) == len(GRANTS):
        return "every person and device"
    return ", ".join(parts)


def doors_table() -> str:
    rows = [f"| `{door.name.replace('|', '')}` | {who(door.needs)} | {door.summary} |" for door in DOORS]
    return "\n".join(["| door | who | what for |", "|---|---|---|", *rows]) + "\n"


def test_the_table_of_moves_is_the_codes() -> None:
    assert between("moves") == lifecycle.as_markdown()


def test_the_table_of_doors_is_the_codes() -> None:
    assert between("doors") == doors_table()


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_room_of_the_server_is_named(folder: str) -> None:
    if folder != "__init__.py":
        assert f"`{folder}" in README.read_text("utf-8")


def test_what_it_points_to_exists() -> None:
    said = README.read_text("utf-8")
    paths = {
        *re.findall(r"`((?:[a-z_]+/)+[a-z_]+\.(?:py|toml|js))`", said),
        *re.findall(r"^ *((?:[a-z_]+/)+[a-z_]+\.py) ", said, re.M),
        *re.findall(r"\]\(([^)#]+)\)", said),
    }

    assert paths
    for path in paths:
        assert (README.parent / path).exists() or (ROOT / path).exists(), path
