"""The connection pool, as an httpx transport.
# Written by `make generate` from _async/pool.py; do not edit.

httpcore's own pool permanently loses a connection if a request is cancelled at the wrong moment, and its work grows
with the square of its connections. In this pool, a cancellation or a signal handler may interrupt a request at any
moment. The interruption also closes the connection, without a wait. The pool has no lock: each step is one operation of
a deque or a set.
"""

from __future__ import annotations

import ssl
import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final
from weakref import ref

import httpcore
import httpx

from ..private import has_unread_bytes, set_pool
from ..proxies import proxy_arguments
from ..sync_stream import Backend

__all__ = ["Pool", "PooledTransport"]

# Seconds until an unused connection is closed, as in httpx. Servers keep theirs open for longer.
IDLE_SECONDS: Final = 5.0
# Requests with other methods get a new connection. If a server closes a pooled connection just then, the client cannot
# know whether the server has read the request, and it must not send it twice.
IDEMPOTENT: Final = frozenset((b"GET", b"HEAD", b"PUT", b"DELETE", b"OPTIONS"))


class PooledBody:
    """The body of a response. When it was read to its end, the connection returns to the pool."""

    def __init__(self, pool: Pool, connection: httpcore.ConnectionInterface, stream: Any) -> None:
        self._pool = pool
        self._connection = connection
        self._stream = stream
        self._is_complete = False
        self._is_closed = False

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._stream:
            yield piece
        self._is_complete = True

    def close(self) -> None:
        if self._is_closed:
            return  # a connection that is returned twice would be used by two requests at once
        self._is_closed = True
        is_whole = False
        try:
            self._stream.close()
            is_whole = self._is_complete
        finally:
            if is_whole:
                self._pool.release(self._connection)
            else:
                self._pool.discard(self._connection)


class Pool:
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
        self._backend = Backend()
        self._proxy = None
        if proxy is not None:
            kind, arguments = proxy_arguments(proxy, verify)
            make = httpcore.SOCKSProxy if kind == "socks" else httpcore.HTTPProxy
            self._proxy = make(**arguments, keepalive_expiry=IDLE_SECONDS, network_backend=self._backend)
        self._idle: deque[tuple[float, httpcore.ConnectionInterface]] = deque()
        # C code removes the reference, so no signal handler can interrupt this.
        self._all: set[ref[httpcore.ConnectionInterface]] = set()
        self._is_closed = False

    def handle_request(self, request: httpcore.Request) -> httpcore.Response:
        connection = self._take(request)
        try:
            response = connection.handle_request(request)
        except BaseException:
            self.discard(connection)
            raise
        stream: Any = response.stream
        response.stream = PooledBody(self, connection, stream)
        return response

    def _take(self, request: httpcore.Request) -> httpcore.ConnectionInterface:
        """Return an idle connection that the server has not closed, or a new one."""
        if self._is_closed:
            raise RuntimeError("the connection pool is closed")
        now, origin = time.monotonic(), request.url.origin
        with suppress(IndexError):  # another thread took it first
            while self._idle[0][0] < now - IDLE_SECONDS:
                self.discard(self._idle.popleft()[1])
        with suppress(IndexError):
            if request.method not in IDEMPOTENT:
                self.discard(self._idle.popleft()[1])  # the new one replaces it
            else:
                while True:
                    connection = self._idle.pop()[1]
                    if connection.can_handle_request(origin) and not connection.has_expired():
                        return connection
                    self.discard(connection)
        connection = self._new(origin)
        self._all.add(ref(connection, self._all.discard))
        return connection

    def _new(self, origin: httpcore.Origin) -> httpcore.ConnectionInterface:
        if self._proxy is not None:
            return self._proxy.create_connection(origin)
        return httpcore.HTTPConnection(
            origin, self._verify, keepalive_expiry=IDLE_SECONDS, network_backend=self._backend
        )

    def release(self, connection: httpcore.ConnectionInterface) -> None:
        """Take back a connection whose response was read."""
        if connection.is_idle() and not self._is_closed and not has_unread_bytes(connection):
            self._idle.append((time.monotonic(), connection))
        else:
            self.discard(connection)

    def discard(self, connection: httpcore.ConnectionInterface) -> None:
        """Close a connection in any state. It does not wait, so a cancellation cannot prevent it."""
        self._all.discard(ref(connection))  # weak references to the same object are equal
        connection.close()

    def close(self) -> None:
        self._is_closed = True
        for reference in tuple(self._all):
            if (connection := reference()) is not None:
                self.discard(connection)
        self._backend.sleep(0)  # the sockets close in this iteration of the event loop


class PooledTransport(httpx.HTTPTransport):
    """httpx's transport with such a pool instead of its own. It has the arguments of `Pool`."""

    def __init__(self, verify: ssl.SSLContext, proxy: httpx.Proxy | None = None) -> None:
        set_pool(self, Pool(verify, proxy))
