"""Fixtures for whoever tests against Edgegap: `edgegap_sandbox`, `edgegap` and `async_edgegap`.

    def test_a_match_gets_a_server(edgegap_sandbox, edgegap):
        edgegap_sandbox.add_version("my-game", "v1")
        start_match(edgegap)
        assert len(edgegap_sandbox.running) == 1

Each test has a sandbox of its own, where a deployment is READY after 50 ms. To have another, override the fixture
`edgegap_sandbox_options`, whose dict goes to `Sandbox`; to have another token, `edgegap_sandbox_token`.

The same sandbox has a matchmaker and a server browser for whoever asks for them, as a preview: `edgegap_matchmaker` and
`edgegap_server_browser` are clients, `edgegap_sandbox_matchmaker` and `edgegap_sandbox_server_browser` are what they
talk to. Their configurations are the fixtures `edgegap_matchmaker_configuration` and
`edgegap_server_browser_configuration`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

# Imported by pytest in every run of whoever has the package: the sandbox itself only when it is used.
if TYPE_CHECKING:
    from .. import AsyncEdgegap, Edgegap
    from ..matchmaking import AsyncMatchmaker, Matchmaker
    from ..server_browser import AsyncServerBrowser, ServerBrowser
    from . import Sandbox, SandboxMatchmaker, SandboxServerBrowser

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
        match_after=READY_AFTER,
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


# A preview


@pytest.fixture
def edgegap_matchmaker_configuration() -> dict[str, Any]:
    """The configuration of the matchmaker: two players of the profile `default` make a match. To be overridden."""
    size = {"team_count": 1, "min_team_size": 2, "max_team_size": 2}
    rules = {"initial": {"match_size": {"type": "player_count", "attributes": size}}}
    application = {"name": "my-game", "version": "v1"}
    return {"version": "3.3.2", "profiles": {"default": {"application": application, "rules": rules}}}


@pytest.fixture
def edgegap_sandbox_matchmaker(
    edgegap_sandbox: Sandbox,
    edgegap_sandbox_token: str,
    edgegap_matchmaker_configuration: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> SandboxMatchmaker:
    """A matchmaker of the sandbox, without rate limits. Clients read their searches every 50 ms, and not every 3 s."""
    from .._core import matchmaker

    monkeypatch.setattr(matchmaker, "FIRST_INTERVAL_SECONDS", READY_AFTER)
    monkeypatch.setattr(matchmaker, "MAX_INTERVAL_SECONDS", READY_AFTER)
    return edgegap_sandbox.add_matchmaker(
        edgegap_matchmaker_configuration, organisation=edgegap_sandbox_token, tier=None
    )


@pytest.fixture
def edgegap_matchmaker(edgegap_sandbox_matchmaker: SandboxMatchmaker) -> Iterator[Matchmaker]:
    """A client of the matchmaker, over a real port."""
    from ..matchmaking import Matchmaker

    with (
        edgegap_sandbox_matchmaker.serve() as url,
        Matchmaker(url, edgegap_sandbox_matchmaker.token, rate_limits="off") as client,
    ):
        yield client


@pytest.fixture
def async_edgegap_matchmaker(edgegap_sandbox_matchmaker: SandboxMatchmaker) -> AsyncMatchmaker:
    """An asynchronous client of the matchmaker, in the process. There is nothing to close: it has no connections."""
    from ..matchmaking import AsyncMatchmaker

    return AsyncMatchmaker(
        edgegap_sandbox_matchmaker.url,
        edgegap_sandbox_matchmaker.token,
        rate_limits="off",
        transport=edgegap_sandbox_matchmaker.transport(),
    )


@pytest.fixture
def edgegap_server_browser_configuration() -> dict[str, Any]:
    """The configuration of the server browser, without indices at first: to be overridden."""
    return {}


@pytest.fixture
def edgegap_sandbox_server_browser(
    edgegap_sandbox: Sandbox, edgegap_sandbox_token: str, edgegap_server_browser_configuration: dict[str, Any]
) -> SandboxServerBrowser:
    """A server browser of the sandbox."""
    return edgegap_sandbox.add_server_browser(edgegap_server_browser_configuration, organisation=edgegap_sandbox_token)


@pytest.fixture
def edgegap_server_browser(edgegap_sandbox_server_browser: SandboxServerBrowser) -> Iterator[ServerBrowser]:
    """A client of the server browser with the server token, over a real port."""
    from ..server_browser import ServerBrowser, ServerToken

    with (
        edgegap_sandbox_server_browser.serve() as url,
        ServerBrowser(url, ServerToken(edgegap_sandbox_server_browser.server_token)) as client,
    ):
        yield client


@pytest.fixture
def async_edgegap_server_browser(edgegap_sandbox_server_browser: SandboxServerBrowser) -> AsyncServerBrowser:
    """An asynchronous client of the server browser with the server token, in the process. There is nothing to close."""
    from ..server_browser import AsyncServerBrowser, ServerToken

    return AsyncServerBrowser(
        edgegap_sandbox_server_browser.url,
        ServerToken(edgegap_sandbox_server_browser.server_token),
        transport=edgegap_sandbox_server_browser.transport(),
    )
