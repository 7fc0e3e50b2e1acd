"""Fixtures for tests against Edgegap: `edgegap_sandbox`, `edgegap`, `async_edgegap`, `edgegap_environment` and more.

    def test_a_match_gets_a_server(edgegap_sandbox, edgegap):
        edgegap_sandbox.add_version("my-game", "v1")
        start_match(edgegap)
        assert len(edgegap_sandbox.running) == 1

Each test has a sandbox of its own, in which a deployment is READY after 50 ms. To change the sandbox, override the
fixture `edgegap_sandbox_options`: its dict contains the arguments of `Sandbox`. To change the token, override
`edgegap_sandbox_token`. Code that creates its own `Edgegap()` reaches the sandbox with `edgegap_environment`.

The fixtures whose names end with `_module` and `_session` share one sandbox in a module or in the whole run.
`edgegap_sandbox_reset` undoes the changes of each test.

The same sandbox has a matchmaker and a server browser if a test requests them, as a preview. `edgegap_matchmaker` and
`edgegap_server_browser` are clients. `edgegap_sandbox_matchmaker` and `edgegap_sandbox_server_browser` are the
services. Their configurations are the fixtures `edgegap_matchmaker_configuration` and
`edgegap_server_browser_configuration`.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest

# pytest imports this module in every run of every project that has installed the package. So the module imports the
# sandbox only when a fixture needs it.
if TYPE_CHECKING:
    from .. import AsyncEdgegap, Edgegap
    from ..matchmaking import AsyncMatchmaker, Matchmaker
    from ..server_browser import AsyncServerBrowser, ServerBrowser
    from . import Sandbox, SandboxMatchmaker, SandboxServerBrowser

READY_AFTER = 0.05
WIDE_SANDBOXES = ("edgegap_sandbox_module", "edgegap_sandbox_session")


def pytest_configure() -> None:
    """Exclude the clients' deadlines and back-offs from freezegun: with frozen time, they would never end."""
    if find_spec("freezegun") is not None:
        # This runs before pytest imports test modules, whose decorators read the setting then.
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
    """The arguments of the sandboxes, besides the default timing. Override this fixture.

    An override for a sandbox of a module or a session needs that scope, too.
    """
    return {}


@pytest.fixture(scope="session")
def edgegap_sandbox_token() -> str:
    """The API token of the clients, and so their organisation. Override this fixture, as `edgegap_sandbox_options`."""
    return "sandbox-token"


# --- for one test


@pytest.fixture
def edgegap_sandbox(edgegap_sandbox_options: dict[str, Any]) -> Iterator[Sandbox]:
    """A local Edgegap server, which is empty at first."""
    with _sandbox(edgegap_sandbox_options) as sandbox:
        yield sandbox


@pytest.fixture
def edgegap(edgegap_sandbox: Sandbox, edgegap_sandbox_token: str) -> Iterator[Edgegap]:
    """A client of the sandbox, over a real port."""
    with _client(edgegap_sandbox, edgegap_sandbox_token) as client:
        yield client


@pytest.fixture
def async_edgegap(edgegap_sandbox: Sandbox, edgegap_sandbox_token: str) -> AsyncEdgegap:
    """An asynchronous client of the sandbox, in the process. It has no connections, so nothing must be closed."""
    return _async_client(edgegap_sandbox, edgegap_sandbox_token)


@pytest.fixture
def edgegap_environment(edgegap_sandbox: Sandbox, edgegap_sandbox_token: str) -> Iterator[dict[str, str]]:
    """Set the environment variables with which `Edgegap()` reaches the sandbox, until the test ends.

    The variables of a matchmaker and a server browser are unset, so that no test reaches a real one.
    """
    with edgegap_sandbox.in_environment(token=edgegap_sandbox_token) as variables:
        yield variables


# --- for the tests of a module


