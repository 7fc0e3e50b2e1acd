"""Connections of aiohttp for httpx's client, through the package `httpx-aiohttp`. They need less CPU time than
httpcore.

The package reports every lost connection as a connect timeout. That would count as "not sent", although the request may
have arrived. So this module maps each failure to httpx's own error for it.
"""

from __future__ import annotations

import asyncio
import base64
import functools
import socket
import ssl
from collections.abc import AsyncIterator
from typing import Any, Final
from weakref import WeakSet

import aiohttp
import httpx
from aiohttp.client_proto import ResponseHandler
from httpx_aiohttp import AiohttpTransport

from .._core.exchange import current_exchange
from ..errors import ConfigurationError
from .private import make_connections_with, never_retry, unfinished_body

__all__ = ["aiohttp_transport"]

# The first matching entry applies.
_NAMES: Final[tuple[tuple[type[BaseException], type[httpx.TransportError]], ...]] = (
    (aiohttp.ConnectionTimeoutError, httpx.ConnectTimeout),
    (aiohttp.ServerTimeoutError, httpx.ReadTimeout),
    (aiohttp.ClientProxyConnectionError, httpx.ProxyError),
    (aiohttp.ClientHttpProxyError, httpx.ProxyError),
    (aiohttp.ClientConnectorError, httpx.ConnectError),
    (aiohttp.InvalidURL, httpx.UnsupportedProtocol),
    (aiohttp.ServerDisconnectedError, httpx.RemoteProtocolError),
    (aiohttp.ClientConnectionError, httpx.ReadError),
    (aiohttp.ClientPayloadError, httpx.RemoteProtocolError),
    (aiohttp.ClientError, httpx.RemoteProtocolError),
)


# Seconds until an unused connection is closed, as in httpx.
IDLE_SECONDS: Final = 5.0
FAILURES: Final = (httpx.TransportError, aiohttp.ClientError)
_PROXY_HEADER: Final = "Proxy-Authorization"
# aiohttp sets this for the response to CONNECT. If that changes, CONNECT counts as sending the request, which is safe.
TUNNEL_PARAMETERS: Final = frozenset(("read_until_eof", "timeout_ceil_threshold"))


def _named(error: httpx.TransportError | aiohttp.ClientError) -> httpx.TransportError:
    """Return httpx's error for one of aiohttp, which must not be its context: it contains the request's headers."""
    cause = error if isinstance(error, aiohttp.ClientError) else error.__cause__
    for kind, name in _NAMES:
        if isinstance(cause, kind):
            # Other backends would quote the data of a response that cannot be parsed.
            if isinstance(cause, aiohttp.ClientHttpProxyError):
                text = f"{cause.status} {cause.message}"  # the proxy's; its own text has the URL, too
            else:
                text = str(cause) if isinstance(cause, OSError) else type(cause).__name__
            named = name(text)
            if isinstance(cause, aiohttp.ClientConnectorCertificateError):
                named.__cause__ = cause.certificate_error.with_traceback(None)  # it shows that a retry is useless
            return named
    return error if isinstance(error, httpx.TransportError) else httpx.RemoteProtocolError(type(error).__name__)


