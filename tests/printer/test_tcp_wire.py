"""The wire: patient with a slow printer, not with a dead one, and it never throws away what was sent."""

import socket
import threading

import pytest

from printer.wires.tcp import Address, Patience, TcpWire
from printer.wires.wire import Lost, NotReached, Stalled
from tests.printer.paper_world import HERE, SOON


@pytest.fixture(params=[socket.AF_INET, socket.AF_INET6], ids=["IPv4", "IPv6"])
def listener(request):
    host = HERE if request.param == socket.AF_INET else "::1"
    try:
        listening = socket.create_server((host, 0), family=request.param)
    except OSError:
        pytest.skip("this machine has no IPv6")
    with listening:
        listening.settimeout(SOON)
        yield listening


def wire_to(listener, **patience):
    return TcpWire(Address(*listener.getsockname()[:2]), Patience(**patience))


def test_a_printer_is_reached_and_heard(listener):
    wire = wire_to(listener)
    wire.open()
    with listener.accept()[0] as printer:
        wire.send(b"\x10\x04\x02")
        asked = printer.recv(16)
        printer.sendall(b"\x12")
        heard = wire.hear(SOON)
        printer.shutdown(socket.SHUT_WR)
        wire.close()

    assert (asked, heard) == (b"\x10\x04\x02", b"\x12")


def test_everything_sent_arrives_though_the_printer_talks_while_we_close(listener):
    blob = b"x" * 60_000
    arrived = bytearray()

    def slow_printer():
        with listener.accept()[0] as printer:
            while part := printer.recv(2048):
                arrived.extend(part)
                printer.sendall(b"\x10\x00\x03\x00")

    thread = threading.Thread(target=slow_printer)
    thread.start()
    wire = wire_to(listener)
    wire.open()

    wire.send(blob)
    wire.close()
    thread.join(SOON)

    assert bytes(arrived) == blob


def test_a_printer_that_takes_nothing_more_has_stalled(listener):
    wire = wire_to(listener, stall=0.1, drain=0.05)
    wire.open()
    with listener.accept()[0]:
        with pytest.raises(Stalled) as stalled:
            wire.send(b"x" * 30_000_000)
        wire.close()

    assert 0 < stalled.value.sent < 30_000_000


def test_a_printer_that_hangs_up_is_lost_and_can_be_reached_again(listener):
    wire = wire_to(listener)
    wire.open()
    listener.accept()[0].close()

    with pytest.raises(Lost):
        wire.hear(SOON)
    wire.open()

    with listener.accept()[0]:
        assert wire.is_open
        wire.send(b"\x10\x04\x02")
    with pytest.raises(Lost):
        wire.hear(SOON)


def test_a_shut_port_is_busy():
    with socket.create_server((HERE, 0)) as listening:
        address = Address(*listening.getsockname())
    wire = TcpWire(address, Patience(reopen=0.01))

    with pytest.raises(NotReached) as refused:
        wire.open()

    assert refused.value.reason == "busy"
    assert not wire.is_open
