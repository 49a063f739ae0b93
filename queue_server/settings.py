"""The settings of one installation: config/*.toml, then QUEUE_* from the environment, read into one frozen value."""

import os
import secrets
import socket
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CONFIG = ROOT / "config"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How often a thing may be asked, in the notation of the `limits` library ("20 per minute")."""

    tickets_per_kiosk: str
    tickets_alike: str
    follow: str
    sign_in: str
    sign_in_name: str
    pairing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that differs from one installation to the next."""

    database_url: str
    data_dir: Path
    redis_url: str | None
    host: str
    port: int
    workers: int
    public_url: str
    secret_key: str
    rate_limits: bool
    # How many proxies of our own stand in front and say who really knocks; 0: nobody's word for it is taken.
    proxies: int
    limits: Limits
    # Pages of these origins may open the socket; the server's own addresses always may.
    origins: tuple[str, ...] = ()


def read_settings(environment: Mapping[str, str] | None = None, *, more: Path | None = None) -> Settings:
    """The settings as they are now. `more`, or else QUEUE_CONFIG, is a further TOML file laid over config/default.toml
    and config/local.toml.

    Makes and keeps a secret key at the first start. Raises ValueError for what is not understood."""
    environment = os.environ if environment is None else environment
    named = environment.get("QUEUE_CONFIG")
    kept = _files(more or (Path(named) if named else None))
    server = kept.get("server", {})
    data_dir = Path(environment.get("QUEUE_DATA_DIR", str(ROOT / "var")))
    port = int(environment.get("QUEUE_PORT", server.get("port", 8000)))
    public_url = environment.get("QUEUE_PUBLIC_URL", server.get("public_url", "")).rstrip("/")
    return Settings(
        database_url=environment.get("QUEUE_DATABASE_URL", f"sqlite:///{data_dir.resolve()}/giliran.db"),
        data_dir=data_dir,
        redis_url=environment.get("QUEUE_REDIS_URL") or None,
        host=environment.get("QUEUE_HOST", server.get("host", "0.0.0.0")),  # noqa: S104 — the hall's screens must reach it
        port=port,
        workers=int(environment.get("QUEUE_WORKERS", server.get("workers", 1))),
        public_url=public_url or f"http://{_own_address()}:{port}",
        secret_key=environment.get("QUEUE_SECRET_KEY") or _kept_key(data_dir),
        proxies=int(environment.get("QUEUE_PROXIES", server.get("proxies", 0))),
        rate_limits=environment.get("QUEUE_RATE_LIMITS", "on").lower() != "off",
        limits=Limits(**kept["limits"]),
        origins=tuple(filter(None, environment.get("QUEUE_ORIGINS", "").split(","))),
    )


def _files(more: Path | None) -> dict[str, Any]:
    laid: dict[str, Any] = {}
    for path in (CONFIG / "default.toml", CONFIG / "local.toml", more):
        if path is not None and path.exists():
            for table, values in tomllib.loads(path.read_text("utf-8")).items():
                laid[table] = {**laid.get(table, {}), **values}
    return laid


def _kept_key(data_dir: Path) -> str:
    path = data_dir / "secret_key"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        try:
            kept = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            os.write(kept, secrets.token_urlsafe(48).encode("ascii"))
            os.close(kept)
        except FileExistsError:
            pass  # another process was first; its key is ours
    return path.read_text("ascii").strip()


def _own_address() -> str:
    """The address by which the local network reaches this machine; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # a documentation address: only the route is looked up
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"
