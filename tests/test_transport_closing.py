"""Who closes a transport that was passed in: the client does, once, at its own end and not before."""

from __future__ import annotations

import httpx

from edgegap_client import AsyncEdgegap, Edgegap

from .conftest import TOKEN


def respond(_: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json={"name": "my-game"})


class Counting(httpx.MockTransport):
    """It counts how often it is closed."""

    def __init__(self) -> None:
        super().__init__(respond)
        self.closed = 0

    def close(self) -> None:
        self.closed += 1

    async def aclose(self) -> None:
        self.closed += 1


def test_the_synchronous_client_closes_a_transport_at_its_end() -> None:
    transport = Counting()
    with Edgegap(TOKEN, base_url="http://edgegap.test", transport=transport) as edgegap:
        edgegap.applications.get("my-game")
        edgegap.applications.get("my-game")
        assert transport.closed == 0
    assert transport.closed == 1


async def test_the_async_client_closes_a_transport_at_its_end() -> None:
    transport = Counting()
    async with AsyncEdgegap(TOKEN, base_url="http://edgegap.test", transport=transport) as edgegap:
        await edgegap.applications.get("my-game")
        await edgegap.applications.get("my-game")
        assert transport.closed == 0
    assert transport.closed == 1
