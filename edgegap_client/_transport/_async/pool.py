"""The connection pool, as an httpx transport.

httpcore's own pool permanently loses a connection if a request is cancelled at the wrong moment, and its work grows
with the square of its connections. In this pool, a cancellation or a signal handler may interrupt a request at any
moment. The interruption also closes the connection, without a wait. The pool has no lock: each step is one operation of
a deque or a set.
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

# Seconds until an unused connection is closed, as in httpx. Servers keep theirs open for longer.
IDLE_SECONDS: Final = 5.0
# Requests with other methods get a new connection. If a server closes a pooled connection just then, the client cannot
# know whether the server has read the request, and it must not send it twice.
IDEMPOTENT: Final = frozenset((b"GET", b"HEAD", b"PUT", b"DELETE", b"OPTIONS"))


class PooledBody:
    """The body of a response. When it was read to its end, the connection returns to the pool."""

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
            return  # a connection that is returned twice would be used by two requests at once
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
    """The connections to one origin. The caller limits their number.

    The last used connection is used next, so that few stay open. This object owns the idle connections, and each
    request owns its connection. So a connection is closed even if a signal handler raises just before it would be
    discarded, because its last reference is gone.

    Args:
        verify: The certificates to trust.
        proxy: The proxy to connect through; None for none.
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
        # C code removes the reference, so no signal handler can interrupt this.
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
        """Return an idle connection that the server has not closed, or a new one."""
        if self._is_closed:
            raise RuntimeError("the connection pool is closed")
        now, origin = time.monotonic(), request.url.origin
        with suppress(IndexError):  # another thread took it first
            while self._idle[0][0] < now - IDLE_SECONDS:
                await self.discard(self._idle.popleft()[1])
        with suppress(IndexError):
            if request.method not in IDEMPOTENT:
                await self.discard(self._idle.popleft()[1])  # the new one replaces it
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
        """Take back a connection whose response was read."""
        if connection.is_idle() and not self._is_closed and not has_unread_bytes(connection):
            self._idle.append((time.monotonic(), connection))
        else:
            await self.discard(connection)

    async def discard(self, connection: httpcore.AsyncConnectionInterface) -> None:
        """Close a connection in any state. It does not wait, so a cancellation cannot prevent it."""
        self._all.discard(ref(connection))  # weak references to the same object are equal
        await connection.aclose()

    async def aclose(self) -> None:
        self._is_closed = True
        for reference in tuple(self._all):
            if (connection := reference()) is not None:
                await self.discard(connection)
        await self._backend.sleep(0)  # the sockets close in this iteration of the event loop


class AsyncPooledTransport(httpx.AsyncHTTPTransport):
    """httpx's transport with such a pool instead of its own. It has the arguments of `AsyncPool`."""

    def __init__(self, verify: ssl.SSLContext, proxy: httpx.Proxy | None = None) -> None:
        set_pool(self, AsyncPool(verify, proxy))
