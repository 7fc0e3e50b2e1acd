"""Fixtures for whoever tests against Edgegap: `edgegap_sandbox`, `edgegap` and `async_edgegap`.

    def test_a_match_gets_a_server(edgegap_sandbox, edgegap):
        edgegap_sandbox.add_version("my-game", "v1")
        start_match(edgegap)
        assert len(edgegap_sandbox.running) == 1

Each test has a sandbox of its own, where a deployment is READY after 50 ms. To have another, override the fixture
`edgegap_sandbox_options`, whose dict goes to `Sandbox`; to have another token, `edgegap_sandbox_token`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

# Imported by pytest in every run of whoever has the package: the sandbox itself only when it is used.
if TYPE_CHECKING:
    from .. import AsyncEdgegap, Edgegap
    from . import Sandbox

READY_AFTER = 0.05


@pytest.fixture
def edgegap_sandbox_options() -> dict[str, Any]:
    """What `edgegap_sandbox` is made with, besides the default timing: to be overridden."""
    return {}


@pytest.fixture
def edgegap_sandbox_token() -> str:
    """The API token of the clients, and so their organisation: to be overridden."""
    return "sandbox-token"


@pytest.fixture
def edgegap_sandbox(edgegap_sandbox_options: dict[str, Any]) -> Iterator[Sandbox]:
    """A local Edgegap, empty at first."""
    from . import Sandbox, Timing

    timing = Timing(
        ready_after=READY_AFTER,
        terminating_for=READY_AFTER,
        session_after=READY_AFTER,
        relay_after=READY_AFTER,
        lobby_after=READY_AFTER,
    )
    options: dict[str, Any] = {"timing": timing, **edgegap_sandbox_options}
    sandbox = Sandbox(**options)
    yield sandbox
    sandbox.close()


@pytest.fixture
def edgegap(edgegap_sandbox: Sandbox, edgegap_sandbox_token: str) -> Iterator[Edgegap]:
    """A client of the sandbox, over a real port."""
    from .. import Edgegap

    with (
        edgegap_sandbox.serve() as base_url,
        Edgegap(edgegap_sandbox_token, base_url=base_url, poll_interval=READY_AFTER) as client,
    ):
        yield client


@pytest.fixture
def async_edgegap(edgegap_sandbox: Sandbox, edgegap_sandbox_token: str) -> AsyncEdgegap:
    """An asynchronous client of the sandbox, in the process. There is nothing to close: it has no connections."""
    from .. import AsyncEdgegap

    return AsyncEdgegap(
        edgegap_sandbox_token,
        base_url=edgegap_sandbox.base_url,
        transport=edgegap_sandbox.transport(),
        poll_interval=READY_AFTER,
    )
