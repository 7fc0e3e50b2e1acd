"""A server that counts, and a client for each column of the table. One process for each tool: see `__main__`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from .callers import CALLERS, Caller
from .server import Server, serving

# Before the tool is switched on, as a client that belongs to a module is, or after.
MADE = ("made before", "made after")


@pytest.fixture(autouse=True, scope="session")
def _default_backend() -> Iterator[None]:
    """The tests are about the default, with aiohttp and httpx2 installed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("EDGEGAP_BACKEND", raising=False)
        yield


@pytest.fixture(scope="session")
def _server() -> Iterator[Server]:
    with serving() as server:
        yield server


@pytest.fixture
def server(_server: Server) -> Server:
    _server.reset()
    return _server


@pytest.fixture(scope="session")
def early_callers(_server: Server, _default_backend: None) -> Iterator[dict[str, Caller]]:
    """Clients that sent a request already. A tool that is switched on for the whole process asks for them first."""
    with ExitStack() as stack:
        callers = {kind: stack.enter_context(Caller(kind, _server.url)) for kind in CALLERS}
        for caller in callers.values():
            caller.get()
        yield callers


@pytest.fixture(params=CALLERS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=MADE)
def made(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def caller(kind: str, made: str, server: Server, early_callers: dict[str, Caller]) -> Iterator[Caller]:
    if made == "made before":
        # With an open connection, the server closes none.
        early_callers[kind].get()
        server.reset()
        yield early_callers[kind]
        return
    with Caller(kind, server.url) as caller:
        yield caller
