"""Behind a proxy: which server a request reaches, that each wait ends with the deadline, and whether it was sent."""

from __future__ import annotations

import asyncio
import gc
import ssl
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest
import trustme

from edgegap_client import (
    AsyncEdgegap,
    ClientClosedError,
    ConnectionFailed,
    Edgegap,
    EdgegapError,
    Outcome,
    RetryPolicy,
    StatusError,
    TimedOut,
)
from edgegap_client._core.settings import ssl_context

from .all_clients import create, get
from .conftest import TOKEN
from .servers.clients import EitherClient
from .servers.ports import unused_port
from .servers.proxy import Proxy, proxying
from .servers.responses import RESETTING, SILENCE, Answer, Server, reply
from .servers.squid import RunningSquid, running_squid

HOST: Final = "edgegap.test"
SENDERS: Final = ("sync", "async", "aiohttp")
# A busy computer may stand still. Without a deadline the call would not end at all.
GRACE: Final = 5.0
DRIP: Final = Answer(reply().data, every=0.2)

Result = Callable[..., Any]


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The certificates of the server are trusted."""
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    ssl_context.cache_clear()
    yield
    ssl_context.cache_clear()


@pytest.fixture(params=SENDERS)
def result_of(request: pytest.FixtureRequest) -> Result:
    """What a call of a client gives: its result, or its error."""

    def run(call: Callable[[Any], Any], base_url: str, **options: Any) -> Any:
        options = {"base_url": base_url, "max_retries": 0, **options}
        if request.param == "sync":
            with Edgegap(TOKEN, **options) as edgegap:
                try:
                    return call(edgegap)
                except EdgegapError as error:
                    return error

        async def run_async() -> Any:
            backend: Any = "aiohttp" if request.param == "aiohttp" else "httpx"
            async with AsyncEdgegap(TOKEN, backend=backend, **options) as edgegap:
                try:
                    return await call(edgegap)
                except EdgegapError as error:
                    return error

        result = asyncio.run(run_async())
        gc.collect()  # a connection that was left open is reported here, and not in some later test
        return result

    return run


def tls(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(HOST).configure_cert(context)  # pyright: ignore[reportUnknownMemberType]
    return context


@pytest.fixture
def through(authority: trustme.CA, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """A proxy that the environment names, before a server; and the base URL to call, of a host that only it knows."""

    @contextmanager
    def opened(scheme: str, *answers: Answer, fault: str = "") -> Generator[tuple[Proxy, Server, str]]:
        with (
            Server(*answers, tls=tls(authority) if scheme == "https" else None) as server,
            proxying(server.port, fault) as proxy,
        ):
            monkeypatch.setenv(f"{scheme.upper()}_PROXY", proxy.url)
            yield proxy, server, f"{scheme}://{HOST}"

    return opened


def twice(edgegap: Any) -> Any:
    """The response of the second of two calls."""
    if isinstance(edgegap, Edgegap):
        return [get(edgegap), get(edgegap)][-1]

    async def both() -> Any:
        await get(edgegap)
        return await get(edgegap)

    return both()


# --- Where requests go -------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("trusted")
def test_requests_over_tls_go_through_a_tunnel_that_is_kept(through: Any, result_of: Result) -> None:
    with through("https") as (proxy, server, url):
        result = result_of(twice, url)
    assert result.name == "my-game"
    assert [seen.path for seen in server.seen] == ["/v1/app/my-game"] * 2
    assert proxy.heads == [f"CONNECT {HOST}:443 HTTP/1.1"]


def test_plain_requests_are_forwarded(through: Any, result_of: Result) -> None:
    with through("http") as (proxy, server, url):
        assert result_of(get, url).name == "my-game"
    assert len(server.seen) == 1
    assert proxy.heads == [f"GET http://{HOST}/v1/app/my-game HTTP/1.1"]


def test_a_host_that_no_proxy_exempts_is_reached_directly(
    through: Any, result_of: Result, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with through("http") as (proxy, server, _):
        assert result_of(get, server.url).name == "my-game"
    assert proxy.heads == []


# --- Deadlines, and whether the request was sent -----------------------------------------------------------------

# Where a call waits for ever: the scheme, what the proxy does, what the server does, and whether it was sent then.
WAITS: Final = {
    "the tunnel is not opened": ("https", "silent", reply(), Outcome.NOT_SENT),
    "the response to CONNECT comes byte by byte": ("https", "drip", reply(), Outcome.NOT_SENT),
    "the TLS handshake does not begin": ("https", "tunnel silent", reply(), Outcome.NOT_SENT),
    "the TLS handshake comes byte by byte": ("https", "tunnel handshake", reply(), Outcome.NOT_SENT),
    "no response through the tunnel": ("https", "", SILENCE, Outcome.UNKNOWN),
    "the response comes byte by byte through the tunnel": ("https", "", DRIP, Outcome.UNKNOWN),
    "the proxy does not forward": ("http", "silent", reply(), Outcome.UNKNOWN),
    "the proxy responds byte by byte": ("http", "drip", reply(), Outcome.UNKNOWN),
    "no response through the proxy": ("http", "", SILENCE, Outcome.UNKNOWN),
    "the response comes byte by byte through the proxy": ("http", "", DRIP, Outcome.UNKNOWN),
}


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("wait", WAITS)
def test_each_wait_behind_a_proxy_ends_with_the_deadline(wait: str, through: Any, result_of: Result) -> None:
    scheme, fault, answer, outcome = WAITS[wait]
    for timeout in (0.6, 2.4, 9.6):
        with through(scheme, answer, fault=fault) as (proxy, server, url):
            error = result_of(create, url, timeout=timeout)
        if server.seen or (fault and proxy.heads):  # a busy computer may not come so far
            break
    assert isinstance(error, TimedOut), repr(error)
    assert timeout - 0.01 <= error.elapsed < timeout + GRACE
    assert error.outcome is outcome
    assert f"{HOST}:{443 if scheme == 'https' else 80}" in str(error)
    assert len(proxy.heads) == 1
    assert len(server.seen) == (0 if fault else 1)


@pytest.mark.usefixtures("trusted")
def test_all_waits_behind_a_proxy_share_the_deadline(through: Any, result_of: Result) -> None:
    with through("https", fault="tunnel silent") as (proxy, _, url):
        proxy.delay = 3.0
        error = result_of(create, url, timeout=3.5)
    assert isinstance(error, TimedOut)
    assert error.elapsed < 6.0  # 3 s for CONNECT, and then 0.5 s for the handshake instead of another 3.5 s


# What ends a call at once.
LOSSES: Final = {
    "the proxy refuses the tunnel": ("https", "refused", reply(), Outcome.NOT_SENT),
    "the connection is lost before the tunnel is open": ("https", "lost", reply(), Outcome.NOT_SENT),
    "the tunnel is lost before the TLS handshake": ("https", "tunnel lost", reply(), Outcome.NOT_SENT),
    "the tunnel leads to something else": ("https", "tunnel garbage", reply(), Outcome.NOT_SENT),
    "the connection is lost in the tunnel": ("https", "", RESETTING, Outcome.UNKNOWN),
    "the connection to the proxy is lost": ("http", "lost", reply(), Outcome.UNKNOWN),
    "the connection is lost behind the proxy": ("http", "", RESETTING, Outcome.UNKNOWN),
}


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("loss", LOSSES)
def test_a_loss_behind_a_proxy_says_whether_the_request_was_sent(loss: str, through: Any, result_of: Result) -> None:
    scheme, fault, answer, outcome = LOSSES[loss]
    with through(scheme, answer, fault=fault) as (proxy, server, url):
        error = result_of(create, url, timeout=20.0)
    assert isinstance(error, ConnectionFailed), repr(error)
    assert error.outcome is outcome
    assert len(proxy.heads) == 1
    assert len(server.seen) == (0 if fault else 1)


@pytest.mark.usefixtures("trusted")
def test_a_create_request_that_no_tunnel_was_opened_for_is_retried(through: Any, result_of: Result) -> None:
    with through("https", fault="lost") as (proxy, server, url):
        error = result_of(create, url, timeout=20.0, max_retries=RetryPolicy(2, first_delay=0))
    assert (error.outcome, error.attempts) == (Outcome.NOT_SENT, 3)
    assert len(proxy.heads) == 3
    assert server.seen == []


def test_a_proxy_that_is_away_was_sent_nothing(result_of: Result, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{unused_port()}")
    error = result_of(create, f"https://{HOST}")
    assert isinstance(error, ConnectionFailed)
    assert error.outcome is Outcome.NOT_SENT


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_a_client_that_is_closed_while_the_tunnel_is_opened_has_sent_nothing(kind: str, through: Any) -> None:
    with (
        through("https", fault="silent") as (proxy, server, url),
        ThreadPoolExecutor(1) as threads,
        EitherClient(url, is_async=kind == "async", max_retries=0) as client,
    ):
        call = threads.submit(client.call, create, client.edgegap)
        proxy.wait_for_requests(1)
        client.call(client.edgegap.aclose if kind == "async" else client.edgegap.close)
        with pytest.raises(ClientClosedError) as caught:
            call.result(20)
    assert caught.value.outcome is Outcome.NOT_SENT
    assert server.seen == []


# --- Squid: a proxy that nobody here wrote -----------------------------------------------------------------------


@pytest.fixture
def through_squid(authority: trustme.CA, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Squid, before a server whose host only Squid knows, and the base URL to call."""

    @contextmanager
    def opened(scheme: str, *answers: Answer) -> Generator[tuple[RunningSquid, Server, str]]:
        with (
            Server(*answers, tls=tls(authority) if scheme == "https" else None) as server,
            running_squid(HOST) as squid,
        ):
            monkeypatch.setenv(f"{scheme.upper()}_PROXY", squid.url)
            yield squid, server, f"{scheme}://{HOST}:{server.port}"

    return opened


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(("scheme", "methods"), [("https", ["CONNECT"]), ("http", ["GET", "GET"])])
def test_calls_go_through_squid(scheme: str, methods: list[str], through_squid: Any, result_of: Result) -> None:
    with through_squid(scheme) as (squid, server, url):
        result = result_of(twice, url)
        assert squid.methods(len(methods)) == methods
    assert result.name == "my-game"
    assert [seen.path for seen in server.seen] == ["/v1/app/my-game"] * 2


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("scheme", ["https", "http"])
def test_a_call_whose_server_is_silent_behind_squid_ends_with_the_deadline(
    scheme: str, through_squid: Any, result_of: Result
) -> None:
    with through_squid(scheme, SILENCE) as (_, server, url):
        error = result_of(create, url, timeout=3.0)
    assert isinstance(error, TimedOut), repr(error)
    assert error.outcome is Outcome.UNKNOWN
    assert 2.99 <= error.elapsed < 3.0 + GRACE
    assert len(server.seen) == 1


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("scheme", ["https", "http"])
def test_a_create_request_whose_server_disconnects_behind_squid_is_not_sent_twice(
    scheme: str, through_squid: Any, result_of: Result
) -> None:
    """Squid closes the tunnel. A plain request gets a 502 from it, as HTML."""
    with through_squid(scheme, RESETTING, reply()) as (_, server, url):
        error = result_of(create, url, timeout=20.0, max_retries=RetryPolicy(2, first_delay=0))
    assert isinstance(error, EdgegapError), repr(error)
    assert (error.outcome, error.attempts) == (Outcome.UNKNOWN, 1)
    assert len(server.seen) == 1