class _Stream(httpx.AsyncByteStream):
    def __init__(self, stream: httpx.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for piece in self._stream:
                yield piece
            return
        except FAILURES as error:
            failure = _named(error)
        raise failure

    async def aclose(self) -> None:
        try:
            return await self._stream.aclose()
        except FAILURES as error:
            failure = _named(error)
        raise failure


class _Transport(AiohttpTransport):
    """Sends requests in one event loop. This object owns the session and its sockets."""

    def __init__(self, verify: ssl.SSLContext, proxy: httpx.Proxy | None, connections: int) -> None:
        super().__init__(verify=verify, client=self._open, proxy=proxy)
        self._verify = verify
        self._connections = connections
        self._sockets: WeakSet[socket.socket] = WeakSet()

    def _open(self) -> aiohttp.ClientSession:
        self._loop = asyncio.get_running_loop()
        connector = aiohttp.TCPConnector(
            limit=self._connections,
            ssl=self._verify,
            keepalive_timeout=IDLE_SECONDS,
            socket_factory=self._open_socket,
        )
        make_connections_with(connector, functools.partial(_Connection, loop=self._loop))
        made = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())
        # aiohttp retries by itself after a lost connection; `_core/retries.py` decides what is retried.
        never_retry(made)
        return made

    def _open_socket(self, address: Any) -> socket.socket:
        family, kind, protocol, *_ = address
        made = socket.socket(family, kind, protocol)
        self._sockets.add(made)
        return made

    async def aclose(self) -> None:
        try:
            await super().aclose()
        finally:
            if isinstance(self.client, aiohttp.ClientSession) and self._loop.is_closed():
                # Neither asyncio nor aiohttp can close them now.
                for opened in tuple(self._sockets):
                    opened.close()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        exchange = current_exchange.get()
        if exchange is not None:
            exchange.is_reported = True
        try:
            response = await super().handle_async_request(await self._with_password(request))
        except FAILURES as error:
            failure = (exchange and exchange.refusal) or _named(error)
        else:
            assert isinstance(response.stream, httpx.AsyncByteStream)
            response.stream = _Stream(response.stream)
            return response
        raise failure

    async def _with_password(self, request: httpx.Request) -> httpx.Request:
        """The request, with the password of the proxy if it goes to the proxy itself instead of through a tunnel."""
        password = self.proxy and self.proxy.headers.get(_PROXY_HEADER)
        if not password or request.url.scheme == "https":
            return request
        return httpx.Request(
            request.method,
            request.url,
            headers=[*request.headers.raw, (_PROXY_HEADER.encode(), password.encode())],
            content=await request.aread(),
            extensions=request.extensions,
        )


class _Connection(ResponseHandler):
    """A connection of aiohttp with four additional guarantees of this package."""

    def is_connected(self) -> bool:
        # The pool calls this for idle connections. Data that arrived meanwhile would count as the next response.
        return super().is_connected() and not self.should_close

    def close(self) -> None:
        # As in `AsyncStream`: TLS in a tunnel would wait for the server's close message, and delay the close.
        if self.transport is not None:
            self.transport.abort()
        super().close()

    def set_response_params(self, **params: Any) -> None:
        # aiohttp writes the request right after this call. For CONNECT, which opens a proxy tunnel, it sets less.
        exchange = current_exchange.get()
        if exchange is not None and not params.keys() <= TUNNEL_PARAMETERS:
            try:
                exchange.begin_sending()
            except Exception as refusal:
                # An exception here would leave the connection open. aiohttp writes nothing to an aborted connection.
                exchange.refusal = refusal
                if self.transport is not None:
                    self.transport.abort()
        super().set_response_params(**params)

    def set_exception(self, exc: BaseException, exc_cause: BaseException | None = None) -> None:
        # aiohttp closes a connection with invalid data, but lets the reader of the body wait until its deadline.
        super().set_exception(exc, exc_cause or exc)
        body = unfinished_body(self)
        if body is not None and not body.is_eof() and body.exception() is None:
            body.set_exception(aiohttp.ClientPayloadError(type(exc).__name__))


def aiohttp_transport(verify: ssl.SSLContext, proxy: httpx.Proxy | None, connections: int) -> httpx.AsyncBaseTransport:
    """Create a transport for one event loop.

    Args:
        verify: The certificates to trust.
        proxy: The proxy to connect through; None for none.
        connections: The maximum number of connections.

    Raises:
        ConfigurationError: aiohttp cannot use this proxy.
    """
    if proxy is not None and proxy.url.scheme.startswith("socks"):
        raise ConfigurationError("aiohttp cannot use a SOCKS proxy: use backend='httpx'")
    return _Transport(verify, proxy and _with_password_in_header(proxy), connections)


def _with_password_in_header(proxy: httpx.Proxy) -> httpx.Proxy:
    """The proxy without `auth`, which httpx-aiohttp gives to aiohttp as a `BasicAuth`. aiohttp warns of that."""
    if proxy.raw_auth is None:
        return proxy
    password = base64.b64encode(b":".join(proxy.raw_auth)).decode()
    return httpx.Proxy(proxy.url, headers={**proxy.headers, _PROXY_HEADER: f"Basic {password}"})
