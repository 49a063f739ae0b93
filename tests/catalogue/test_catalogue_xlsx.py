"""A workbook says the same as the YAML, and is refused by cell."""

import io
import zipfile

import pytest
from openpyxl import load_workbook

from queue_server.catalogue.found import CatalogueRefused
from queue_server.catalogue.read_xlsx import from_xlsx
from queue_server.catalogue.read_yaml import from_yaml
from queue_server.catalogue.write_xlsx import template, to_xlsx
from tests.catalogue.catalogue_paper import SMALL


def written(change=None) -> bytes:
    """The small catalogue as a workbook, changed by a function of the opened workbook."""
    content = to_xlsx(from_yaml(SMALL.encode()))
    if change is None:
        return content
    workbook = load_workbook(io.BytesIO(content))
    change(workbook)
    kept = io.BytesIO()
    workbook.save(kept)
    return kept.getvalue()


def cells(content: bytes) -> list[tuple[str | None, str]]:
    """(cell, reason) of every problem in a workbook that must be refused."""
    with pytest.raises(CatalogueRefused) as refused:
        from_xlsx(content)
    return [(problem.place.cell, problem.reason) for problem in refused.value.problems]


def test_a_workbook_reads_back_as_the_same_catalogue():
    assert from_xlsx(written()) == from_yaml(SMALL.encode())


def test_a_name_that_begins_with_an_equals_sign_is_no_formula():
    catalogue = from_yaml(SMALL.replace("name: PT Pos Indonesia", "name: '=1+1'").encode())

    assert from_xlsx(to_xlsx(catalogue)) == catalogue


def test_sheets_may_have_their_indonesian_titles():
    def rename(workbook):
        workbook["Services"].title = "Layanan"
        workbook["Counters"].title = "LOKET"

    assert from_xlsx(written(rename)) == from_yaml(SMALL.encode())


def test_counters_may_be_counted_from_the_lines():
    def drop(workbook):
        del workbook["Counters"]

    counters = [counter.code for agency in from_xlsx(written(drop)).agencies for counter in agency.counters]

    assert counters == ["DUKCAPIL-1", "DUKCAPIL-2", "DUKCAPIL-3", "POS-1"]


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "expected"),
    [
        pytest.param("Services", "H2", "=5+5", ("Services!H2", "formula"), id="formula"),
        pytest.param("Services", "H2", 0, ("Services!H2", "number.out_of_range"), id="range"),
        pytest.param("Services", "H2", 2.5, ("Services!H2", "type.wrong"), id="fraction"),
        pytest.param("Services", "H2", None, ("Services!A2", "field.missing"), id="missing"),
        pytest.param("Services", "A2", "NOBODY", ("Services!A2", "agency.unknown"), id="agency"),
        pytest.param("Services", "G2", "9Z", ("Services!G2", "line.unknown"), id="line"),
        pytest.param("Services", "C1", "judul", ("Services!C1", "field.unknown"), id="column"),
        pytest.param("Services", "B3", "DUK01", ("Services!B3", "code.twice"), id="twice"),
        pytest.param("Lines", "B4", "2O", ("Lines!B4", "prefix.malformed"), id="prefix"),
        pytest.param("Jadwal", "B2", "15:00-08:00", ("Jadwal!B2", "window.reversed"), id="reversed"),
        pytest.param("Jadwal", "B2", "pagi", ("Jadwal!B2", "time.malformed"), id="time"),
        pytest.param("Counters", "D2", "1B", ("Agencies!A2", "counters.sum"), id="sum"),
        pytest.param("Counters", "C3", "1", ("Counters!C3", "sign.twice"), id="sign"),
        pytest.param("Mall", "A3", "X", ("Mall!A3", "rows.not_one"), id="two malls"),
    ],
)
def test_a_wrong_cell_is_named(sheet, cell, value, expected):
    def spoil(workbook):
        workbook[sheet][cell] = value

    assert expected in cells(written(spoil))


def test_a_sheet_must_not_be_missing():
    def drop(workbook):
        del workbook["Services"]

    assert (None, "sheet.missing") in cells(written(drop))


def test_the_template_is_empty_but_well_formed():
    assert cells(template()) == [(None, "rows.not_one")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [pytest.param(b"no zip", "file.malformed", id="no zip"), pytest.param(b"", "file.malformed", id="empty")],
)
def test_what_is_no_workbook_is_refused(content, reason):
    assert cells(content) == [(None, reason)]


def packed(parts: dict[str, bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return kept.getvalue()


def test_a_small_file_that_unpacks_into_a_large_one_is_refused():
    assert cells(packed({"xl/workbook.xml": b" " * 31_000_000})) == [(None, "file.too_large")]


def test_a_workbook_that_declares_entities_is_refused():
    assert cells(packed({"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'})) == [(None, "file.alias")]


def test_a_zip_that_is_no_workbook_is_refused():
    assert cells(packed({"hello.txt": b"hello"})) == [(None, "file.malformed")]