@pytest.fixture(scope="module")
def edgegap_sandbox_module(edgegap_sandbox_options: dict[str, Any]) -> Iterator[Sandbox]:
    """A local Edgegap server for all tests of a module."""
    with _sandbox(edgegap_sandbox_options) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def edgegap_module(edgegap_sandbox_module: Sandbox, edgegap_sandbox_token: str) -> Iterator[Edgegap]:
    """A client of the module's sandbox, over a real port."""
    with _client(edgegap_sandbox_module, edgegap_sandbox_token) as client:
        yield client


@pytest.fixture
def async_edgegap_module(edgegap_sandbox_module: Sandbox, edgegap_sandbox_token: str) -> AsyncEdgegap:
    """An asynchronous client of the module's sandbox, in the process. Each test has a new one, for its event loop."""
    return _async_client(edgegap_sandbox_module, edgegap_sandbox_token)


@pytest.fixture(scope="module")
def edgegap_environment_module(edgegap_sandbox_module: Sandbox, edgegap_sandbox_token: str) -> Iterator[dict[str, str]]:
    """As `edgegap_environment`, for the module's sandbox, until the last test of the module ends."""
    with edgegap_sandbox_module.in_environment(token=edgegap_sandbox_token) as variables:
        yield variables


# --- for the whole run


@pytest.fixture(scope="session")
def edgegap_sandbox_session(edgegap_sandbox_options: dict[str, Any]) -> Iterator[Sandbox]:
    """A local Edgegap server for all tests of a run; with pytest-xdist, for all tests of a worker."""
    with _sandbox(edgegap_sandbox_options) as sandbox:
        yield sandbox


@pytest.fixture(scope="session")
def edgegap_session(edgegap_sandbox_session: Sandbox, edgegap_sandbox_token: str) -> Iterator[Edgegap]:
    """A client of the session's sandbox, over a real port."""
    with _client(edgegap_sandbox_session, edgegap_sandbox_token) as client:
        yield client


@pytest.fixture
def async_edgegap_session(edgegap_sandbox_session: Sandbox, edgegap_sandbox_token: str) -> AsyncEdgegap:
    """An asynchronous client of the session's sandbox, in the process. Each test has a new one, for its event loop."""
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
    """Undo, after the test, its changes to the sandboxes of its module and its session.

    Objects that fixtures of these scopes created stay. `Sandbox.rollback` describes which changes are undone.
    """
    with ExitStack() as stack:
        for name in WIDE_SANDBOXES:
            if name in request.fixturenames:
                stack.enter_context(request.getfixturevalue(name).rollback())
        yield


# --- a preview


@pytest.fixture(scope="session")
def edgegap_matchmaker_configuration() -> dict[str, Any]:
    """The configuration of the matchmaker: two players of the profile `default` make a match. Override this fixture."""
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
    """A matchmaker of the sandbox, without rate limits.

    Clients read their searches every 50 ms instead of every 3 s.
    """
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
    """An asynchronous client of the matchmaker, in the process. It has no connections, so nothing must be closed."""
    from ..matchmaking import AsyncMatchmaker

    return AsyncMatchmaker(
        edgegap_sandbox_matchmaker.url,
        edgegap_sandbox_matchmaker.token,
        rate_limits="off",
        transport=edgegap_sandbox_matchmaker.transport(),
    )


@pytest.fixture(scope="session")
def edgegap_server_browser_configuration() -> dict[str, Any]:
    """The configuration of the server browser, by default without indices. Override this fixture."""
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
    """An asynchronous client of the server browser with the server token, in the process. Nothing must be closed."""
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
    """As `edgegap_environment`, and set the variables with which `Matchmaker()` reaches the matchmaker."""
    with edgegap_sandbox_matchmaker.in_environment() as variables:
        yield {**edgegap_environment, **variables}


@pytest.fixture
def edgegap_server_browser_environment(
    edgegap_environment: dict[str, str], edgegap_sandbox_server_browser: SandboxServerBrowser
) -> Iterator[dict[str, str]]:
    """As `edgegap_environment`, and set the variables with which `ServerBrowser()` reaches the server browser."""
    with edgegap_sandbox_server_browser.in_environment() as variables:
        yield {**edgegap_environment, **variables}
