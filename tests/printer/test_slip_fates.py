"""What the printer does, what the worker may say of it: on a real socket, against the virtual printer."""

import socket
import threading
import time
from dataclasses import replace

import pytest

from printer.profiles import Proof
from printer.virtual.state import Fault
from printer.wires.tcp import Address, Patience, TcpWire
from printer.worker import Fate, Outcome, Worker
from tests.printer.paper_world import BRISK, HERE, SOON, profile, ticket, virtual_printer


def test_a_slip_is_printed_when_the_printer_says_so():
    with virtual_printer() as printer:
        outcome = printer.print_ticket()

        assert outcome == Outcome(Fate.PRINTED, proof=Proof.PROCID)
        assert printer.slips == [True]


def test_a_clone_proves_by_answering_in_order():
    with virtual_printer(is_clone=True) as printer:
        outcome = printer.print_ticket(profile("xp-80"))

        assert outcome == Outcome(Fate.PRINTED, proof=Proof.GSR)
        assert printer.slips == [True]


def test_a_clone_taken_for_an_epson_still_proves_in_order():
    with virtual_printer(is_clone=True) as printer:
        outcome = printer.print_ticket(profile("tm-t82"))

        assert outcome == Outcome(Fate.PRINTED, proof=Proof.GSR)


def test_a_printer_that_proves_nothing_leaves_it_unknown():
    with virtual_printer(paper_mm=58) as printer:
        outcome = printer.print_ticket(profile("generic-58", 58))

        assert outcome == Outcome(Fate.UNKNOWN, "unproved")
        assert printer.await_slips(1) == [True]


@pytest.mark.parametrize(("fault", "reason"), [("paper_out", "paper_end"), ("cover_open", "cover_open")])
def test_a_printer_that_cannot_print_is_sent_nothing(fault, reason):
    with virtual_printer() as printer:
        printer.machine.strike(Fault(fault))
        began = time.monotonic()

        outcome = printer.print_ticket()

        assert outcome == Outcome(Fate.NOT_PRINTED, reason)
        assert time.monotonic() - began < 1
        assert printer.machine.received == {"paper_end": 6, "cover_open": 3}[reason]


def test_near_end_of_paper_does_not_stop_a_slip():
    with virtual_printer() as printer:
        printer.machine.strike(Fault("near_end"))

        assert printer.print_ticket().fate is Fate.PRINTED


def test_a_slip_is_held_while_the_roll_is_changed_and_comes_out_once():
    with virtual_printer() as printer:
        printer.machine.strike(Fault("paper_out"), after_mm=40)
        outcomes = []
        printing = threading.Thread(target=lambda: outcomes.append(printer.print_ticket()))
        printing.start()
        printer.await_faults({"paper_out"})

        printer.machine.repair()
        printing.join(SOON)

        assert outcomes == [Outcome(Fate.PRINTED, proof=Proof.PROCID)]
        assert printer.slips == [True]


def test_a_roll_never_changed_leaves_half_a_slip_unknown_and_nothing_behind():
    with virtual_printer() as printer:
        printer.machine.strike(Fault("paper_out"), after_mm=40)

        outcome = printer.print_ticket(waits=replace(BRISK, refill=0.3))
        printer.machine.repair()
        again = printer.print_ticket(copy=2)

        assert outcome == Outcome(Fate.UNKNOWN, "paper_end")
        assert again.fate is Fate.PRINTED
        assert printer.slips == [False, True]


def test_paper_that_ends_before_the_first_line_is_certainly_not_printed():
    with virtual_printer() as printer:
        wire = printer.wire()
        worker = Worker(
            _StrikesBefore(wire, printer),
            profile(),
            name="P1",
            stop=threading.Event(),
            waits=replace(BRISK, refill=0.2, between_attempts=()),
        )
        now = time.monotonic()

        outcome = worker.print_slip(ticket(), until=now + 0.1, lease=now + SOON)
        printer.machine.repair()

        assert outcome == Outcome(Fate.NOT_PRINTED, "cover_open")
        assert printer.slips == []


class _StrikesBefore:
    """A wire whose printer's cover is opened between the look and the blob; automatic status is already on."""

    def __init__(self, wire, printer):
        self._wire, self._printer = wire, printer

    def send(self, blob):
        if blob.startswith(b"\x1b@"):
            self._wire.send(b"\x1da\x0e")
            assert self._wire.hear(SOON)[:1] == b"\x10"
            self._printer.machine.strike(Fault("cover_open"))
        self._wire.send(blob)

    def __getattr__(self, name):
        return getattr(self._wire, name)


def test_power_lost_in_mid_slip_is_unknown():
    with virtual_printer() as printer:
        printer.machine.strike(Fault("power_off"), after_mm=40)

        outcome = printer.print_ticket()

        assert outcome == Outcome(Fate.UNKNOWN, "connection_lost")
        assert printer.slips == [False]


