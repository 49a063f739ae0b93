"""The agent keeps its word to the server: each job claimed is printed at most once and reported exactly once."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from printer.agent import Agent, Pace
from printer.server import Refused, Server, Unanswered
from printer.virtual.state import Fault
from printer.worker import Fate, Outcome
from tests.printer.paper_world import BRISK, HERE, SOON, House, serving, virtual_printer

ROOT = Path(__file__).resolve().parents[2]
PACE = Pace(claim=0.01, first_retry=0.02, longest_retry=0.05, refused=0.05, idle=0.1, farewell=0.2)


@contextmanager
def working(port, printer):
    stop = threading.Event()
    server = Server(f"http://{HERE}:{port}", "secret")
    agent = Agent(server, printer.worker(stop=stop), stop, PACE)
    day = threading.Thread(target=agent.run, daemon=True)
    day.start()
    try:
        yield stop
    finally:
        stop.set()
        day.join(SOON)
        assert not day.is_alive()


def test_a_job_is_claimed_printed_and_reported():
    house = House()
    house.owe(7)
    with virtual_printer() as printer, serving(house) as port, working(port, printer):
        house.await_that(lambda: house.reports)

    assert house.reports == [("7", {"outcome": "printed"})]
    assert printer.slips == [True]


def test_jobs_are_printed_in_the_order_they_come():
    house = House()
    for number in range(1, 6):
        house.owe(number)
    with virtual_printer() as printer, serving(house) as port, working(port, printer):
        house.await_that(lambda: len(house.reports) == 5)

    assert [job for job, _ in house.reports] == ["1", "2", "3", "4", "5"]
    assert printer.slips == [True] * 5


def test_an_obstacle_is_reported_with_its_reason():
    house = House()
    with virtual_printer() as printer, serving(house) as port, working(port, printer):
        printer.machine.strike(Fault.COVER_OPEN)
        house.owe(7, life=1.0)
        house.await_that(lambda: house.reports)

    assert house.reports == [("7", {"outcome": "not_printed", "reason": "cover_open"})]


def test_a_job_that_has_expired_is_not_printed():
    house = House()
    house.owe(7, life=-5)
    with virtual_printer() as printer, serving(house) as port, working(port, printer):
        house.await_that(lambda: house.reports)

    assert house.reports == [("7", {"outcome": "not_printed", "reason": "expired"})]
    assert printer.machine.received == 0


def test_a_document_nobody_can_read_does_not_stop_the_next():
    house = House()
    house.owe(7, version=9)
    house.owe(8)
    with virtual_printer() as printer, serving(house) as port, working(port, printer):
        house.await_that(lambda: len(house.reports) == 2)

    assert house.reports[0] == ("7", {"outcome": "not_printed", "reason": "document"})
    assert house.reports[1] == ("8", {"outcome": "printed"})


def test_a_mistake_of_ours_over_one_slip_does_not_stop_the_next(monkeypatch):
    house = House()
    house.owe(7, number="9Z-999")
    house.owe(8)
    monkeypatch.setattr("printer.slip.number_size", lambda number, _: {"1A-012": (8, 8)}[number])
    with virtual_printer() as printer, serving(house) as port, working(port, printer):
        house.await_that(lambda: len(house.reports) == 2)

    assert house.reports == [("7", {"outcome": "unknown", "reason": "agent"}), ("8", {"outcome": "printed"})]


def test_a_connection_the_server_let_go_is_opened_again_at_once():
    house = House()
    with serving(house) as port, closing(Server(f"http://{HERE}:{port}", "secret")) as server:
        server.claim()
        server._line.sock.shutdown(socket.SHUT_RDWR)

        assert server.claim() is None


def test_a_report_is_repeated_with_the_same_key_until_it_is_heard():
    house = House(stumbles=[503, 500])
    house.owe(7)
    with virtual_printer() as printer, serving(house) as port, working(port, printer):
        house.await_that(lambda: house.reports)

    assert len(house.report_keys) == 3
    assert len(set(house.report_keys)) == 1
    assert printer.slips == [True]


def test_a_report_the_server_already_has_is_let_go():
    house = House(settled={"7"})
    house.owe(7)
    house.owe(8)
    with virtual_printer() as printer, serving(house) as port, working(port, printer):
        house.await_that(lambda: house.reports)

    assert house.reports == [("8", {"outcome": "printed"})]
    assert len(house.report_keys) == 2


def test_the_agent_outlives_a_restart_of_the_server():
    house = House()
    with virtual_printer() as printer, serving(house) as port, working(port, printer):
        house.await_that(lambda: house.claims >= 2)
    with virtual_printer() as printer:
        with serving(house) as port:
            pass  # the port is now free: the agent begins with nobody there
        with working(port, printer), serving(house, port):
            before = house.claims
            house.await_that(lambda: house.claims > before)
            house.owe(7)
            house.await_that(lambda: house.reports)

    assert house.reports == [("7", {"outcome": "printed"})]


def test_a_server_that_goes_while_a_slip_is_printing_still_hears_of_it():
    house = House()
    house.owe(7)
    with virtual_printer() as printer:
        printer.machine.strike(Fault.PAPER_OUT, after_mm=40)
        with serving(house) as port:
            stop = threading.Event()
            agent = Agent(
                Server(f"http://{HERE}:{port}", "secret"),
                printer.worker(stop=stop, waits=replace(BRISK, refill=SOON)),
                stop,
                PACE,
            )
            day = threading.Thread(target=agent.run, daemon=True)
            day.start()
            printer.await_faults({"paper_out"})
        printer.machine.repair()
        printer.await_slips(1)
        with serving(house, port):
            house.await_that(lambda: house.reports)
            stop.set()
            day.join(SOON)

    assert house.reports == [("7", {"outcome": "printed"})]
    assert printer.slips == [True]


def test_a_stop_reports_the_job_in_hand_first():
    house = House()
    house.owe(7)
    with virtual_printer() as printer, serving(house) as port, working(port, printer) as stop:
        printer.machine.strike(Fault.PAPER_OUT, after_mm=40)
        printer.await_faults({"paper_out"})
        stop.set()
        house.await_that(lambda: house.reports)

    assert house.reports == [("7", {"outcome": "unknown", "reason": "paper_end"})]


def test_an_idle_agent_leaves_the_printer_to_others():
    house = House()
    house.owe(7)
    with virtual_printer() as printer, serving(house) as port, working(port, printer):
        house.await_that(lambda: house.reports)

        assert printer.socket.await_free()


def test_a_job_claimed_while_the_answer_was_lost_is_asked_for_with_the_same_key():
    server = Server(f"http://{HERE}:1", "secret")
    first = server._claim_key

    with pytest.raises(Unanswered):
        server.claim()

    assert server._claim_key == first


def test_a_foreign_token_is_refused_not_retried_at_once():
    with (
        serving(House()) as port,
        closing(Server(f"http://{HERE}:{port}", "wrong")) as server,
        pytest.raises(Refused, match=r"session\.none"),
    ):
        server.claim()


def test_the_servers_clock_counts_not_ours():
    house = House()
    house.owe(7, life=30, lease=20)
    with serving(house) as port:
        server = Server(f"http://{HERE}:{port}", "secret")
        job = server.claim()
        server.report(job, Outcome(Fate.UNKNOWN, "stalled"), "key")
        server.close()

    assert job.until == pytest.approx(time.monotonic() + 20, abs=2)
    assert house.reports == [("7", {"outcome": "unknown", "reason": "stalled"})]


@pytest.mark.slow
def test_the_command_line_prints_and_stops_cleanly(tmp_path):
    house = House()
    house.owe(7)
    token = tmp_path / "token"
    token.write_text("secret\n")
    with virtual_printer(paper_mm=58) as printer, serving(house) as port:
        command = [
            sys.executable,
            "-m",
            "printer",
            "--server",
            f"http://{HERE}:{port}",
            "--token-file",
            str(token),
            "--printer",
            f"tcp://{HERE}:{printer.address.port}",
            "--paper",
            "58",
        ]
        agent = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)})
        try:
            house.await_that(lambda: house.reports)
            agent.send_signal(signal.SIGTERM)

            assert agent.wait(SOON) == 0
        finally:
            agent.kill()
            agent.wait()

    assert house.reports == [("7", {"outcome": "printed"})]


def test_without_a_token_the_agent_does_not_begin(monkeypatch):
    monkeypatch.delenv("PRINTER_TOKEN", raising=False)
    command = [sys.executable, "-m", "printer", "--server", "http://127.0.0.1:1", "--printer", "tcp://127.0.0.1"]

    assert subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 2
