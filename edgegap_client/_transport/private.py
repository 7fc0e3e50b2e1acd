"""All uses of private names of other packages, on which this package's safety features depend.

There is no public interface for these. The client checks each name when it is created. So if a new version of a package
renames one, the error names it, instead of silently switching a safety feature off.
"""

from __future__ import annotations

import ssl
import sys
from collections.abc import Callable
from copy import copy
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any

import httpcore
import httpx

from .._core.extras import missing_extra
from ..errors import ConfigurationError
from .http_clients import derives_from

__all__ = [
    "check_aiohttp",
    "check_httpx",
    "check_responses_of",
    "client_apart",
    "has_unread_bytes",
    "make_connections_with",
    "never_retry",
    "set_content",
    "set_pool",
    "transport_apart",
    "transport_of",
    "unfinished_body",
]


def set_pool(transport: httpx.HTTPTransport | httpx.AsyncHTTPTransport, pool: Any) -> None:
    """Let one of httpx's transports send through a pool of this package.

    Tools that observe or mock httpx patch the methods of these two classes, so this package's transports derive from
    them.
    """
    transport._pool = pool


def set_content(response: Any, content: bytes) -> None:
    """Give a response of httpx or httpx2 the body that was read from it, as `response.read()` does.

    httpx itself would decompress each piece completely, however large the result is.
    """
    response._content = content


def transport_of(client: Any) -> Any:
    """Return the transport of a client that the caller passed; None if the client is not one of httpx or httpx2.

    Raises:
        ConfigurationError: The client is of httpx or httpx2, but its transport is not accessible.
    """
    if derives_from(client, "Client") or derives_from(client, "AsyncClient"):
        return _need(client, "_transport")
    return getattr(client, "_transport", None)


def client_apart(client: Any) -> Any:
    """Return an open copy of a client with its own connections; None if one of its transports is unknown.

    Everything else stays the same: headers, certificates, proxies, authentication, hooks. This is needed because the
    original may be closed, or its connections may belong to an event loop that has ended.

    Raises:
        ConfigurationError: The package lacks a required name.
    """
    if not (derives_from(client, "Client") or derives_from(client, "AsyncClient")):
        return None
    state, opened = _need(client, "_state"), _need(client, "_mounts")
    transport = transport_apart(_need(client, "_transport"))
    mounts = {pattern: each and transport_apart(each) for pattern, each in opened.items()}
    if transport is None or any(mounts[pattern] is None for pattern, each in opened.items() if each):
        return None
    made = copy(client)
    made._state, made._transport, made._mounts = _need(type(state), "OPENED"), transport, mounts
    return made


def transport_apart(transport: Any) -> Any:
    """Return an open copy of a transport of httpx, httpx2 or httpx-aiohttp, like `client_apart`."""
    made = copy(transport)
    if derives_from(transport, "HTTPTransport") or derives_from(transport, "AsyncHTTPTransport"):
        made._pool = pool = copy(_need(transport, "_pool"))
        lock = _need(pool, "_optional_thread_lock")
        for name in ("_connections", "_requests"):
            _need(pool, name)
            setattr(pool, name, [])
        pool._optional_thread_lock = type(lock)()
        return made
    if type(transport).__module__.startswith("httpx_aiohttp."):
        _need(transport, "client")
        made.client = None  # a new session is opened with its settings
        return made
    return None


def has_unread_bytes(connection: Any) -> bool:
    """Whether the server has sent more than its response. The next request would read that as its response."""
    inner = connection._connection
    while inner is not None and not hasattr(inner, "_h11_state"):
        inner = inner._connection  # for a connection through a proxy
    # A mock may have handled the request before there was a connection.
    return inner is not None and bool(inner._h11_state.trailing_data[0])


def make_connections_with(connector: Any, factory: Callable[[], Any]) -> None:
    """Let one of aiohttp's connectors create each connection with `factory`."""
    connector._factory = factory


def never_retry(session: Any) -> None:
    """Keep one of aiohttp's sessions from retrying a request whose connection was lost."""
    session._retry_connection = False


def unfinished_body(handler: Any) -> Any:
    """Return the body that one of aiohttp's connections is reading; None if there is none."""
    return handler._payload


