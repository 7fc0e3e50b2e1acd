"""The private names of other packages on which a protection depends, all in one place.

There is no public way to these. Each is checked when a client is made, so that a new version of a package that renames
one is refused with its name, and never switches a protection off without a word.
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
    """The transport of a client that was passed in; None if it is not one of httpx or httpx2.

    Raises:
        ConfigurationError: It is one, and its transport cannot be found out.
    """
    if derives_from(client, "Client") or derives_from(client, "AsyncClient"):
        return _need(client, "_transport")
    return getattr(client, "_transport", None)


def client_apart(client: Any) -> Any:
    """A copy of a client with connections of its own, which is open; None if one of its transports is not known.

    Everything else stays the same: headers, certificates, proxies, authentication, hooks. A client that was passed in
    may be closed, or its connections belong to an event loop that does not run any more.

    Raises:
        ConfigurationError: The package lacks a name that is needed.
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
    """As `client_apart`, for a transport of httpx, httpx2 or httpx-aiohttp."""
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
    """Whether the server has sent more than its response. The next request would take that for its response."""
    inner = connection._connection
    while inner is not None and not hasattr(inner, "_h11_state"):
        inner = inner._connection  # of a proxy's connection
    # A mock may have taken the request before there was a connection.
    return inner is not None and bool(inner._h11_state.trailing_data[0])


def make_connections_with(connector: Any, factory: Callable[[], Any]) -> None:
    """Let one of aiohttp's connectors make each connection with `factory`."""
    connector._factory = factory


def never_retry(session: Any) -> None:
    """Keep one of aiohttp's sessions from retrying a request whose connection was lost."""
    session._retry_connection = False


def unfinished_body(handler: Any) -> Any:
    """The body that one of aiohttp's connections is reading; None if there is none."""
    return handler._payload


@cache
def check_httpx() -> None:
    """Refuse a version of httpx, httpcore or h11 that lacks one of the names above.

    Raises:
        ConfigurationError: Names the package and its version.
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
    """Refuse a version of `httpx` or `httpx2` whose responses lack a name above.

    Raises:
        ConfigurationError: Names the package and its version.
    """
    body = getattr(sys.modules[package].Response(200, content=b"body"), "_content", None)
    _check(package, "Response._content", body == b"body")


def _connections(http: httpcore.Origin, https: httpcore.Origin) -> list[Any]:
    """One of each kind of connection that a pool of ours has."""
    found: list[Any] = [httpcore.HTTPConnection(http), httpcore.AsyncHTTPConnection(http)]
    proxies: list[Any] = [httpcore.HTTPProxy("http://localhost"), httpcore.AsyncHTTPProxy("http://localhost")]
    if find_spec("socksio") is not None:
        proxies += [httpcore.SOCKSProxy("socks5://localhost"), httpcore.AsyncSOCKSProxy("socks5://localhost")]
    return found + [proxy.create_connection(origin) for proxy in proxies for origin in (http, https)]


@cache
def check_aiohttp() -> None:
    """Refuse a version of aiohttp that lacks a name which `aiohttp_transport` uses.

    Raises:
        ConfigurationError: Names the package and its version, or says that it is not installed.
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
    # Ours overrides the first three. Under other names, aiohttp would not call them.
    for name in ("is_connected", "set_exception", "set_response_params", "should_close"):
        _check("aiohttp", f"ResponseHandler.{name}", hasattr(ResponseHandler, name))


def _uses(kind: type[Any], method: str, name: str) -> bool:
    """Whether a method of a class, or of one that it derives from, uses a name."""
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
