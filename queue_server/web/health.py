"""Whether this process lives, whether it can work, and its figures."""

import ipaddress
import shutil
import threading

from flask import Response, request

from queue_server.domain.refusals import PageUnknown, StoreBusy, StoreFull
from queue_server.web import figures, schemas
from queue_server.web.answers import as_json
from queue_server.web.door import Door
from queue_server.web.hall import hall

LEAST_FREE = 50 * 1024 * 1024  # bytes; below this the disk counts as full
WARN_AT = 0.7  # of the sockets that one process can hold


def alive() -> Response:
    """The process answers. `degraded` when its sockets are nearly used up."""
    counts = dict(hall().ears.counts())
    crowded = counts.get("sockets", 0) > WARN_AT * counts.get("most", 1_000_000)
    return as_json(
        {
            "status": "degraded" if crowded else "ok",
            "build": hall().build,
            "sockets": counts,
            "threads": threading.active_count(),
        }
    )


def ready() -> Response:
    """The database reads and there is room to write. Refuses StoreFull, StoreBusy."""
    folder = hall().settings.data_dir
    folder.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folder).free < LEAST_FREE:
        raise StoreFull
    try:
        hall().store.check()
    except Exception:
        raise StoreBusy from None
    return as_json({"status": "ok"})


def metrics() -> Response:
    """Prometheus' text, for this machine only. Refuses PageUnknown elsewhere."""
    if not _is_this_machine():
        raise PageUnknown
    return Response(figures.as_text(dict(hall().ears.counts()).get("sockets", 0)), content_type=figures.CONTENT_TYPE)


def _is_this_machine() -> bool:
    """Whether nobody else asks; what a proxy on this machine passes on comes from elsewhere."""
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


_WHY = "watchdogs have no token; it tells nothing about the mall"

DOORS = [
    Door(method="GET", path="/health", view=alive, needs=None, why_open=_WHY, summary="Alive", answer=schemas.Health),
    Door(
        method="GET",
        path="/health/ready",
        view=ready,
        needs=None,
        why_open=_WHY,
        summary="Able to work",
        answer=schemas.Health,
        refusals=(StoreFull, StoreBusy),
    ),
    Door(
        method="GET", path="/metrics", view=metrics, needs=None, why_open="answers this machine only", summary="Figures"
    ),
]