@cache
def check_httpx() -> None:
    """Check that httpx, httpcore and h11 have the private names above.

    Raises:
        ConfigurationError: A name is missing. The message names the package and its version.
    """
    check_responses_of(httpx.__name__)
    unverified = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    for kind in (httpx.HTTPTransport, httpx.AsyncHTTPTransport):
        _check(httpx.__name__, f"{kind.__name__}._pool", hasattr(kind(verify=unverified), "_pool"))
    origin = httpcore.Origin(b"http", b"localhost", 80)
    for opened in _connections(origin, httpcore.Origin(b"https", b"localhost", 443)):
        _check(httpcore.__name__, f"{type(opened).__name__}._connection", hasattr(opened, "_connection"))
    h11_state = getattr(httpcore.HTTP11Connection(origin, httpcore.MockStream([])), "_h11_state", None)
    _check(httpcore.__name__, "HTTP11Connection._h11_state", h11_state is not None)
    _check("h11", "Connection.trailing_data", hasattr(h11_state, "trailing_data"))


@cache
def check_responses_of(package: str) -> None:
    """Check that the responses of `httpx` or `httpx2` have the private names above.

    Raises:
        ConfigurationError: A name is missing. The message names the package and its version.
    """
    body = getattr(sys.modules[package].Response(200, content=b"body"), "_content", None)
    _check(package, "Response._content", body == b"body")


def _connections(http: httpcore.Origin, https: httpcore.Origin) -> list[Any]:
    """Return one connection of each kind that a pool of this package has."""
    found: list[Any] = [httpcore.HTTPConnection(http), httpcore.AsyncHTTPConnection(http)]
    proxies: list[Any] = [httpcore.HTTPProxy("http://localhost"), httpcore.AsyncHTTPProxy("http://localhost")]
    if find_spec("socksio") is not None:
        proxies += [httpcore.SOCKSProxy("socks5://localhost"), httpcore.AsyncSOCKSProxy("socks5://localhost")]
    return found + [proxy.create_connection(origin) for proxy in proxies for origin in (http, https)]


@cache
def check_aiohttp() -> None:
    """Check that aiohttp has the private names that `aiohttp_transport` uses.

    Raises:
        ConfigurationError: aiohttp is not installed, or a name is missing. The message names the package.
    """
    try:
        import aiohttp
        import httpx_aiohttp  # noqa: F401  # pyright: ignore[reportUnusedImport]
    except ImportError as error:
        package = (error.name or "aiohttp").partition(".")[0]
        raise ConfigurationError(missing_extra('backend="aiohttp"', "aiohttp", package)) from error
    try:
        from aiohttp.client_proto import ResponseHandler
    except ImportError as error:
        raise _refusal("aiohttp", "client_proto.ResponseHandler") from error
    _check("aiohttp", "ClientSession._retry_connection", _uses(aiohttp.ClientSession, "_request", "_retry_connection"))
    _check("aiohttp", "TCPConnector._factory", _uses(aiohttp.TCPConnector, "__init__", "_factory"))
    _check("aiohttp", "ResponseHandler._payload", _uses(ResponseHandler, "__init__", "_payload"))
    # `_Connection` overrides the first three. If aiohttp renamed them, it would not call the overrides.
    for name in ("is_connected", "set_exception", "set_response_params", "should_close"):
        _check("aiohttp", f"ResponseHandler.{name}", hasattr(ResponseHandler, name))


def _uses(kind: type[Any], method: str, name: str) -> bool:
    """Whether a method of a class or of its base classes uses a name."""
    codes = [getattr(vars(each).get(method), "__code__", None) for each in kind.__mro__]
    return any(name in code.co_names for code in codes if code is not None)


def _need(owner: Any, name: str) -> Any:
    kind = owner if isinstance(owner, type) else type(owner)
    _check(kind.__module__.partition(".")[0], f"{kind.__name__}.{name}", hasattr(owner, name))
    return getattr(owner, name)


def _check(package: str, name: str, is_there: bool) -> None:
    if not is_there:
        raise _refusal(package, name)


def _refusal(package: str, name: str) -> ConfigurationError:
    return ConfigurationError(
        f"{package} {version(package)} has no {name}, on which edgegap_client depends: "
        f"install an older {package}, or a newer edgegap_client"
    )
