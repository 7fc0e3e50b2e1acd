"""What a proxy of the environment is asked for its connection with."""

from __future__ import annotations

import ssl
from typing import Any

import httpx
import pytest

from edgegap_client._transport.proxies import environment_proxy, is_for_proxy, proxy_arguments
from edgegap_client.errors import ConfigurationError


def test_a_proxy_with_tls_is_checked_with_the_certificates_of_the_client() -> None:
    verify = ssl.create_default_context()
    kind, arguments = proxy_arguments(httpx.Proxy("https://user:word@proxy.test:3128"), verify)
    assert kind == "http"
    assert arguments["proxy_ssl_context"] is verify
    assert arguments["ssl_context"] is verify
    assert arguments["proxy_auth"] == (b"user", b"word")
    assert (arguments["proxy_url"].host, arguments["proxy_url"].port) == (b"proxy.test", 3128)


@pytest.mark.parametrize(("address", "kind"), [("http://proxy.test:3128", "http"), ("socks5://proxy.test", "socks")])
def test_other_proxies_get_no_tls(address: str, kind: str) -> None:
    found, arguments = proxy_arguments(httpx.Proxy(address), ssl.create_default_context())
    assert found == kind
    assert "proxy_ssl_context" not in arguments


@pytest.mark.parametrize(
    ("variables", "proxy"),
    [
        ({}, None),
        ({"HTTPS_PROXY": "http://a.test:1"}, "http://a.test:1"),
        ({"HTTP_PROXY": "http://a.test:1"}, None),
        ({"ALL_PROXY": "http://a.test:1"}, "http://a.test:1"),
        ({"HTTPS_PROXY": "http://a.test:1", "ALL_PROXY": "http://b.test:1"}, "http://a.test:1"),
        ({"HTTPS_PROXY": "a.test:1"}, "http://a.test:1"),
        ({"HTTPS_PROXY": "http://a.test:1", "NO_PROXY": "edgegap.test"}, None),
        ({"HTTPS_PROXY": "http://a.test:1", "NO_PROXY": "other.test"}, "http://a.test:1"),
    ],
)
def test_the_proxy_of_the_scheme_comes_first(
    variables: dict[str, str], proxy: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    found = environment_proxy("https://edgegap.test/v1")
    assert (None if found is None else str(found.url)) == proxy


@pytest.mark.parametrize("address", ["http://", "http://:3128", "http://proxy.test:port"])
def test_an_address_without_a_host_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", address)
    with pytest.raises(ConfigurationError):
        environment_proxy("https://edgegap.test")


@pytest.mark.parametrize(
    ("buffer", "is_for"), [(b"", True), (b"CONNECT a:443 HTTP/1.1\r\n", True), (b"GET / HTTP/1.1\r\n", False)]
)
def test_only_the_request_for_a_tunnel_is_for_the_proxy(buffer: bytes, is_for: Any) -> None:
    assert is_for_proxy(buffer) is is_for