def test_a_printer_without_power_is_not_printed():
    with virtual_printer() as printer:
        printer.machine.strike(Fault("power_off"))
        printer.socket.await_listening(False)

        outcome = printer.print_ticket()

        assert outcome == Outcome(Fate.NOT_PRINTED, "busy")


def test_a_printer_held_by_another_host_is_busy_and_free_afterwards():
    with virtual_printer() as printer:
        other = printer.wire()
        other.open()
        other.send(b"\x10\x04\x01")
        assert other.hear(SOON)

        held = printer.print_ticket()
        other.close()
        printer.socket.await_free()
        free = printer.print_ticket()

        assert held == Outcome(Fate.NOT_PRINTED, "busy")
        assert free.fate is Fate.PRINTED
        assert printer.slips == [True]


def test_a_printer_that_listens_but_never_answers_is_silent():
    with socket.create_server((HERE, 0)) as deaf:
        wire = TcpWire(Address(*deaf.getsockname()), Patience(drain=0.05))
        waits = replace(BRISK, answer=0.1, between_attempts=())
        worker = Worker(wire, profile(), name="P1", stop=threading.Event(), waits=waits)
        now = time.monotonic()

        outcome = worker.print_slip(ticket(), until=now + 0.05, lease=now + SOON)

        assert outcome == Outcome(Fate.NOT_PRINTED, "silent")


@pytest.mark.slow
def test_a_slow_printer_is_waited_for():
    with virtual_printer() as printer:
        printer.machine.strike(Fault("slow"))

        outcome = printer.print_ticket(within=30, waits=replace(BRISK, proof=20))

        assert outcome.fate is Fate.PRINTED
        assert printer.slips == [True]


def test_a_burst_keeps_the_session_and_prints_in_order():
    with virtual_printer() as printer:
        worker = printer.worker()
        fates = [worker.print_slip(ticket(ticket_id=n), until=time.monotonic() + 5).fate for n in range(5)]
        worker.rest()

        assert fates == [Fate.PRINTED] * 5
        assert printer.slips == [True] * 5


def test_a_session_the_printer_ended_is_opened_again():
    with virtual_printer() as printer:
        worker = printer.worker()
        first = worker.print_slip(ticket(), until=time.monotonic() + 5).fate
        printer.machine.strike(Fault("power_off"))
        printer.socket.await_listening(False)
        printer.machine.repair()
        printer.socket.await_listening(True)

        second = worker.print_slip(ticket(), until=time.monotonic() + 5).fate
        worker.rest()

        assert (first, second) == (Fate.PRINTED, Fate.PRINTED)


def test_what_is_not_printed_is_tried_again_while_the_job_lives():
    with virtual_printer() as printer:
        printer.machine.strike(Fault("cover_open"))
        worker = printer.worker()
        outcomes = []
        printing = threading.Thread(
            target=lambda: outcomes.append(worker.print_slip(ticket(), until=time.monotonic() + 20))
        )
        printing.start()
        assert printer.machine.wait_for(lambda: printer.machine.received >= 6, SOON)

        printer.machine.repair()
        printing.join(SOON)
        worker.rest()

        assert outcomes == [Outcome(Fate.PRINTED, proof=Proof.PROCID)]
        assert printer.slips == [True]


def test_a_stop_cuts_the_retries_short():
    with virtual_printer() as printer:
        printer.machine.strike(Fault("cover_open"))
        stop = threading.Event()
        stop.set()
        worker = printer.worker(stop=stop)

        outcome = worker.print_slip(ticket(), until=time.monotonic() + 20)
        worker.rest()

        assert outcome == Outcome(Fate.NOT_PRINTED, "cover_open")
        assert printer.machine.received == 3


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param({}, id="empty"),
        pytest.param("text", id="not an object"),
        pytest.param(ticket(version=2), id="another version"),
        pytest.param(ticket(number=None), id="no number"),
        pytest.param(ticket(number="123456789"), id="a number too long"),
        pytest.param(ticket(issued_at="2026-11-21T09:41:00"), id="a moment without offset"),
        pytest.param(ticket(follow_url="HTTP://X/\n"), id="a control in the address"),
        pytest.param(ticket(ahead="six"), id="a count in words"),
    ],
)
def test_an_unreadable_document_never_reaches_the_printer(broken):
    with virtual_printer() as printer:
        worker = printer.worker()

        outcome = worker.print_slip(broken, until=time.monotonic() + 5)

        assert outcome == Outcome(Fate.NOT_PRINTED, "document")
        assert printer.machine.received == 0


def test_an_expired_job_is_not_begun():
    with virtual_printer() as printer:
        outcome = printer.worker().print_slip(ticket(), until=time.monotonic() - 1)

        assert outcome == Outcome(Fate.NOT_PRINTED, "expired")
        assert printer.machine.received == 0
