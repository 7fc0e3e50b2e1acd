"""Fixtures for whoever tests against Edgegap: `edgegap_sandbox`, `edgegap`, `async_edgegap` and `edgegap_environment`.

    def test_a_match_gets_a_server(edgegap_sandbox, edgegap):
        edgegap_sandbox.add_version("my-game", "v1")
        start_match(edgegap)
        assert len(edgegap_sandbox.running) == 1

Each test has a sandbox of its own, where a deployment is READY after 50 ms. To have another, override the fixture
`edgegap_sandbox_options`, whose dict goes to `Sandbox`; to have another token, `edgegap_sandbox_token`. Code that makes
its own `Edgegap()` reaches the sandbox with `edgegap_environment`.

The fixtures whose names end with `_module` and `_session` have one sandbox for a module or for the whole run;
`edgegap_sandbox_reset` undoes what each test does to it.

The same sandbox has a matchmaker and a server browser for whoever asks for them, as a preview: `edgegap_matchmaker` and
`edgegap_server_browser` are clients, `edgegap_sandbox_matchmaker` and `edgegap_sandbox_server_browser` are what they
talk to. Their configurations are the fixtures `edgegap_matchmaker_configuration` and
`edgegap_server_browser_configuration`.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest

# Imported by pytest in every run of whoever has the package: the sandbox itself only when it is used.
if TYPE_CHECKING:
    from .. import AsyncEdgegap, Edgegap
    from ..matchmaking import AsyncMatchmaker, Matchmaker
    from ..server_browser import AsyncServerBrowser, ServerBrowser
    from . import Sandbox, SandboxMatchmaker, SandboxServerBrowser

READY_AFTER = 0.05
WIDE_SANDBOXES = ("edgegap_sandbox_module", "edgegap_sandbox_session")


def pytest_configure() -> None:
    """Let freezegun leave the deadlines and pauses of the clients alone: their time would never pass."""
    if find_spec("freezegun") is not None:
        # Before test modules are imported: their decorators read it then.
        import_module("freezegun").configure(extend_ignore_list=[__name__.removesuffix(".sandbox.pytest_plugin")])


@contextmanager
def _sandbox(options: dict[str, Any]) -> Generator[Sandbox]:
    from .._core.extras import MissingExtra

    try:
        from . import Sandbox, Timing
    except MissingExtra as error:
        pytest.fail(str(error), pytrace=False)
    timing = Timing(
        ready_after=READY_AFTER,
        terminating_for=READY_AFTER,
        session_after=READY_AFTER,
        relay_after=READY_AFTER,
        lobby_after=READY_AFTER,
        match_after=READY_AFTER,
    )
    given: dict[str, Any] = {"timing": timing, **options}
    sandbox = Sandbox(**given)
    yield sandbox
    sandbox.close()


@contextmanager
def _client(sandbox: Sandbox, token: str) -> Generator[Edgegap]:
    from .. import Edgegap

    with sandbox.serve() as base_url, Edgegap(token, base_url=base_url, poll_interval=READY_AFTER) as client:
        yield client


def _async_client(sandbox: Sandbox, token: str) -> AsyncEdgegap:
    from .. import AsyncEdgegap

    return AsyncEdgegap(token, base_url=sandbox.base_url, transport=sandbox.transport(), poll_interval=READY_AFTER)


@pytest.fixture(scope="session")
def edgegap_sandbox_options() -> dict[str, Any]:
    """What the sandboxes are made with, besides the default timing: to be overridden.

    An override for a sandbox of a module or session needs that scope, too.
    """
    return {}


@pytest.fixture(scope="session")
def edgegap_sandbox_token() -> str:
    """The API token of the clients, and so their organisation: to be overridden, as `edgegap_sandbox_options`."""
    return "sandbox-token"


# For one test


@pytest.fixture
def edgegap_sandbox(edgegap_sandbox_options: dict[str, Any]) -> Iterator[Sandbox]:
    """A local Edgegap, empty at first."""
    with _sandbox(edgegap_sandbox_options) as sandbox:
        yield sandbox


@pytest.fixture
def edgegap(edgegap_sandbox: Sandbox, edgegap_sandbox_token: str) -> Iterator[Edgegap]:
    """A client of the sandbox, over a real port."""
    with _client(edgegap_sandbox, edgegap_sandbox_token) as client:
        yield client


@pytest.fixture
def async_edgegap(edgegap_sandbox: Sandbox, edgegap_sandbox_token: str) -> AsyncEdgegap:
    """An asynchronous client of the sandbox, in the process. There is nothing to close: it has no connections."""
    return _async_client(edgegap_sandbox, edgegap_sandbox_token)


@pytest.fixture
def edgegap_environment(edgegap_sandbox: Sandbox, edgegap_sandbox_token: str) -> Iterator[dict[str, str]]:
    """The environment variables with which `Edgegap()` reaches the sandbox, set until the test ends.

    Those of a matchmaker and a server browser are unset, so that no test reaches a real one.
    """
    with edgegap_sandbox.in_environment(token=edgegap_sandbox_token) as variables:
        yield variables


# For the tests of a module


@pytest.fixture(scope="module")
def edgegap_sandbox_module(edgegap_sandbox_options: dict[str, Any]) -> Iterator[Sandbox]:
    """A local Edgegap for all tests of a module."""
    with _sandbox(edgegap_sandbox_options) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def edgegap_module(edgegap_sandbox_module: Sandbox, edgegap_sandbox_token: str) -> Iterator[Edgegap]:
    """A client of the module's sandbox, over a real port."""
    with _client(edgegap_sandbox_module, edgegap_sandbox_token) as client:
        yield client


