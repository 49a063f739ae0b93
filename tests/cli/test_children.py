"""Child processes end when they are told to, when they will not, and when we are killed."""

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from queue_server.cli.children import GRACE_SECONDS, Children, environment_with

ROOT = Path(__file__).parents[2]
SLEEPS = "import time; print('ready', flush=True); time.sleep(60)"
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEPS}"
WITH_CHILD = (
    "import subprocess, sys, time;"
    f"print(subprocess.Popen([sys.executable, '-c', {STUBBORN!r}]).pid, flush=True); time.sleep(60)"
)


@pytest.fixture
def children(tmp_path):
    family = Children(tmp_path)
    yield family
    family.stop()


def start(children: Children, script: str, name: str = "child"):
    child = children.start(name, ["-c", script], environment_with())
    until = time.monotonic() + 10
    while "ready" not in child.last_words() and time.monotonic() < until:
        time.sleep(0.02)
    return child


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def await_end(pid: int, within: float = 5) -> bool:
    until = time.monotonic() + within
    while is_alive(pid) and time.monotonic() < until:
        time.sleep(0.02)
    return not is_alive(pid)


def test_one_that_ends_is_told_with_its_last_words(children):
    child = start(children, "print('ready'); print('selamat tinggal'); raise SystemExit(3)")

    ended = children.watch(threading.Event())

    assert ended is child
    assert ended.process.returncode == 3
    assert ended.last_words().endswith("selamat tinggal")


def test_everybody_ends_at_once_when_told(children):
    family = [start(children, SLEEPS, name) for name in ("one", "two", "three")]
    began = time.monotonic()

    children.stop()

    assert time.monotonic() - began < 1
    assert not any(child.is_alive for child in family)


def test_one_that_will_not_go_is_made_to(children):
    child = start(children, STUBBORN)
    began = time.monotonic()

    children.stop()

    assert time.monotonic() - began < GRACE_SECONDS + 0.4
    assert child.process.returncode == -signal.SIGKILL


def test_the_children_of_a_child_are_not_left_behind(children):
    child = start(children, WITH_CHILD)
    grandchild = int(child.last_words().split()[0])
    assert is_alive(grandchild)

    children.stop()

    assert await_end(grandchild)


def test_when_we_are_killed_our_children_end_too(tmp_path):
    script = (
        "from pathlib import Path; import time; from queue_server.cli.children import Children, environment_with;"
        f"child = Children(Path({str(tmp_path)!r})).start('child', ['-c', {SLEEPS!r}], environment_with());"
        "print(child.process.pid, flush=True); time.sleep(60)"
    )
    us = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert us.stdout is not None
    pid = int(us.stdout.readline())

    us.kill()
    us.wait()
    us.stdout.close()

    assert await_end(pid)
