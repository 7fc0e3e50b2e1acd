"""Setting a client up, sharing it, and closing it."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import multiprocessing
import os
import ssl
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from edgegap_client import (
    AsyncEdgegap,
    ClientClosedError,
    ConfigurationError,
    ConnectionFailed,
    Edgegap,
    EdgegapError,
    InvalidRequestError,
    Outcome,
    TimedOut,
    UnexpectedStatusError,
)
from edgegap_client._core.settings import ssl_context
from edgegap_client._transport.private import transport_of

from .conftest import TOKEN

APPLICATION = {"name": "my-game", "is_active": True, "image": ""}


@pytest.mark.parametrize("pasted", [TOKEN, f"token {TOKEN}", f"Token  {TOKEN}", f"token token {TOKEN}", f"  {TOKEN}\n"])
def test_the_word_token_is_sent_once_however_the_token_was_pasted(
    httpserver: HTTPServer, base_url: str, pasted: str
) -> None:
    httpserver.expect_request("/v1/app/my-game", headers={"Authorization": f"token {TOKEN}"}).respond_with_json(
        APPLICATION
    )
    with Edgegap(pasted, base_url=base_url) as edgegap:
        assert edgegap.applications.get("my-game").name == "my-game"


@pytest.mark.parametrize(
    "token",
    ["", "   ", "token", "token ", "YOUR_API_KEY", "Bearer abcdef123456", "two words", 'quo"ted', "ü-token", "a\nb"],
)
@pytest.mark.parametrize("kind", [Edgegap, AsyncEdgegap])
def test_a_bad_token_is_refused_at_once_without_showing_it(kind: type[Edgegap], token: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        kind(token)
    assert raised.value.outcome is Outcome.NOT_SENT
    if len(token.strip()) > 6:
        assert token not in str(raised.value)


@pytest.mark.parametrize("kind", [Edgegap, AsyncEdgegap])
def test_a_missing_token_says_where_to_get_one(kind: type[Edgegap]) -> None:
    with pytest.raises(ConfigurationError, match="EDGEGAP_API_TOKEN"):
        kind()


def url_objects() -> list[Any]:
    made: list[Any] = [httpx.URL("https://edgegap.test:8443/api/")]
    with contextlib.suppress(ImportError):
        import httpx2

        made.append(httpx2.URL("https://edgegap.test:8443/api"))
    with contextlib.suppress(ImportError):
        import yarl

        made.append(yarl.URL("https://edgegap.test:8443/api"))
    with contextlib.suppress(ImportError):
        import pydantic

        made.append(pydantic.HttpUrl("https://edgegap.test:8443/api"))
    return made


@pytest.mark.parametrize("kind", [Edgegap, AsyncEdgegap])
@pytest.mark.parametrize("url", url_objects(), ids=lambda url: type(url).__module__)
def test_the_base_url_may_be_a_url_object(kind: type[Edgegap], url: Any) -> None:
    assert repr(kind(TOKEN, base_url=url)) == f"{kind.__name__}(base_url='https://edgegap.test:8443/api')"


@pytest.mark.parametrize("kind", [Edgegap, AsyncEdgegap])
@pytest.mark.parametrize("base_url", [7, b"https://edgegap.test", object(), httpx.URL("/v1/apps")])
def test_a_base_url_that_is_none_is_refused_at_once(kind: type[Edgegap], base_url: Any) -> None:
    with pytest.raises(ConfigurationError, match=r"base URL.*https://api\.edgegap\.com"):
        kind(TOKEN, base_url=base_url)


@pytest.mark.parametrize("kind", [Edgegap, AsyncEdgegap])
@pytest.mark.parametrize(
    "base_url",
    [
        "",
        "api.edgegap.com",
        "ftp://api.edgegap.com",
        "https://",
        "https://user:pass@api.edgegap.com",
        "https://api.edgegap.com?x=1",
        "https://api.edgegap.com/v1",
        "https://api.edgegap.com/v2/",
        "http://api:port",
    ],
)
def test_a_bad_base_url_is_refused_at_once(kind: type[Edgegap], base_url: str) -> None:
    with pytest.raises(ConfigurationError, match=r"base URL.*https://api\.edgegap\.com"):
        kind(TOKEN, base_url=base_url)


@pytest.mark.parametrize("timeout", [0, -1])
def test_a_timeout_that_cannot_be_met_is_refused(timeout: float) -> None:
    with pytest.raises(ConfigurationError, match="timeout"):
        Edgegap(TOKEN, timeout=timeout)


def test_settings_come_from_the_environment(
    httpserver: HTTPServer, base_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDGEGAP_API_TOKEN", f"token {TOKEN}")
    monkeypatch.setenv("EDGEGAP_BASE_URL", f"{base_url}/")
    httpserver.expect_request("/v1/app/my-game", headers={"Authorization": f"token {TOKEN}"}).respond_with_json(
        APPLICATION
    )
    with Edgegap() as edgegap:
        assert edgegap.applications.get("my-game").name == "my-game"


def test_the_production_url_is_the_default() -> None:
    with Edgegap(TOKEN) as edgegap:
        assert repr(edgegap) == "Edgegap(base_url='https://api.edgegap.com')"


def test_redirects_are_not_followed_as_they_could_carry_the_token_away(
    httpserver: HTTPServer, edgegap: Edgegap
) -> None:
    httpserver.expect_request("/v1/app/my-game").respond_with_data(
        "", status=302, headers={"Location": httpserver.url_for("/elsewhere")}
    )
    with pytest.raises(UnexpectedStatusError) as raised:
        edgegap.applications.get("my-game")
    assert raised.value.status == 302
    assert [request.path for request, _ in httpserver.log] == ["/v1/app/my-game"]


def test_there_are_timeouts_by_default() -> None:
    with Edgegap(TOKEN) as edgegap:
        assert edgegap._settings.timeout == 60
        timeouts = edgegap._settings.timeouts
    assert timeouts
    assert timeouts.as_dict() == {"connect": 5.0, "read": 30.0, "write": 30.0, "pool": 30.0}


def test_no_answer_in_time_is_a_timed_out_with_unknown_outcome(httpserver: HTTPServer, base_url: str) -> None:
    release = threading.Event()

    def stall(request: Request) -> Response:
        release.wait(5)
        return Response("{}")

    httpserver.expect_request("/v1/apps").respond_with_handler(stall)
    with Edgegap(TOKEN, base_url=base_url, timeout=1.0, max_retries=0) as edgegap:
        with pytest.raises(TimedOut) as raised:
            edgegap.applications.list_page()
        release.set()
    assert raised.value.outcome is Outcome.UNKNOWN
    assert (raised.value.method, raised.value.path) == ("GET", "/v1/apps")


async def test_a_refused_connection_is_known_not_to_have_been_sent() -> None:
    for error in (await _refused_async(), _refused_sync()):
        assert isinstance(error, ConnectionFailed)
        assert error.outcome is Outcome.NOT_SENT
        assert isinstance(error.__cause__, httpx.ConnectError)


async def _refused_async() -> EdgegapError:
    async with AsyncEdgegap(TOKEN, base_url="http://127.0.0.1:1", max_retries=0) as edgegap:
        with pytest.raises(EdgegapError) as raised:
            await edgegap.applications.get("my-game")
    return raised.value


def _refused_sync() -> EdgegapError:
    with Edgegap(TOKEN, base_url="http://127.0.0.1:1", max_retries=0) as edgegap, pytest.raises(EdgegapError) as raised:
        edgegap.applications.get("my-game")
    return raised.value


def test_what_is_not_json_is_refused_before_sending(httpserver: HTTPServer, edgegap: Edgegap) -> None:
    with pytest.raises(InvalidRequestError) as raised:
        edgegap.app_versions.create(
            "my-game",
            name="v1",
            req_cpu=float("nan"),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
            req_memory=256,
            docker_repository="r",
            docker_image="i",
            docker_tag="t",
        )
    assert raised.value.outcome is Outcome.NOT_SENT
    assert not httpserver.log


async def test_an_injected_client_sends_and_stays_its_owners(httpserver: HTTPServer, base_url: str) -> None:
    httpserver.expect_request("/v1/app/my-game", headers={"X-Mine": "yes"}).respond_with_json(APPLICATION)
    async with httpx.AsyncClient(headers={"X-Mine": "yes"}) as mine:
        async with AsyncEdgegap(TOKEN, base_url=base_url, http_client=mine) as edgegap:
            await edgegap.applications.get("my-game")
        assert not mine.is_closed
    with httpx.Client(headers={"X-Mine": "yes"}) as mine_too:
        with Edgegap(TOKEN, base_url=base_url, http_client=mine_too) as client:
            client.applications.get("my-game")
        assert not mine_too.is_closed


async def test_an_injected_transport_carries_the_requests() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=APPLICATION)

    async with AsyncEdgegap(TOKEN, transport=httpx.MockTransport(answer)) as edgegap:
        assert (await edgegap.applications.get("my-game")).name == "my-game"
    with Edgegap(TOKEN, transport=httpx.MockTransport(answer)) as client:
        assert client.applications.get("my-game").name == "my-game"


async def test_client_and_transport_together_are_refused() -> None:
    async with httpx.AsyncClient() as mine:
        with pytest.raises(ConfigurationError, match="not both"):
            AsyncEdgegap(TOKEN, http_client=mine, transport=httpx.MockTransport(lambda request: httpx.Response(200)))


async def test_use_after_close_is_a_clear_error(base_url: str) -> None:
    edgegap = AsyncEdgegap(TOKEN, base_url=base_url)
    await edgegap.aclose()
    await edgegap.aclose()
    with pytest.raises(ClientClosedError):
        await edgegap.applications.get("my-game")
    client = Edgegap(TOKEN, base_url=base_url)
    client.close()
    client.close()
    with pytest.raises(ClientClosedError):
        client.applications.get("my-game")


def test_all_clients_share_one_ssl_context() -> None:
    contexts = {id(ssl_context()) for _ in range(3)}
    with Edgegap(TOKEN) as one, Edgegap(TOKEN) as two:
        used = {id(_ssl_of(client)) for client in (one, two)}
    assert used == contexts
    assert len(used) == 1


def _ssl_of(edgegap: Edgegap) -> ssl.SSLContext:
    transport: Any = transport_of(edgegap._runtime.here().client)
    context: ssl.SSLContext = transport._pool._verify
    return context


def test_many_threads_on_one_client_make_one_pool(httpserver: HTTPServer, edgegap: Edgegap) -> None:
    httpserver.expect_request("/v1/app/my-game").respond_with_json(APPLICATION)
    start = threading.Barrier(8)
    pools: set[int] = set()

    def work() -> str:
        start.wait()
        pools.add(id(edgegap._runtime.here()))
        return edgegap.applications.get("my-game").name

    with ThreadPoolExecutor(8) as threads:
        names = [future.result() for future in [threads.submit(work) for _ in range(8)]]
    assert names == ["my-game"] * 8
    assert len(pools) == 1


def test_a_module_level_client_works_in_one_event_loop_after_another(httpserver: HTTPServer, base_url: str) -> None:
    httpserver.expect_request("/v1/app/my-game").respond_with_json(APPLICATION)
    edgegap = AsyncEdgegap(TOKEN, base_url=base_url)

    async def name() -> str:
        return (await edgegap.applications.get("my-game")).name

    # Leaked sockets of a finished loop would show as ResourceWarnings, which fail the test.
    assert [asyncio.run(name()) for _ in range(3)] == ["my-game"] * 3
    gc.collect()
    asyncio.run(edgegap.aclose())


def test_loops_in_two_threads_share_no_connections(httpserver: HTTPServer, base_url: str) -> None:
    httpserver.expect_request("/v1/app/my-game").respond_with_json(APPLICATION)
    edgegap = AsyncEdgegap(TOKEN, base_url=base_url)

    async def pool() -> object:
        await edgegap.applications.get("my-game")
        return await edgegap._runtime.here()

    with ThreadPoolExecutor(2) as threads:
        first, second = threads.submit(asyncio.run, pool()), threads.submit(asyncio.run, pool())
        assert first.result() is not second.result()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_after_a_fork_the_child_has_its_own_connections(httpserver: HTTPServer, edgegap: Edgegap) -> None:
    httpserver.expect_request("/v1/app/my-game").respond_with_json(APPLICATION)
    edgegap.applications.get("my-game")
    parents = id(edgegap._runtime.here())
    queue = multiprocessing.get_context("fork").SimpleQueue()

    def child() -> None:
        queue.put((id(edgegap._runtime.here()) == parents, edgegap.applications.get("my-game").name))

    process = multiprocessing.get_context("fork").Process(target=child)
    process.start()
    assert queue.get() == (False, "my-game")
    process.join()
    assert edgegap.applications.get("my-game").name == "my-game"


def test_neither_repr_nor_dict_of_a_client_shows_the_token(edgegap: Edgegap) -> None:
    assert TOKEN not in repr(edgegap)
    assert TOKEN not in repr(edgegap._settings)
    assert TOKEN not in str(vars(edgegap))


def test_importing_the_package_imports_neither_models_nor_endpoints_nor_dateutil() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, edgegap_client; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    heavy = [name for name in loaded if ".orchestration.models." in name or ".orchestration.api." in name]
    assert not heavy
    assert not [name for name in loaded if name.startswith(("dateutil", "starlette", "jsonschema", "yaml"))]


async def test_an_error_names_the_request_and_the_answer_but_no_secret(
    httpserver: HTTPServer, edgegap: Edgegap, async_edgegap: AsyncEdgegap
) -> None:
    def refuse(request: Request) -> Response:
        said = f"Unable to login with the given credentials (password hunter2-hunter2, token {TOKEN})"
        answer = Response(f'{{"message": "{said}", "private_token": "hunter2-hunter2"}}', status=400)
        answer.headers["X-Request-Id"] = "r-1"
        answer.headers["Set-Cookie"] = "session=hunter2-hunter2"
        return answer

    httpserver.expect_request("/v1/app/my-game/version", method="POST").respond_with_handler(refuse)
    fields: dict[str, Any] = {
        "name": "v1",
        "docker_repository": "registry.edgegap.com",
        "docker_image": "demo",
        "docker_tag": "1",
        "req_cpu": 256,
        "req_memory": 256,
        "ports": [{"port": 7777, "protocol": "UDP"}],
        "private_token": "hunter2-hunter2",
    }

    def sync_call() -> Any:
        return edgegap.app_versions.create("my-game", **fields)

    async def async_call() -> Any:
        return await async_edgegap.app_versions.create("my-game", **fields)

    for error in (await _raised(sync_call), await _raised(async_call)):
        assert str(error).startswith("POST /v1/app/my-game/version: HTTP 400: Unable to login")
        assert error.request_id == "r-1"
        shown = f"{error!s} {error!r} {error.body} {error.headers} {vars(error)}"
        assert TOKEN not in shown
        assert "hunter2" not in shown


async def _raised(call: Callable[[], Any] | Callable[[], Awaitable[Any]]) -> EdgegapError:
    with pytest.raises(EdgegapError) as raised:
        result = call()
        if isinstance(result, Awaitable):
            await result
    return raised.value
