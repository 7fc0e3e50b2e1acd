"""Sending with aiohttp, which takes less time per request than httpcore; httpx stays the interface.

The bridge is `httpx-aiohttp`. It reports every lost connection as a time-out of connecting, which would pass for "not
sent" when the request has long arrived: here each failure gets the name that httpx has for it.
"""

from __future__ import annotations

import asyncio
import functools
import ssl
from collections.abc import AsyncIterator
from typing import Any, Final

import aiohttp
import httpx
from aiohttp.client_proto import ResponseHandler
from httpx_aiohttp import AiohttpTransport

__all__ = ["transport"]

# The first that fits.
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


# Seconds for which a connection is kept that nobody uses, as in httpx.
IDLE: Final = 5.0
FAILURES: Final = (httpx.TransportError, aiohttp.ClientError)


def _named(error: httpx.TransportError | aiohttp.ClientError) -> httpx.TransportError:
    """httpx's error for one of aiohttp, which must not be its context: that one holds the request's headers."""
    cause = error if isinstance(error, aiohttp.ClientError) else error.__cause__
    for kind, name in _NAMES:
        if isinstance(cause, kind):
            # What was read of an answer that cannot be understood is quoted by the others.
            is_about_connecting = isinstance(cause, OSError)
            return name(str(cause) if is_about_connecting else type(cause).__name__)
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
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        try:
            response = await super().handle_async_request(request)
        except FAILURES as error:
            failure = _named(error)
        else:
            assert isinstance(response.stream, httpx.AsyncByteStream)
            response.stream = _Stream(response.stream)
            return response
        raise failure


class _Connection(ResponseHandler):
    """One that fails the body which is being read when what follows cannot be understood.

    aiohttp closes the connection then, and lets the reader wait for its deadline.
    """

    def set_exception(self, exc: BaseException, exc_cause: BaseException | None = None) -> None:
        super().set_exception(exc, exc_cause or exc)
        body = self._payload
        if body is not None and not body.is_eof() and body.exception() is None:
            body.set_exception(aiohttp.ClientPayloadError(type(exc).__name__))


def transport(verify: ssl.SSLContext, connections: int) -> httpx.AsyncBaseTransport:
    """A transport for one event loop.

    Args:
        verify: What to verify servers with.
        connections: How many at once.
    """

    def session() -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(limit=connections, ssl=verify, keepalive_timeout=IDLE)
        # Without these two private names aiohttp does as it always did: our tests of lost answers would tell.
        make: Any = functools.partial(_Connection, loop=asyncio.get_running_loop())
        connector._factory = make
        made = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())
        # aiohttp repeats a request by itself after a lost connection; what is repeated is decided elsewhere.
        made._retry_connection = False
        return made

    return _Transport(verify=verify, client=session)
