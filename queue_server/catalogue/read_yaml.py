"""Reads a catalogue from YAML, each field with its line. Pure after the bytes are there."""

from collections.abc import Iterator

import yaml

from queue_server.catalogue.build import build
from queue_server.catalogue.found import (
    WHOLE_FILE,
    Branch,
    CatalogueRefused,
    Found,
    Leaf,
    LeafKind,
    Place,
    Problems,
    Rows,
    refuse,
)
from queue_server.catalogue.plan import CatalogueFile

MOST_DEPTH = 12
MOST_NODES = 100_000
KINDS = {
    "tag:yaml.org,2002:str": LeafKind.TEXT,
    "tag:yaml.org,2002:int": LeafKind.WHOLE,
    "tag:yaml.org,2002:float": LeafKind.NUMBER,
    "tag:yaml.org,2002:bool": LeafKind.TRUTH,
    "tag:yaml.org,2002:null": LeafKind.NOTHING,
    "tag:yaml.org,2002:timestamp": LeafKind.DAY,
}
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def from_yaml(content: bytes) -> CatalogueFile:
    """The catalogue in these bytes. Raises CatalogueRefused, also for anything that is no plain YAML."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise refuse(
            Place(line=content[: wrong.start].count(b"\n") + 1), "", "file.encoding", wanted="UTF-8"
        ) from wrong
    try:
        _check_events(text)
        root = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as wrong:
        raise _malformed(wrong) from wrong
    if not isinstance(root, yaml.MappingNode):
        raise refuse(WHOLE_FILE, "", "file.malformed", wanted="mpp, schedules, agencies")
    problems = Problems()
    found = _found(root, "", problems)
    problems.refuse_if_any()
    assert isinstance(found, Branch)
    return build(found)


def _check_events(text: str) -> None:
    """Refuses aliases, foreign tags, depth and mass before a tree is built of them."""
    depth = 0
    for count, event in enumerate(_events(text)):
        line = Place(line=event.start_mark.line + 1) if event.start_mark else WHOLE_FILE
        anchor = getattr(event, "anchor", None)
        if anchor:
            raise refuse(line, "", "file.alias", got=str(anchor))
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MOST_DEPTH or count > MOST_NODES:
            raise refuse(line, "", "file.too_deep" if depth > MOST_DEPTH else "file.too_large")


def _events(text: str) -> Iterator[yaml.Event]:
    yield from yaml.parse(text, Loader=_Loader)


def _malformed(wrong: yaml.YAMLError) -> CatalogueRefused:
    mark = getattr(wrong, "problem_mark", None)
    place = Place(line=mark.line + 1) if mark else WHOLE_FILE
    return refuse(place, "", "file.malformed", got=str(getattr(wrong, "problem", "") or ""))


def _found(node: yaml.Node, path: str, problems: Problems) -> Found:
    place = Place(line=node.start_mark.line + 1)
    match node:
        case yaml.MappingNode():
            return Branch(_fields(node, path, problems), place)
        case yaml.SequenceNode():
            rows = (_found(row, f"{path}[{at}]", problems) for at, row in enumerate(node.value, start=1))
            return Rows(tuple(rows), place)
    kind = KINDS.get(node.tag)
    if kind is None:
        problems.add(place, path, "type.wrong", got=node.tag)
    return Leaf(node.value, kind or LeafKind.NOTHING, place)


def _fields(node: yaml.MappingNode, path: str, problems: Problems) -> dict[str, Found]:
    fields: dict[str, Found] = {}
    for key, below in node.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else "?"
        full = f"{path}.{name}" if path else name
        if name in fields:
            problems.add(Place(line=key.start_mark.line + 1), full, "field.twice", got=name)
        fields[name] = _found(below, full, problems)
    return fields
