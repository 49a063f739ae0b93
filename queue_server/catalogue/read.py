"""Opens a catalogue file, whatever its kind: the only place here that touches a disk."""

from pathlib import Path

from queue_server.catalogue.found import WHOLE_FILE, refuse
from queue_server.catalogue.plan import CatalogueFile
from queue_server.catalogue.read_xlsx import from_xlsx
from queue_server.catalogue.read_yaml import from_yaml

MOST_BYTES = 2_000_000
READERS = {".yaml": from_yaml, ".yml": from_yaml, ".xlsx": from_xlsx}


def read(path: Path) -> CatalogueFile:
    """The catalogue in this YAML or XLSX file. Raises CatalogueRefused with every problem it has."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise refuse(WHOLE_FILE, "", "file.kind", got=path.suffix, wanted=" ".join(READERS))
    return reader(_content(path))


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
    except OSError as wrong:
        raise refuse(WHOLE_FILE, "", "file.unreadable", got=str(path)) from wrong
    if len(content) > MOST_BYTES:
        raise refuse(WHOLE_FILE, "", "file.too_large", wanted=f"≤ {MOST_BYTES} B")
    return content
