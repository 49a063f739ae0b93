"""Whose word is taken on who knocks: a proxy's where one is said to stand in front, nobody's otherwise."""

from dataclasses import replace

import pytest

from queue_server.app import create_app
from tests.web.front import Front


@pytest.mark.parametrize(("proxies", "believed"), [(0, False), (1, True)])
def test_a_forwarded_address_counts_only_behind_a_proxy_of_ours(front: Front, proxies: int, believed: bool) -> None:
    settings = replace(front.app.extensions["giliran"].settings, proxies=proxies)
    app = create_app(settings, store=front.world.store)
    heard: list[str | None] = []

    @app.before_request
    def listen() -> None:
        from flask import request

        heard.append(request.remote_addr)

    app.test_client().get("/health", headers={"X-Forwarded-For": "198.51.100.7"})

    assert (heard == ["198.51.100.7"]) is believed
