"""What Prometheus may read: answers by door and status, how long they took, facts told, sockets open."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

REGISTRY = CollectorRegistry()
ANSWERS = Counter("giliran_answers", "Answers by door and status", ["door", "status"], registry=REGISTRY)
LASTED = Histogram(
    "giliran_answer_seconds",
    "Seconds from knock to answer",
    registry=REGISTRY,
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5),
)
FACTS = Counter("giliran_facts", "Facts told by name", ["name"], registry=REGISTRY)
SOCKETS = Gauge("giliran_sockets", "Sockets open in this process", registry=REGISTRY)

CONTENT_TYPE = CONTENT_TYPE_LATEST


def answered(door: str, status: int, seconds: float) -> None:
    """Counts one answer."""
    ANSWERS.labels(door, str(status)).inc()
    LASTED.observe(seconds)


def told(names: list[str]) -> None:
    """Counts facts."""
    for name in names:
        FACTS.labels(name).inc()


def as_text(sockets: int) -> bytes:
    """Everything, in Prometheus' text format."""
    SOCKETS.set(sockets)
    return generate_latest(REGISTRY)
