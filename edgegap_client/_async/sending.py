"""One exchange over the network, each step of it within the call's deadline."""

from __future__ import annotations

import ssl
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import suppress
from functools import partial
from typing import Any, Final
from urllib.request import getproxies

import httpcore
import httpx

from .._core.exchange import SHORTEST, Exchange, capped, current_exchange, nothing_sent_yet, starting_to_send
from .._transport.async_stream import AsyncBackend
from .._transport.decompression import Body
from .._transport.http_clients import as_httpx
from ..errors import ConfigurationError, ResponseFormatError

__all__ = ["exchange", "new_sender"]

SLICE: Final = 64 * 1024
IDLE: Final = 5.0
INCOMPLETE: Final = (httpx.NetworkError, httpx.RemoteProtocolError, ResponseFormatError)


class AsyncCappedStream(httpcore.AsyncNetworkStream):
    """A connection whose every wait ends with the deadline of the exchange that uses it.

    httpcore reads its time-outs once for a whole answer and applies them to each read, so a server that sends a byte
    now and then would hold a call for ever.
    """

    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        state = current_exchange.get()
        patience = None if state is None else state.patience
        wait = capped(timeout)
        while state is not None and patience is not None and wait is not None and wait > patience:
            # In parts, to notice that nobody waits any more: the connection is worth more to another call.
            with suppress(httpcore.ReadTimeout):
                return await self._stream.read(max_bytes, patience)
            if state.abandoned:
                break
            wait = capped(wait - patience)
        return await self._stream.read(max_bytes, SHORTEST if state is not None and state.abandoned else wait)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        starting_to_send()
        # In slices: a blocking socket's time-out begins anew with each part that a slow reader takes.
        for start in range(0, len(buffer), SLICE):
            await self._stream.write(buffer[start : start + SLICE], capped(timeout, "WriteTimeout"))

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        secured = await self._stream.start_tls(ssl_context, server_hostname, capped(timeout, "ConnectTimeout"))
        nothing_sent_yet()
        return AsyncCappedStream(secured)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class AsyncCappedBackend(httpcore.AsyncNetworkBackend):
    """Opens such connections."""

    def __init__(self, backend: httpcore.AsyncNetworkBackend) -> None:
        self._backend = backend

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        timeout = capped(timeout, "ConnectTimeout")
        try:
            stream = await self._backend.connect_tcp(host, port, timeout, local_address, socket_options)
        except (UnicodeError, OverflowError) as error:  # a name or a port that cannot be
            raise httpcore.ConnectError(type(error).__name__) from error
        return AsyncCappedStream(stream)

    async def sleep(self, seconds: float) -> None:
        await self._backend.sleep(seconds)


class AsyncLine:
    """The body of an answer whose connection goes back to the others when it is closed."""

    def __init__(self, stream: Any, over: Callable[[], Any]) -> None:
        self._stream = stream
        self._over: Callable[[], Any] | None = over

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._stream:
            yield piece

    async def aclose(self) -> None:
        over, self._over = self._over, None
        if over is None:
            return  # given back twice, it would be used twice at once
        try:
            await self._stream.aclose()
        finally:
            await over()


