"""Seats that are just being written are not known to be at the service yet."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any, Final

import pytest

from edgegap_client.server_browser import (
    AsyncServerBrowser,
    AsyncServerInstance,
    ServerBrowser,
    ServerInstance,
    ServerToken,
)

from .servers.services import FakeServerBrowser, serving

OPTIONS: Final[dict[str, Any]] = {"slots": {"main": 4}, "request_id": "a1", "server": {"fqdn": "a1.example"}}
WRITE: Final = "PATCH /server-instances/a1/slots/main"


@pytest.fixture
def service() -> Iterator[FakeServerBrowser]:
    fake = FakeServerBrowser()
    with serving(fake):
        yield fake


def seats(service: FakeServerBrowser) -> int:
    return int(service.slot("a1", "main")["available_seats"])


async def test_a_seat_that_is_free_again_before_it_was_written_is_not_synced(service: FakeServerBrowser) -> None:
    service.fail(WRITE, "late", delay=2.0)
    async with (
        AsyncServerBrowser(service.url, ServerToken(service.server_token)) as browser,
        AsyncServerInstance(browser, **OPTIONS) as instance,
    ):
        instance.seat("player", "main")
        while not service.count(WRITE):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        instance.leave("player")
        assert not await instance.synced(timeout=0)
        assert await instance.synced(timeout=30)
        assert seats(service) == 4


def test_the_synchronous_instance_does_the_same(service: FakeServerBrowser) -> None:
    service.fail(WRITE, "late", delay=2.0)
    with (
        ServerBrowser(service.url, ServerToken(service.server_token)) as browser,
        ServerInstance(browser, **OPTIONS) as instance,
    ):
        instance.seat("player", "main")
        service.until(lambda: service.count(WRITE))
        instance.leave("player")
        assert not instance.synced(timeout=0)
        assert instance.synced(timeout=30)
        assert seats(service) == 4
