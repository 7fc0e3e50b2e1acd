"""The connection pool, as an httpx transport.

httpcore's own pool loses a connection for good when a request is cancelled at the wrong moment, and its work grows with
the square of its connections. This one lets a request be interrupted anywhere, by a cancellation or by a signal's
handler: whatever interrupts a request also closes its connection, which does not have to be waited for. It takes no
lock; each step is one operation of a deque or a set.
"""

from __future__ import annotations

import ssl
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any, Final
from weakref import ref

import httpcore
import httpx

from ..async_stream import AsyncBackend
from ..private import has_unread_bytes, set_pool
from ..proxies import proxy_arguments

__all__ = ["AsyncPool", "AsyncPooledTransport"]

# Seconds for which an unused connection is kept, as in httpx. Servers keep theirs for longer.
IDLE_SECONDS: Final = 5.0
# Other requests get a new connection. When a server closes a pooled one just then, nobody knows whether it has read the
# request, and it must not be sent twice.
IDEMPOTENT: Final = frozenset((b"GET", b"HEAD", b"PUT", b"DELETE", b"OPTIONS"))


class PooledBody:
    """The body of a response whose connection goes back to the pool when it was read to its end."""

    def __init__(self, pool: AsyncPool, connection: httpcore.AsyncConnectionInterface, stream: Any) -> None:
        self._pool = pool
        self._connection = connection
        self._stream = stream
        self._is_complete = False
        self._is_closed = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._stream:
            yield piece
        self._is_complete = True

    async def aclose(self) -> None:
        if self._is_closed:
            return  # given back twice, a connection would be used twice at once
        self._is_closed = True
        is_whole = False
        try:
            await self._stream.aclose()
            is_whole = self._is_complete
        finally:
            if is_whole:
                await self._pool.release(self._connection)
            else:
                await self._pool.discard(self._connection)


class AsyncPool:
    """Connections to one origin. How many there are is for the caller to bound.

    The connection that was used last is used next, so that few stay open. This object owns the idle connections, and
    each request the one that it uses. So a connection is closed even if a signal handler raises just before it would be
    discarded: then nothing holds it any more.

    Args:
        verify: The certificates to trust.
        proxy: The proxy to connect through, None for none.
    """

    def __init__(self, verify: ssl.SSLContext, proxy: httpx.Proxy | None) -> None:
        self._verify = verify
        self._backend = AsyncBackend()
        self._proxy = None
        if proxy is not None:
            kind, arguments = proxy_arguments(proxy, verify)
            make = httpcore.AsyncSOCKSProxy if kind == "socks" else httpcore.AsyncHTTPProxy
            self._proxy = make(**arguments, keepalive_expiry=IDLE_SECONDS, network_backend=self._backend)
        self._idle: deque[tuple[float, httpcore.AsyncConnectionInterface]] = deque()
        # A reference is removed by C code, which no signal handler interrupts.
        self._all: set[ref[httpcore.AsyncConnectionInterface]] = set()
        self._is_closed = False

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        connection = await self._take(request)
        try:
            response = await connection.handle_async_request(request)
        except BaseException:
            await self.discard(connection)
            raise
        stream: Any = response.stream
        response.stream = PooledBody(self, connection, stream)
        return response

    async def _take(self, request: httpcore.Request) -> httpcore.AsyncConnectionInterface:
        """An idle connection that the server has not closed, or a new one."""
        if self._is_closed:
            raise RuntimeError("the connection pool is closed")
        now, origin = time.monotonic(), request.url.origin
        with suppress(IndexError):  # another thread was quicker
            while self._idle[0][0] < now - IDLE_SECONDS:
                await self.discard(self._idle.popleft()[1])
        with suppress(IndexError):
            if request.method not in IDEMPOTENT:
                await self.discard(self._idle.popleft()[1])  # the new one takes its place
            else:
                while True:
                    connection = self._idle.pop()[1]
                    if connection.can_handle_request(origin) and not connection.has_expired():
                        return connection
                    await self.discard(connection)
        connection = self._new(origin)
        self._all.add(ref(connection, self._all.discard))
        return connection

    def _new(self, origin: httpcore.Origin) -> httpcore.AsyncConnectionInterface:
        if self._proxy is not None:
            return self._proxy.create_connection(origin)
        return httpcore.AsyncHTTPConnection(
            origin, self._verify, keepalive_expiry=IDLE_SECONDS, network_backend=self._backend
        )

    async def release(self, connection: httpcore.AsyncConnectionInterface) -> None:
        """Take a connection back whose response was read."""
        if connection.is_idle() and not self._is_closed and not has_unread_bytes(connection):
            self._idle.append((time.monotonic(), connection))
        else:
            await self.discard(connection)

    async def discard(self, connection: httpcore.AsyncConnectionInterface) -> None:
        """Close a connection, in whatever state it is. It does not wait, so a cancellation cannot prevent it."""
        self._all.discard(ref(connection))  # references to the same object are equal
        await connection.aclose()

    async def aclose(self) -> None:
        self._is_closed = True
        for reference in tuple(self._all):
            if (connection := reference()) is not None:
                await self.discard(connection)
        await self._backend.sleep(0)  # in this turn of the event loop their sockets close


class AsyncPooledTransport(httpx.AsyncHTTPTransport):
    """httpx's transport, with such a pool instead of its own.

    Args: as for `AsyncPool`.
    """

    def __init__(self, verify: ssl.SSLContext, proxy: httpx.Proxy | None = None) -> None:
        set_pool(self, AsyncPool(verify, proxy))
