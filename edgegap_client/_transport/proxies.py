"""Proxies: read them from the environment, convert them for httpcore, and detect bytes that only the proxy receives."""

from __future__ import annotations

import ssl
from importlib.util import find_spec
from typing import Any, Final, Literal
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

from ..errors import ConfigurationError

__all__ = ["environment_proxy", "is_for_proxy", "proxy_arguments"]

# The first bytes of tunnel requests: for HTTP, SOCKS 5, and its authentication. No API request begins with them.
TUNNEL_REQUESTS: Final = (b"CONNECT ", b"\x05", b"\x01")


def environment_proxy(base_url: str) -> httpx.Proxy | None:
    """Return the proxy for a base URL from HTTPS_PROXY, HTTP_PROXY or ALL_PROXY, unless NO_PROXY exempts its host.

    Raises:
        ConfigurationError: The proxy's address cannot be used. The message does not show it, because it may contain a
            password.
    """
    url = httpx.URL(base_url)
    proxies = getproxies()
    address = proxies.get(url.scheme) or proxies.get("all")
    if not address or proxy_bypass(url.netloc.decode("ascii")):
        return None
    try:
        proxy = httpx.Proxy(address if "://" in address else f"http://{address}")
    except (httpx.InvalidURL, ValueError):
        proxy = None
    if proxy is None or not proxy.url.host:
        raise ConfigurationError(
            "HTTP_PROXY, HTTPS_PROXY or ALL_PROXY contains a proxy that cannot be used: "
            "set http://, https:// or socks5://, with a host, and a port if it is not the default."
        )
    if proxy.url.scheme.startswith("socks") and find_spec("socksio") is None:
        raise ConfigurationError(
            "ALL_PROXY, HTTPS_PROXY or HTTP_PROXY contains a SOCKS proxy, which needs another package: "
            "pip install 'httpx[socks]'."
        )
    return proxy


def proxy_arguments(proxy: httpx.Proxy, verify: ssl.SSLContext) -> tuple[Literal["http", "socks"], dict[str, Any]]:
    """Return the arguments for httpcore's proxies."""
    url = proxy.url
    arguments: dict[str, Any] = {
        "proxy_url": httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
        "proxy_auth": proxy.raw_auth,
        "ssl_context": verify,
    }
    if url.scheme.startswith("socks"):
        return "socks", arguments
    arguments["proxy_headers"] = proxy.headers.raw
    if url.scheme == "https":
        arguments["proxy_ssl_context"] = proxy.ssl_context or verify
    return "http", arguments


def is_for_proxy(buffer: bytes) -> bool:
    """Whether the first written bytes request a tunnel from a proxy, so that the server does not receive them.

    An empty buffer counts, too, because httpcore writes one as the body of `CONNECT`.
    """
    return not buffer or buffer.startswith(TUNNEL_REQUESTS)
