"""Rules that hold of every file: where SELECTs stand, what the domain may know, how long a file may be."""

import ast
import hashlib
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house_rules import source
from tests.house_rules.source import imports, modules, name, names

LONGEST = 400  # lines; a migration is one long list of columns, and stands apart
STATEMENTS = {"select", "insert", "update", "delete", "text", "union_all", "exists", "func"}
READING = {"select", "union_all", "exists"}
VENDOR_LISTS = sorted(path for folder in source.CODE for path in (source.ROOT / folder).rglob("VENDOR.toml"))


def shown(path: object) -> str:
    return name(path) if isinstance(path, Path) else str(path)


@pytest.mark.parametrize("path", modules("queue_server/domain"), ids=shown)
def test_the_domain_knows_the_standard_library_only(path: Path) -> None:
    for module, _ in imports(path):
        top = module.partition(".")[0]
        assert top in sys.stdlib_module_names or module.startswith("queue_server.domain"), module


@pytest.mark.parametrize("path", modules("queue_server/domain"), ids=shown)
def test_the_domain_reads_no_clock_and_no_file(path: Path) -> None:
    assert not {"now", "today", "utcnow", "open", "read_text", "environ", "sleep"} & called(path)


@pytest.mark.parametrize("path", modules("queue_server/actions", "queue_server/queries"), ids=shown)
def test_nobody_inside_looks_at_the_clock(path: Path) -> None:
    assert not {"utcnow", "today", "perf_counter", "monotonic", "sleep"} & called(path)
    assert "now" not in called(path)


@pytest.mark.parametrize("path", modules("queue_server"), ids=shown)
def test_selects_stand_in_queries(path: Path) -> None:
    place = path.relative_to(source.ROOT / "queue_server").parts[0]
    from_sqlalchemy = {one for module, one in imports(path) if module.split(".")[0] == "sqlalchemy"}

    if place not in ("queries", "db"):
        assert not READING & from_sqlalchemy


@pytest.mark.parametrize("path", modules("queue_server/actions", "queue_server/web", "queue_server/sockets"), ids=shown)
def test_deeds_and_doors_write_no_sql(path: Path) -> None:
    from_sqlalchemy = {one for module, one in imports(path) if module.split(".")[0] == "sqlalchemy"}

    assert not STATEMENTS & from_sqlalchemy
    assert not {"exec_driver_sql", "execute"} & called(path)


@pytest.mark.parametrize("path", modules("queue_server/queries"), ids=shown)
def test_questions_change_nothing(path: Path) -> None:
    from_sqlalchemy = {one for module, one in imports(path) if module.split(".")[0] == "sqlalchemy"}

    assert not {"insert", "update", "delete"} & from_sqlalchemy


@pytest.mark.parametrize("path", modules("queue_server/actions"), ids=shown)
def test_deeds_open_no_transaction(path: Path) -> None:
    assert not {"commit", "rollback", "begin", "Store"} & names(path)


@pytest.mark.parametrize("path", modules("queue_server", "printer"), ids=shown)
def test_a_module_opens_with_one_sentence(path: Path) -> None:
    if path.name == "__init__.py" and path.parent.name != "web":
        assert path.read_text("utf-8") == ""
        return
    docstring = ast.get_docstring(source.tree(path)) or ""

    assert docstring.strip().endswith((".", "?")), name(path)


@pytest.mark.parametrize("path", source.files(".py", ".js", ".css", ".html", ".sh"), ids=shown)
def test_no_file_is_too_long_to_read(path: Path) -> None:
    if "versions" in path.parts:
        pytest.skip("a migration is one long list of columns")

    assert len(path.read_text("utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("path", source.files(".py", ".js", ".css", ".html"), ids=shown)
def test_nothing_is_left_to_do(path: Path) -> None:
    if path == Path(__file__):
        return
    said = path.read_text("utf-8")

    assert not [word for word in ("TODO", "FIXME", "XXX", "console.log(", "debugger") if word in said]


@pytest.mark.parametrize("path", source.files(".js"), ids=shown)
def test_pages_write_no_html_by_hand(path: Path) -> None:
    said = path.read_text("utf-8")

    assert not [
        word
        for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function")
        if word in said
    ]


@pytest.mark.parametrize("path", VENDOR_LISTS, ids=shown)
def test_what_others_made_is_what_they_made(path: Path) -> None:
    kept = tomllib.loads(path.read_text("utf-8"))["vendored"]

    assert kept
    for one in kept:
        file = path.parent / one["file"]
        assert file.is_file(), one["name"]
        assert {"name", "version", "licence", "source"} <= set(one)
        for licence in one.get("licence_text", []):
            assert (path.parent / licence).is_file()
        if "sha256" in one:
            assert hashlib.sha256(file.read_bytes()).hexdigest() == one["sha256"], one["file"]


def test_every_foreign_file_is_on_a_list() -> None:
    listed = {
        path.parent / one["file"] for path in VENDOR_LISTS for one in tomllib.loads(path.read_text("utf-8"))["vendored"]
    }
    foreign = {
        path
        for folder in ("queue_server", "kiosk", "display", "printer")
        for path in (source.ROOT / folder).rglob("*")
        if path.suffix in (".woff2", ".ttf", ".otf") or path.parent.name == "vendor"
    }

    assert foreign <= listed


def called(path: Path) -> set[str]:
    """The names of what the file calls."""
    found = set()
    for node in ast.walk(source.tree(path)):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                found.add(node.func.attr)
            elif isinstance(node.func, ast.Name):
                found.add(node.func.id)
    return found