@pytest.fixture
def async_edgegap_module(edgegap_sandbox_module: Sandbox, edgegap_sandbox_token: str) -> AsyncEdgegap:
    """An asynchronous client of the module's sandbox, in the process; a new one for each test and its event loop."""
    return _async_client(edgegap_sandbox_module, edgegap_sandbox_token)


@pytest.fixture(scope="module")
def edgegap_environment_module(edgegap_sandbox_module: Sandbox, edgegap_sandbox_token: str) -> Iterator[dict[str, str]]:
    """As `edgegap_environment`, for the module's sandbox, until the last test of the module ends."""
    with edgegap_sandbox_module.in_environment(token=edgegap_sandbox_token) as variables:
        yield variables


# For the whole run


@pytest.fixture(scope="session")
def edgegap_sandbox_session(edgegap_sandbox_options: dict[str, Any]) -> Iterator[Sandbox]:
    """A local Edgegap for all tests of a run; with pytest-xdist, for those of a worker."""
    with _sandbox(edgegap_sandbox_options) as sandbox:
        yield sandbox


@pytest.fixture(scope="session")
def edgegap_session(edgegap_sandbox_session: Sandbox, edgegap_sandbox_token: str) -> Iterator[Edgegap]:
    """A client of the session's sandbox, over a real port."""
    with _client(edgegap_sandbox_session, edgegap_sandbox_token) as client:
        yield client


@pytest.fixture
def async_edgegap_session(edgegap_sandbox_session: Sandbox, edgegap_sandbox_token: str) -> AsyncEdgegap:
    """An asynchronous client of the session's sandbox, in the process; a new one for each test and its event loop."""
    return _async_client(edgegap_sandbox_session, edgegap_sandbox_token)


@pytest.fixture(scope="session")
def edgegap_environment_session(
    edgegap_sandbox_session: Sandbox, edgegap_sandbox_token: str
) -> Iterator[dict[str, str]]:
    """As `edgegap_environment`, for the session's sandbox, until the last test of the run ends."""
    with edgegap_sandbox_session.in_environment(token=edgegap_sandbox_token) as variables:
        yield variables


@pytest.fixture
def edgegap_sandbox_reset(request: pytest.FixtureRequest) -> Iterator[None]:
    """Undo after the test what it does to the sandboxes of its module and of the session that it uses.

    What fixtures of these scopes have set up stays: `Sandbox.rollback` says what is undone.
    """
    with ExitStack() as stack:
        for name in WIDE_SANDBOXES:
            if name in request.fixturenames:
                stack.enter_context(request.getfixturevalue(name).rollback())
        yield


# A preview


@pytest.fixture(scope="session")
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


@pytest.fixture(scope="session")
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


@pytest.fixture
def edgegap_matchmaker_environment(
    edgegap_environment: dict[str, str], edgegap_sandbox_matchmaker: SandboxMatchmaker
) -> Iterator[dict[str, str]]:
    """As `edgegap_environment`, and with the variables with which `Matchmaker()` reaches the matchmaker."""
    with edgegap_sandbox_matchmaker.in_environment() as variables:
        yield {**edgegap_environment, **variables}


@pytest.fixture
def edgegap_server_browser_environment(
    edgegap_environment: dict[str, str], edgegap_sandbox_server_browser: SandboxServerBrowser
) -> Iterator[dict[str, str]]:
    """As `edgegap_environment`, and with the variables with which `ServerBrowser()` reaches the server browser."""
    with edgegap_sandbox_server_browser.in_environment() as variables:
        yield {**edgegap_environment, **variables}
