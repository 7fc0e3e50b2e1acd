"""Which proxy the environment names for a host, what httpcore needs of it, and what is written to it alone."""

from __future__ import annotations

import ssl
from importlib.util import find_spec
from typing import Any, Final, Literal
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

from ..errors import ConfigurationError

__all__ = ["environment_proxy", "is_for_proxy", "proxy_arguments"]

# How requests for a tunnel begin: HTTP's, that of SOCKS 5, and its authentication. No request of ours begins like that.
TUNNEL_REQUESTS: Final = (b"CONNECT ", b"\x05", b"\x01")


def environment_proxy(base_url: str) -> httpx.Proxy | None:
    """The proxy for a base URL: HTTPS_PROXY, HTTP_PROXY or ALL_PROXY, unless NO_PROXY exempts its host.

    Raises:
        ConfigurationError: The proxy's address cannot be used. The message leaves it out, as it may hold a password.
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
            "HTTP_PROXY, HTTPS_PROXY or ALL_PROXY name a proxy that cannot be used: "
            "give http://, https:// or socks5://, a host and a port."
        )
    if proxy.url.scheme.startswith("socks") and find_spec("socksio") is None:
        raise ConfigurationError("ALL_PROXY, HTTPS_PROXY or HTTP_PROXY name a SOCKS proxy: pip install 'httpx[socks]'.")
    return proxy


def proxy_arguments(proxy: httpx.Proxy, verify: ssl.SSLContext) -> tuple[Literal["http", "socks"], dict[str, Any]]:
    """What httpcore's proxies are made with."""
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
    """Whether what is written first asks a proxy for a tunnel, so that the server receives nothing of it.

    An empty buffer does, too: httpcore writes one as the body of `CONNECT`.
    """
    return not buffer or buffer.startswith(TUNNEL_REQUESTS)