class AsyncLines:
    """The connections to one host, in place of httpcore's pool, whose work grows with the square of its connections.

    How many there are is for the caller to bound. The one used last is used next, so that few stay open; those that
    nobody has used for `IDLE` seconds are closed.
    """

    def __init__(self, verify: ssl.SSLContext) -> None:
        self._verify = verify
        self._backend = AsyncCappedBackend(AsyncBackend())
        self._free: deque[tuple[float, httpcore.AsyncHTTPConnection]] = deque()
        self._all: set[httpcore.AsyncHTTPConnection] = set()
        self._is_closed = False

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        line = await self._open(request.url.origin)
        try:
            response = await line.handle_async_request(request)
        except BaseException:
            # Its connection is lost, or in doubt.
            await self._close(line)
            raise
        stream: Any = response.stream
        response.stream = AsyncLine(stream, partial(self._over, line))
        return response

    async def _open(self, origin: httpcore.Origin) -> httpcore.AsyncHTTPConnection:
        """A free connection that the server has not closed, or a new one."""
        if self._is_closed:
            raise RuntimeError("closed")
        await self._close_idle()
        with suppress(IndexError):
            while True:
                _, line = self._free.pop()
                if not line.has_expired():
                    return line
                await self._close(line)
        line = httpcore.AsyncHTTPConnection(origin, self._verify, keepalive_expiry=IDLE, network_backend=self._backend)
        self._all.add(line)
        return line

    async def _over(self, line: httpcore.AsyncHTTPConnection) -> None:
        if line.is_idle() and not self._is_closed:
            self._free.append((time.monotonic(), line))
        else:
            # Closed already, or broken off while it was about to be.
            await self._close(line)

    async def _close(self, line: httpcore.AsyncHTTPConnection) -> None:
        self._all.discard(line)
        await line.aclose()

    async def _close_idle(self) -> None:
        longest = time.monotonic() - IDLE
        with suppress(IndexError):  # another thread was quicker
            while self._free[0][0] < longest:
                await self._close(self._free.popleft()[1])

    async def aclose(self) -> None:
        self._is_closed = True
        for line in tuple(self._all):
            await self._close(line)
        await self._backend.sleep(0)  # in a turn of the loop their sockets close


class AsyncTransport(httpx.AsyncHTTPTransport):
    """httpx's transport with such connections; it has no public way to say so."""

    def __init__(self, verify: ssl.SSLContext) -> None:
        pool: Any = AsyncLines(verify)
        self._pool = pool


def new_sender(verify: ssl.SSLContext) -> httpx.AsyncClient | httpx.AsyncBaseTransport:
    """What sends without an extra: a transport of ours, or httpx's pools where the environment names a proxy."""
    transport = AsyncTransport(verify)
    if not getproxies():
        return transport
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    try:
        client = httpx.AsyncClient(verify=verify, limits=limits)
    except (ImportError, ValueError):
        # Its text may hold the proxy's password.
        raise ConfigurationError(
            "HTTP_PROXY, HTTPS_PROXY or ALL_PROXY name a proxy that httpx cannot use; for SOCKS: 'httpx[socks]'."
        ) from None
    client._transport = transport  # for what the environment exempts
    for mounted in client._mounts.values():
        pool: Any = getattr(mounted, "_pool", None)
        if pool is not None:
            pool._network_backend = AsyncCappedBackend(AsyncBackend())
    return client


async def exchange(
    sender: httpx.AsyncClient | httpx.AsyncBaseTransport, request: httpx.Request, state: Exchange, largest: int
) -> httpx.Response:
    """Send `request` and read the answer whole, but no more than `largest` bytes of it, unpacked."""
    if state.abandoned:
        raise httpx.PoolTimeout("cancelled before it was sent")
    token = current_exchange.set(state)
    try:
        if isinstance(sender, httpx.AsyncBaseTransport):
            response = await sender.handle_async_request(request)
            response.request = request
        else:
            # Redirects are not followed: they could carry the token to another host.
            response = await sender.send(request, stream=True, follow_redirects=False)
        if hasattr(response, "_content"):  # by a hook of an injected client, or by a transport for tests
            await response.aclose()
            return response
        try:
            body = Body(response, largest)
            try:
                # Not aiter_bytes(), which unpacks without a bound.
                stream: Any = response.stream
                async for piece in stream:
                    body.add(piece)
                body.finished()
            except Exception as error:
                # The status of an error tells more than its body, of which the start is enough.
                if response.is_success or not isinstance(as_httpx(error), INCOMPLETE):
                    raise
        finally:
            await response.aclose()
        # What aread() does.
        response._content = bytes(body.content)
        return response
    finally:
        current_exchange.reset(token)
