"""The demonstration furnishes its own mall, never a real one, and leaves nothing running."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from queue_server.cli.furnishing import furnish
from queue_server.cli.words import Words
from queue_server.db.founding import NewMall, found_mall
from queue_server.demo.mall import read_demo_mall
from queue_server.domain.availability import Reason
from queue_server.queries import access, availability, journal
from queue_server.queries import house as houses
from queue_server.settings import CONFIG, read_settings
from tests.servers import free_port

ROOT = Path(__file__).parents[2]
DEMO = read_demo_mall(CONFIG / "demo_mall.toml")
CLI = ROOT / "queue_server" / "cli"


@pytest.fixture
def furnished(shell):
    return furnish(read_settings(), DEMO)


def decisions(shell, hour: int):
    from datetime import datetime

    def question(connection):
        house = houses.load(connection, 1)
        sunday = datetime(2026, 11, 22, hour, 30, tzinfo=house.zone)
        return availability.decisions(connection, house, day=sunday.date(), now=sunday)

    return shell.asked(question)


@pytest.mark.parametrize("hour", [0, 11, 23])
def test_every_service_is_open_at_any_hour_but_those_closed_for_show(shell, furnished, hour):
    closed = {code: decision.reason for code, decision in decisions(shell, hour).items() if not decision.open}

    assert closed == {one.service: Reason.CLOSED_BY_HAND for one in DEMO.closed}


def test_everybody_and_everything_of_the_file_is_there(shell, furnished):
    assert len(shell.asked(lambda connection: access.people(connection, 1))) == len(DEMO.people)
    assert set(furnished.tokens) == {device.name for device in DEMO.devices}


def test_the_next_start_finds_the_same_mall_and_the_same_tokens(shell, furnished):
    seq = shell.asked(lambda connection: journal.seq_of(connection, 1))

    again = furnish(read_settings(), DEMO)

    assert again == furnished
    assert shell.asked(lambda connection: journal.seq_of(connection, 1)) == seq


def test_a_lost_token_is_replaced(shell, furnished):
    (shell.folder / "devices.json").unlink()

    again = furnish(read_settings(), DEMO)

    assert set(again.tokens) == set(furnished.tokens)
    assert again.tokens["K1"] != furnished.tokens["K1"]


def test_only_the_owner_reads_the_tokens(shell, furnished):
    assert (shell.folder / "devices.json").stat().st_mode & 0o777 == 0o600


def test_a_real_mall_is_not_made_a_demonstration(opened, monkeypatch):
    monkeypatch.setenv("QUEUE_DATABASE_URL", opened.url)
    monkeypatch.setenv("QUEUE_PRINTER_PORT", str(free_port()))
    monkeypatch.setenv("QUEUE_PAPER_PORT", str(free_port()))

    result = opened.says("demo")

    assert result.exit_code == 2
    assert "UJI" in result.stderr


def test_a_demonstration_stands_beside_a_real_mall_only_in_its_own_database(shell, furnished):
    found_mall(shell.url, NewMall(code="NYATA", name="Mal Nyata", timezone="Asia/Jakarta"))

    assert shell.malls == ["CONTOH", "NYATA"]
    with pytest.raises(Exception, match=re.escape("cli.demo.real_mall")):
        furnish(read_settings(), DEMO)


@pytest.mark.parametrize("variable", ["QUEUE_PORT", "QUEUE_PRINTER_PORT", "QUEUE_PAPER_PORT"])
def test_a_port_that_is_taken_is_named_with_its_variable(shell, monkeypatch, variable):
    for name in ("QUEUE_PORT", "QUEUE_PRINTER_PORT", "QUEUE_PAPER_PORT"):
        monkeypatch.setenv(name, str(free_port()))
    with socket.create_server(("127.0.0.1", 0)) as somebody:
        port = somebody.getsockname()[1]
        monkeypatch.setenv(variable, str(port))

        result = shell.says("demo")

    assert result.exit_code == 2
    assert str(port) in result.stderr
    assert variable in result.stderr


def test_every_sentence_the_command_line_says_is_written():
    code = "".join(path.read_text() for path in CLI.glob("*.py"))
    keys = set(re.findall(r'"(cli\.[a-z_.]+)"', code))
    keys |= {f"cli.help.{name}" for name in re.findall(r'help_of\("([a-z_.]+)"\)', code)}

    for language in ("id", "en"):
        assert keys <= set(Words(language).room("cli"))


@pytest.mark.slow
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_the_whole_mall_opens_and_ends(tmp_path, sign):
    ports = {name: str(free_port()) for name in ("QUEUE_PORT", "QUEUE_PRINTER_PORT", "QUEUE_PAPER_PORT")}
    environment = {**os.environ, **ports, "QUEUE_DATA_DIR": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "queue_server", "demo", "--busy", "--language", "en"]
    show = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        told = _told(show)
        page = re.search(r"http://localhost:\d+/t/\w+", told)
        assert page is not None
        assert urllib.request.urlopen(page[0].replace("localhost", "127.0.0.1")).status == 200
        assert _slips(ports["QUEUE_PAPER_PORT"])
    finally:
        show.send_signal(sign)
        began = time.monotonic()
        show.wait(10)
        assert show.stdout is not None
        show.stdout.close()

    assert show.returncode == 0
    assert time.monotonic() - began < 3.5
    for port in ports.values():
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", int(port))) != 0


def _told(show: subprocess.Popen) -> str:
    told = ""
    assert show.stdout is not None
    for line in show.stdout:
        told += line
        if "Ctrl-C" in line:
            return told
    raise AssertionError(told)


def _slips(port: str) -> list[object]:
    until = time.monotonic() + 15
    found: list[object] = []
    while not found and time.monotonic() < until:
        time.sleep(0.2)
        found = json.load(urllib.request.urlopen(f"http://127.0.0.1:{port}/slips"))["slips"]
    return found
