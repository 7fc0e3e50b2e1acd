"""What connecting can end in: each error says where to, and nothing is retried that cannot get better."""

from __future__ import annotations

import asyncio
import os
import re
import socketserver
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from edgegap_client import (
    AsyncEdgegap,
    CertificateError,
    ConfigurationError,
    ConnectionFailed,
    Edgegap,
    EdgegapError,
    Outcome,
    RetryPolicy,
    TimedOut,
    TransportError,
)
from edgegap_client._core.settings import ssl_context

from .conftest import TOKEN
from .servers.ports import unused_port
from .servers.scripts import serving_script as serving
from .servers.untrusted import untrusted_server
from .test_errors import HTTPX_ERRORS
from .test_tracebacks import full_backlog, silence

FailureOf = Callable[..., EdgegapError]


@pytest.fixture(params=["sync", "async", "aiohttp"])
def failure_of(request: pytest.FixtureRequest) -> FailureOf:
    """The error of one call, by either client, and over aiohttp."""

    def by_sync(base_url: str, **options: Any) -> EdgegapError:
        with Edgegap(TOKEN, base_url=base_url, **options) as edgegap, pytest.raises(EdgegapError) as raised:
            edgegap.applications.get("my-game")
        return raised.value

    def by_async(base_url: str, **options: Any) -> EdgegapError:
        async def call() -> EdgegapError:
            options["backend"] = "aiohttp" if request.param == "aiohttp" else "httpx"
            async with AsyncEdgegap(TOKEN, base_url=base_url, **options) as edgegap:
                with pytest.raises(EdgegapError) as raised:
                    await edgegap.applications.get("my-game")
            return raised.value

        return asyncio.run(call())

    return by_sync if request.param == "sync" else by_async


def test_a_refused_connection_names_host_and_port(failure_of: FailureOf) -> None:
    port = unused_port()
    for host in ("127.0.0.1", "localhost", "[::1]"):
        error = failure_of(f"http://{host}:{port}", max_retries=0)
        assert type(error) is ConnectionFailed
        assert f"no connection to {host}:{port}" in str(error)
        assert error.outcome is Outcome.NOT_SENT


def test_an_unknown_host_is_named_with_the_port_of_its_scheme(failure_of: FailureOf) -> None:
    for base_url, server in (("http://no.such.host.invalid", ":80"), ("https://no.such.host.invalid/x", ":443")):
        error = failure_of(base_url, max_retries=0)
        assert type(error) is ConnectionFailed
        assert f"no connection to no.such.host.invalid{server}" in str(error)


def test_timeouts_and_lost_connections_name_host_and_port(failure_of: FailureOf) -> None:
    with full_backlog() as base_url:
        connecting = failure_of(base_url, max_retries=0, timeouts=httpx.Timeout(5, connect=0.1))
        assert f"no connection to {base_url.removeprefix('http://')} in time" in str(connecting)
    with serving(silence) as base_url:
        reading = failure_of(base_url, max_retries=0, timeouts=httpx.Timeout(0.05))
        assert f"no response from {base_url.removeprefix('http://')} in time" in str(reading)
    assert {type(connecting), type(reading)} == {TimedOut}
    with serving(lambda request: []) as base_url:
        lost = failure_of(base_url, max_retries=0)
        assert type(lost) is ConnectionFailed
        assert f"the connection to {base_url.removeprefix('http://')} was lost" in str(lost)


@pytest.mark.parametrize("raised", [kind for kind in HTTPX_ERRORS if issubclass(kind, httpx.TransportError)])
def test_every_transport_error_names_host_and_port(raised: type[httpx.TransportError]) -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise raised("because")

    transport = httpx.MockTransport(fail)
    with (
        Edgegap(TOKEN, base_url="https://a.test", transport=transport, max_retries=0) as edgegap,
        pytest.raises(EdgegapError) as error,
    ):
        edgegap.applications.get("my-game")
    assert ("a.test:443" in str(error.value)) is isinstance(error.value, TransportError)


def test_a_certificate_that_is_not_trusted_is_not_retried(failure_of: FailureOf) -> None:
    with untrusted_server() as server:
        error = failure_of(server.base_url, max_retries=RetryPolicy(2, first_delay=0))
        assert type(error) is CertificateError
        assert isinstance(error, ConnectionFailed)
        assert (error.attempts, server.connections, error.outcome) == (1, 1, Outcome.NOT_SENT)
        assert f"the certificate of {server.base_url.removeprefix('https://')} is not trusted" in str(error)
        assert "SSL_CERT_FILE" in str(error)


class _Greeting(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        self.request.sendall(b"220 this is no TLS\r\n")


def test_a_server_without_tls_is_retried_as_any_failed_connection(failure_of: FailureOf) -> None:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Greeting) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,)).start()
        base_url = f"https://127.0.0.1:{server.server_address[1]}"
        error = failure_of(base_url, max_retries=RetryPolicy(2, first_delay=0))
        server.shutdown()
    assert isinstance(error, TransportError)
    assert not isinstance(error, CertificateError)
    assert error.attempts == 3


@pytest.fixture
def _other_certificates() -> Iterator[None]:
    ssl_context.cache_clear()
    yield
    ssl_context.cache_clear()


@pytest.mark.usefixtures("_other_certificates")
@pytest.mark.parametrize("client", [Edgegap, AsyncEdgegap])
@pytest.mark.parametrize("content", [None, "no certificate", "a folder"])
def test_a_certificate_file_that_cannot_be_loaded_is_named(
    client: Any, content: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "certificates.pem"
    if content == "a folder":
        file.mkdir()
    elif content is not None:
        file.write_text(content)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with pytest.raises(ConfigurationError) as raised:
        client(TOKEN)
    assert str(file) in str(raised.value)
    assert "SSL_CERT_FILE" in str(raised.value)
    # Nothing needs certificates there.
    assert client(TOKEN, base_url="http://127.0.0.1:1")
    monkeypatch.delenv("SSL_CERT_FILE")
    assert client(TOKEN)
    assert os.environ.get("SSL_CERT_FILE") is None


@pytest.mark.parametrize("client", [Edgegap, AsyncEdgegap])
@pytest.mark.parametrize(
    "host",
    [
        *("ex ample", "ex%20ample", "exa<mple", "exa_mple|", 'exa"mple', "exa{mple}", "a,b", "[::1%]", "[1.2.3.4]"),
        *("ex\tample", "ex\x00ample", "*"),
    ],
)
def test_what_is_no_host_is_refused_as_a_base_url(client: Any, host: str) -> None:
    with pytest.raises(ConfigurationError, match=r"base URL"):
        client(TOKEN, base_url=f"http://{host}")


@pytest.mark.parametrize(
    "host", ["localhost", "my_service", "api.edgegap.com", "127.0.0.1", "[::1]", "bücher.example", "internal.", "a"]
)
def test_host_names_and_addresses_are_base_urls(host: str) -> None:
    with Edgegap(TOKEN, base_url=f"http://{host}:8080/prefix") as edgegap:
        assert re.fullmatch(r"http://[^/ ]+:8080/prefix", edgegap._settings.base_url)
