"""The private names of other packages on which a protection depends, all in one place.

There is no public way to these. Each is checked when a client is made, so that a new version of a package that renames
one is refused with its name, and never switches a protection off without a word.
"""

from __future__ import annotations

import ssl
from copy import copy
from functools import cache
from importlib.metadata import version
from typing import Any

import httpcore
import httpx

from ..errors import ConfigurationError
from .http_clients import derives_from

__all__ = [
    "check_aiohttp",
    "check_httpx",
    "client_apart",
    "has_unread_bytes",
    "set_content",
    "set_pool",
    "transport_apart",
    "transport_of",
]


def set_pool(transport: httpx.HTTPTransport | httpx.AsyncHTTPTransport, pool: Any) -> None:
    """Let one of httpx's transports send through a pool of ours.

    Tools that watch or mock httpx patch the methods of these two classes, so ours must derive from them.
    """
    transport._pool = pool


def set_content(response: Any, content: bytes) -> None:
    """Give a response of httpx or httpx2 the body that was read from it, as `response.read()` does.

    httpx's own way of reading unpacks each piece whole, however large it becomes.
    """
    response._content = content


def transport_of(client: Any) -> Any:
    """The transport of a client that was passed in; None if it cannot be found out."""
    return getattr(client, "_transport", None)


def client_apart(client: Any) -> Any:
    """A copy of a client with connections of its own, which is open; None if one of its transports is not known.

    Everything else stays the same: headers, certificates, proxies, authentication, hooks. A client that was passed in
    may be closed, or its connections belong to an event loop that does not run any more.

    Raises:
        ConfigurationError: The package lacks a name that is needed.
    """
    found = {key: _need(client, name) for key, name in (("state", "_state"), ("mounts", "_mounts"))}
    transport = transport_apart(_need(client, "_transport"))
    mounts = {pattern: each and transport_apart(each) for pattern, each in found["mounts"].items()}
    if transport is None or any(mounts[pattern] is None for pattern, each in found["mounts"].items() if each):
        return None
    made = copy(client)
    made._state, made._transport, made._mounts = type(found["state"]).OPENED, transport, mounts
    return made


def transport_apart(transport: Any) -> Any:
    """As `client_apart`, for a transport of httpx, httpx2 or httpx-aiohttp."""
    made = copy(transport)
    if derives_from(transport, "HTTPTransport") or derives_from(transport, "AsyncHTTPTransport"):
        made._pool = pool = copy(_need(transport, "_pool"))
        lock = _need(pool, "_optional_thread_lock")
        for name in ("_connections", "_requests"):
            _need(pool, name)
            setattr(pool, name, [])
        pool._optional_thread_lock = type(lock)()
        pool._closed = False  # httpcore2 has it, httpcore does not
        return made
    if type(transport).__module__.startswith("httpx_aiohttp."):
        made.client = None  # a new session is opened with its settings
        return made
    return None


def has_unread_bytes(connection: Any) -> bool:
    """Whether the server has sent more than its response. The next request would take that for its response."""
    inner = connection._connection
    while inner is not None and not hasattr(inner, "_h11_state"):
        inner = inner._connection  # of a proxy's connection
    # A mock may have taken the request before there was a connection.
    return inner is not None and bool(inner._h11_state.trailing_data[0])


@cache
def check_httpx() -> None:
    """Refuse a version of httpx or httpcore that lacks one of the names above.

    Raises:
        ConfigurationError: Names the package and its version.
    """
    unverified = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    for kind in (httpx.HTTPTransport, httpx.AsyncHTTPTransport):
        _check("httpx", f"{kind.__name__}._pool", hasattr(kind(verify=unverified), "_pool"))
    body = getattr(httpx.Response(200, content=b"body"), "_content", None)
    _check("httpx", "Response._content", body == b"body")
    origin = httpcore.Origin(b"http", b"localhost", 80)
    for opened in (httpcore.HTTPConnection(origin), httpcore.AsyncHTTPConnection(origin)):
        _check("httpcore", f"{type(opened).__name__}._connection", hasattr(opened, "_connection"))
    stream = httpcore.MockStream([])
    h11_state = getattr(httpcore.HTTP11Connection(origin, stream), "_h11_state", None)
    _check("httpcore", "HTTP11Connection._h11_state", hasattr(h11_state, "trailing_data"))


@cache
def check_aiohttp() -> None:
    """Refuse a version of aiohttp that lacks a name which `aiohttp_transport` uses.

    Raises:
        ConfigurationError: Names the package and its version.
    """
    import aiohttp
    from aiohttp.client_proto import ResponseHandler

    _check("aiohttp", "ClientSession._retry_connection", "_retry_connection" in aiohttp.ClientSession.ATTRS)
    _check("aiohttp", "TCPConnector._factory", "_factory" in aiohttp.BaseConnector.__init__.__code__.co_names)
    _check("aiohttp", "ResponseHandler._payload", "_payload" in ResponseHandler.__init__.__code__.co_names)


def _need(owner: Any, name: str) -> Any:
    package = type(owner).__module__.partition(".")[0]
    _check(package, f"{type(owner).__name__}.{name}", hasattr(owner, name))
    return getattr(owner, name)


def _check(package: str, name: str, is_there: bool) -> None:
    if not is_there:
        raise ConfigurationError(
            f"{package} {version(package)} has no {name}, on which edgegap_client depends: "
            f"install an older {package}, or a newer edgegap_client"
        )
