"""Programs that nobody here wrote look at our bytes and at our virtual printer."""

import errno
import fcntl
import json
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from printer.virtual.state import Fault
from tests.printer.paper_world import HERE, NODE_MODULES, SOON, composed, profile, virtual_printer

pytestmark = [
    pytest.mark.node,
    pytest.mark.skipif(not NODE_MODULES.is_dir(), reason="npos and receiptio: run `npm ci --ignore-scripts` here"),
]
RECEIPTIO_PORT = 9100  # it knows no other


def decoded(blob):
    """Every command as npos reads it: (code and name, the bytes)."""
    decoder = NODE_MODULES.with_name("decode.cjs")
    said = subprocess.run(["node", str(decoder)], input=blob, capture_output=True, check=True, timeout=SOON).stdout
    return [(f"{token['code']} {token['name']}", token["bytes"].encode("latin1")) for token in json.loads(said)]


def only(tokens, name):
    return [body for code, body in tokens if code == name]


def test_npos_reads_every_byte_of_a_slip():
    blob = composed(priority=True, copy=2)

    assert b"".join(body for _, body in decoded(blob)) == blob


def test_npos_reads_the_number_in_the_greatest_letters():
    tokens = decoded(composed())
    number = tokens.index(("STX ", b"1A-012\n"))

    assert ("GS !", b"\x1d!\x77") in tokens[number - 2 : number]


def test_npos_reads_the_address_the_cut_and_the_two_questions():
    tokens = decoded(composed())

    assert b"HTTP://MPP.CONTOH.GO.ID/T/K7Q2M9XZ4BNA" in b"".join(only(tokens, "GS (k"))
    assert only(tokens, "GS V") == [b"\x1dVB\x00"]
    assert [code for code, _ in tokens[-3:]] == ["GS V", "GS (H", "GS r"]


def test_npos_finds_no_command_in_a_name_that_carries_some():
    clean, dirty = composed(service="AVB"), composed(service="A\x1d\x1bV\x00B")

    assert [code for code, _ in decoded(clean)] == [code for code, _ in decoded(dirty)]


def test_npos_reads_a_narrow_printer_without_code_page():
    tokens = decoded(composed(profile("generic-58"), service="Café – baru"))

    assert all(body.isascii() for _, body in tokens)
    assert any(b"Cafe - baru\n" in body for _, body in tokens)


def asked(*words):
    """What receiptio concludes; it says so on standard error."""
    command = [str(NODE_MODULES / ".bin" / "receiptio"), "-d", HERE, *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=30).stderr.strip()


@pytest.fixture
def printer():
    """The virtual printer at receiptio's only port; tests that run side by side take turns."""
    with (Path(tempfile.gettempdir()) / "giliran-tests-9100.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        try:
            with virtual_printer(port=RECEIPTIO_PORT) as printer:
                yield printer
        except OSError as taken:
            if taken.errno != errno.EADDRINUSE:
                raise
            pytest.skip(f"port {RECEIPTIO_PORT} is in use")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fault", "answer"),
    [
        (None, "online"),
        (Fault.COVER_OPEN, "coveropen"),
        (Fault.PAPER_OUT, "paperempty"),
        (Fault.NEAR_END, "online"),
        (Fault.POWER_OFF, "disconnect"),
    ],
)
def test_receiptio_understands_the_virtual_printers_standing(printer, fault, answer):
    if fault is not None:
        printer.machine.strike(fault)
        printer.socket.await_listening(fault is not Fault.POWER_OFF)

    assert asked("-q") == answer


@pytest.mark.slow
def test_receiptio_prints_on_the_virtual_printer_and_is_told_of_success(printer, tmp_path):
    receipt = tmp_path / "receipt.txt"
    receipt.write_text("^^^1A-012\n")
    began = time.monotonic()

    assert asked(str(receipt), "-t", "20") == "success"
    assert printer.await_slips(1) == [True]
    assert time.monotonic() - began < 20
