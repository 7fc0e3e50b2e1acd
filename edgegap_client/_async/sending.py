"""One exchange over the network, each step of it within the call's deadline."""

from __future__ import annotations

import ssl
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import suppress
from functools import partial
from typing import Any, Final

import httpcore
import httpx

from .._bodies import Body
from .._deadlines import SHORTEST, Exchange, capped, current_exchange, starting_to_send
from ..errors import ResponseFormatError

__all__ = ["exchange", "new_client"]

SLICE: Final = 64 * 1024
IDLE: Final = 5.0


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
        return AsyncCappedStream(
            await self._stream.start_tls(ssl_context, server_hostname, capped(timeout, "ConnectTimeout"))
        )

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
        return AsyncCappedStream(
            await self._backend.connect_tcp(
                host, port, capped(timeout, "ConnectTimeout"), local_address, socket_options
            )
        )

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None
    ) -> httpcore.AsyncNetworkStream:
        return AsyncCappedStream(
            await self._backend.connect_unix_socket(path, capped(timeout, "ConnectTimeout"), socket_options)
        )

    async def sleep(self, seconds: float) -> None:
        await self._backend.sleep(seconds)


def cap_timeouts(transport: Any) -> Any:
    """Make a transport of httpx open such connections; it has no public way to say so."""
    pool: Any = getattr(transport, "_pool", None)
    if pool is not None:
        pool._network_backend = AsyncCappedBackend(pool._network_backend)
    return transport


class AsyncLine(httpx.AsyncByteStream):
    """An answer whose connection goes back to the others when it is closed."""

    def __init__(self, stream: httpx.AsyncByteStream, over: Callable[[], object]) -> None:
        self._stream = stream
        self._over = over

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._stream:
            yield piece

    async def aclose(self) -> None:
        await self._stream.aclose()
        self._over()


class AsyncLines(httpx.AsyncBaseTransport):
    """A pool for each connection: the time that httpcore's takes grows with the square of its connections.

    How many there are is for the caller to bound. The one used last is used next, so that few stay open; those that
    nobody has used for `IDLE` seconds are closed.
    """

    def __init__(self, make: Callable[[], httpx.AsyncBaseTransport]) -> None:
        self._make = make
        self._free: deque[tuple[float, httpx.AsyncBaseTransport]] = deque()
        self._all: set[httpx.AsyncBaseTransport] = set()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        try:
            _, line = self._free.pop()
        except IndexError:
            line = self._make()
            self._all.add(line)
        await self._close_idle()
        try:
            response = await line.handle_async_request(request)
        except BaseException:
            # Its connection is lost, or in doubt.
            self._all.discard(line)
            await line.aclose()
            raise
        stream: Any = response.stream
        response.stream = AsyncLine(stream, partial(self._over, line))
        return response

    def _over(self, line: httpx.AsyncBaseTransport) -> None:
        self._free.append((time.monotonic(), line))

    async def _close_idle(self) -> None:
        longest = time.monotonic() - IDLE
        with suppress(IndexError):  # another thread was quicker
            while self._free[0][0] < longest:
                _, line = self._free.popleft()
                self._all.discard(line)
                await line.aclose()

    async def aclose(self) -> None:
        for line in tuple(self._all):
            await line.aclose()


def new_client(verify: ssl.SSLContext) -> httpx.AsyncClient:
    """A client that sends through lines; through ordinary pools where the environment names a proxy."""
    one = httpx.Limits(max_connections=1, max_keepalive_connections=1)
    client = httpx.AsyncClient(verify=verify, limits=httpx.Limits(max_connections=None, max_keepalive_connections=None))
    for mounted in client._mounts.values():
        cap_timeouts(mounted)
    client._transport = AsyncLines(lambda: cap_timeouts(httpx.AsyncHTTPTransport(verify=verify, limits=one)))
    return client


async def exchange(client: httpx.AsyncClient, request: httpx.Request, state: Exchange, largest: int) -> httpx.Response:
    """Send `request` and read the answer whole, but no more than `largest` bytes of it, unpacked."""
    if state.abandoned:
        raise httpx.PoolTimeout("cancelled before it was sent")
    token = current_exchange.set(state)
    try:
        # Redirects are not followed: they could carry the token to another host.
        response = await client.send(request, stream=True, follow_redirects=False)
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
            except (httpx.NetworkError, httpx.RemoteProtocolError, ResponseFormatError):
                # The status of an error tells more than its body, of which the start is enough.
                if response.is_success:
                    raise
        finally:
            await response.aclose()
        # What aread() does.
        response._content = bytes(body.content)
        return response
    finally:
        current_exchange.reset(token)