@pytest.mark.usefixtures("trusted")
def test_a_tunnel_that_squid_can_not_open_has_sent_nothing(through_squid: Any, result_of: Result) -> None:
    with through_squid("https") as (squid, _, _):
        error = result_of(
            create, f"https://{HOST}:{unused_port()}", timeout=20.0, max_retries=RetryPolicy(1, first_delay=0)
        )
        assert squid.methods(2) == ["CONNECT"] * 2
    assert isinstance(error, ConnectionFailed), repr(error)
    assert (error.outcome, error.attempts) == (Outcome.NOT_SENT, 2)


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("scheme", ["https", "http"])
def test_a_create_request_in_the_hands_of_a_killed_squid_has_an_unknown_outcome(
    scheme: str, through_squid: Any, result_of: Result
) -> None:
    with through_squid(scheme, SILENCE) as (squid, server, url), ThreadPoolExecutor(1) as threads:
        call = threads.submit(result_of, create, url, timeout=20.0)
        server.wait_for_requests(1)
        squid.process.kill()
        error = call.result()
    assert isinstance(error, ConnectionFailed), repr(error)
    assert error.outcome is Outcome.UNKNOWN


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("scheme", ["https", "http"])
@pytest.mark.parametrize("given", ["game:correct-horse", "game:wrong-horse", ""])
def test_squid_gets_the_password_of_its_url_and_nobody_else(
    given: str, scheme: str, authority: trustme.CA, result_of: Result, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        Server(reply(), tls=tls(authority) if scheme == "https" else None) as server,
        running_squid(HOST, "correct-horse") as squid,
    ):
        monkeypatch.setenv(f"{scheme.upper()}_PROXY", squid.url.replace("//", f"//{given}@" if given else "//"))
        result = result_of(get, f"{scheme}://{HOST}:{server.port}")
    if given == "game:correct-horse":
        assert result.name == "my-game"
        return
    assert isinstance(result, ConnectionFailed if scheme == "https" else StatusError), repr(result)
    assert result.outcome is Outcome.NOT_SENT if scheme == "https" else Outcome.REJECTED
    assert "407" in str(result)
    shown = f"{result!r} {result} {result.__cause__!r} {getattr(result, '__notes__', '')}"
    assert "horse" not in shown
    assert server.seen == []
