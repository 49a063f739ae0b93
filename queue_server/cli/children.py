"""Child processes that live and die with us: started in their own sessions, stopped in time, never left behind."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from queue_server.settings import ROOT

LOOK_SECONDS = 0.2
FIRST_GRACE_SECONDS = 0.8  # for those who speak to the others
GRACE_SECONDS = 2.6  # for everybody
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True, slots=True)
class Child:
    """One running program; `log` holds what it says, None lets it speak on our own screen."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path | None

    @property
    def is_alive(self) -> bool:
        return self.process.poll() is None

    def last_words(self, lines: int = 12) -> str:
        """The end of its log."""
        if self.log is None or not self.log.exists():
            return ""
        return "\n".join(self.log.read_text("utf-8", errors="replace").splitlines()[-lines:])


@dataclass(slots=True)
class Children:
    """Everything we have started, in that order: those who depend on others come after them."""

    log_dir: Path | None = None
    _alive: list[Child] = field(default_factory=list)

    def start(self, name: str, arguments: Sequence[str], environment: Mapping[str, str]) -> Child:
        """Starts `python <arguments>`; call it from the main thread, whose end is the child's end."""
        log = None
        if self.log_dir is not None:
            self.log_dir.mkdir(parents=True, exist_ok=True)
            log = self.log_dir / f"{name}.log"
        process = _started([sys.executable, *arguments], environment, log)
        child = Child(name, process, log)
        self._alive.append(child)
        return child

    def watch(self, stop: threading.Event) -> Child | None:
        """Waits until `stop` is set (None) or a child has ended (that one; it is no longer watched)."""
        while not stop.wait(LOOK_SECONDS):
            for child in self._alive:
                if not child.is_alive:
                    self._alive.remove(child)
                    return child
        return None

    def stop(self) -> None:
        """Ends everybody within three seconds: the latest half first, so that nobody speaks to a closed door."""
        half = (len(self._alive) + 1) // 2
        began = time.monotonic()
        for part, until in ((self._alive[half:], FIRST_GRACE_SECONDS), (self._alive[:half], GRACE_SECONDS)):
            for child in part:
                _signal(child, signal.SIGTERM)
            _await(part, began + until)
        _await(self._alive, began + GRACE_SECONDS)
        for child in self._alive:
            # The whole group, also where the child itself has gone: a worker may have outlived it.
            _signal(child, signal.SIGKILL)
            child.process.wait()
        self._alive.clear()


def environment_with(**settings: str) -> dict[str, str]:
    """Our own environment with these settings, in which our packages are found from any folder."""
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    return {**os.environ, **settings, "PYTHONPATH": path, "PYTHONUNBUFFERED": "1"}


def stop_on_signals() -> threading.Event:
    """An event that is set by Ctrl-C, by SIGTERM, and when the terminal goes."""
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, lambda *_: stop.set())
    return stop


def _started(command: list[str], environment: Mapping[str, str], log: Path | None) -> subprocess.Popen[bytes]:
    if log is None:
        return _popen(command, environment, None)
    with log.open("wb") as kept:
        return _popen(command, environment, kept.fileno())


def _popen(command: list[str], environment: Mapping[str, str], output: int | None) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 — our own programs, with our own arguments
        command,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        start_new_session=True,
        # Only the kernel can tell a child that we were killed; no other thread runs here yet.
        preexec_fn=_follow_us,  # noqa: PLW1509
    )


def _follow_us() -> None:
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _signal(child: Child, sign: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.process.pid, sign)


def _await(children: Sequence[Child], until: float) -> None:
    while any(child.is_alive for child in children) and time.monotonic() < until:
        time.sleep(0.02)
