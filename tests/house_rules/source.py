"""The house's own files, read as text and as syntax, for the rules that hold of all of them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ("queue_server", "kiosk", "display", "printer", "config", "tests")
VENDORED = ("vendor", "node_modules")


def modules(*folders: str) -> list[Path]:
    """The Python files below those folders."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def files(*suffixes: str) -> list[Path]:
    """Our own files of those kinds, in every folder of the project."""
    every = (path for folder in CODE for path in (ROOT / folder).rglob("*") if path.suffix in suffixes)
    return sorted(path for path in every if not set(path.parts) & set(VENDORED))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def imports(path: Path) -> Iterator[tuple[str, str]]:
    """`(module, name)` of every import, those inside functions too; `import a.b` gives `("a.b", "")`."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((one.name, "") for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.module or "", one.name) for one in node.names)


def names(path: Path) -> set[str]:
    """Every name and attribute that the file mentions."""
    return {
        node.id if isinstance(node, ast.Name) else node.attr
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Name | ast.Attribute)
    }
