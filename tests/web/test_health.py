"""Alive, able to work, and the figures: what watchdogs ask."""

import shutil
from collections import namedtuple

import pytest
from sqlalchemy.exc import OperationalError

from tests.web.front import Front


def test_alive(front: Front) -> None:
    answer = front.anyone.get("/health")

    assert (answer.status_code, answer.json["status"]) == (200, "ok")
    assert {"build", "sockets", "threads"} <= set(answer.json)
    assert "CONTOH" not in answer.text


def test_nearly_out_of_sockets_is_said(front: Front) -> None:
    class Crowded:
        def drop(self, kind: str, actor_id: int | None) -> None: ...

        def counts(self) -> dict[str, int]:
            return {"sockets": 250, "most": 340}

    front.hall.ears = Crowded()

    assert front.anyone.get("/health").json["status"] == "degraded"


def test_able_to_work(front: Front) -> None:
    assert front.anyone.get("/health/ready").json == {"status": "ok"}


def test_a_full_disk_is_not_ready(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(100, 99, 1))

    answer = front.anyone.get("/health/ready")

    assert (answer.status_code, answer.json["code"]) == (507, "store.full")


def test_a_database_that_does_not_answer_is_not_ready(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> None:
        raise OperationalError("SELECT", {}, Exception("gone"))

    monkeypatch.setattr("queue_server.db.store.Store.check", fail)

    answer = front.anyone.get("/health/ready")

    assert (answer.status_code, answer.json["code"], answer.headers["Retry-After"]) == (503, "store.busy", "1")
    assert front.anyone.get("/health").status_code == 200


def test_figures_are_for_this_machine_only(front: Front) -> None:
    front.take()

    here = front.anyone.get("/metrics")
    assert here.status_code == 200
    assert 'giliran_answers_total{door="POST /api/v1/tickets",status="201"}' in here.text
    assert 'giliran_facts_total{name="ticket.issued"}' in here.text

    for address in ("192.168.1.20", "10.0.0.1", "fe80::1", ""):
        there = front.anyone.send("GET", "/metrics", environ_overrides={"REMOTE_ADDR": address})
        assert (there.status_code, there.json["code"]) == (404, "page.unknown")


def test_one_behind_a_proxy_on_this_machine_is_not_this_machine(front: Front) -> None:
    for header in ("X_Forwarded_For", "Forwarded"):
        assert front.anyone.get("/metrics", **{header: "203.0.113.9"}).status_code == 404


def test_other_loopbacks_are_this_machine_too(front: Front) -> None:
    for address in ("127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"):
        answer = front.anyone.send("GET", "/metrics", environ_overrides={"REMOTE_ADDR": address})
        assert answer.status_code == 200, address
