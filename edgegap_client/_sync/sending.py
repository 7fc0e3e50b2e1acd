"""One exchange over the network, each step of it within the call's deadline."""
# Written by `make generate` from _async/sending.py; do not edit.

from __future__ import annotations

import ssl
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
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


class CappedStream(httpcore.NetworkStream):
    """A connection whose every wait ends with the deadline of the exchange that uses it.

    httpcore reads its time-outs once for a whole answer and applies them to each read, so a server that sends a byte
    now and then would hold a call for ever.
    """

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        state = current_exchange.get()
        patience = None if state is None else state.patience
        wait = capped(timeout)
        while state is not None and patience is not None and wait is not None and wait > patience:
            # In parts, to notice that nobody waits any more: the connection is worth more to another call.
            with suppress(httpcore.ReadTimeout):
                return self._stream.read(max_bytes, patience)
            if state.abandoned:
                break
            wait = capped(wait - patience)
        return self._stream.read(max_bytes, SHORTEST if state is not None and state.abandoned else wait)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        starting_to_send()
        # In slices: a blocking socket's time-out begins anew with each part that a slow reader takes.
        for start in range(0, len(buffer), SLICE):
            self._stream.write(buffer[start : start + SLICE], capped(timeout, "WriteTimeout"))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return CappedStream(self._stream.start_tls(ssl_context, server_hostname, capped(timeout, "ConnectTimeout")))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class CappedBackend(httpcore.NetworkBackend):
    """Opens such connections."""

    def __init__(self, backend: httpcore.NetworkBackend) -> None:
        self._backend = backend

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        return CappedStream(
            self._backend.connect_tcp(host, port, capped(timeout, "ConnectTimeout"), local_address, socket_options)
        )

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None
    ) -> httpcore.NetworkStream:
        return CappedStream(self._backend.connect_unix_socket(path, capped(timeout, "ConnectTimeout"), socket_options))

    def sleep(self, seconds: float) -> None:
        self._backend.sleep(seconds)


def cap_timeouts(transport: Any) -> Any:
    """Make a transport of httpx open such connections; it has no public way to say so."""
    pool: Any = getattr(transport, "_pool", None)
    if pool is not None:
        pool._network_backend = CappedBackend(pool._network_backend)
    return transport


class Line(httpx.SyncByteStream):
    """An answer whose connection goes back to the others when it is closed."""

    def __init__(self, stream: httpx.SyncByteStream, over: Callable[[], object]) -> None:
        self._stream = stream
        self._over = over

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._stream:
            yield piece

    def close(self) -> None:
        self._stream.close()
        self._over()


class Lines(httpx.BaseTransport):
    """A pool for each connection: the time that httpcore's takes grows with the square of its connections.

    How many there are is for the caller to bound. The one used last is used next, so that few stay open; those that
    nobody has used for `IDLE` seconds are closed.
    """

    def __init__(self, make: Callable[[], httpx.BaseTransport]) -> None:
        self._make = make
        self._free: deque[tuple[float, httpx.BaseTransport]] = deque()
        self._all: set[httpx.BaseTransport] = set()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        try:
            _, line = self._free.pop()
        except IndexError:
            line = self._make()
            self._all.add(line)
        self._close_idle()
        try:
            response = line.handle_request(request)
        except BaseException:
            # Its connection is lost, or in doubt.
            self._all.discard(line)
            line.close()
            raise
        stream: Any = response.stream
        response.stream = Line(stream, partial(self._over, line))
        return response

    def _over(self, line: httpx.BaseTransport) -> None:
        self._free.append((time.monotonic(), line))

    def _close_idle(self) -> None:
        longest = time.monotonic() - IDLE
        with suppress(IndexError):  # another thread was quicker
            while self._free[0][0] < longest:
                _, line = self._free.popleft()
                self._all.discard(line)
                line.close()

    def close(self) -> None:
        for line in tuple(self._all):
            line.close()


def new_client(verify: ssl.SSLContext) -> httpx.Client:
    """A client that sends through lines; through ordinary pools where the environment names a proxy."""
    one = httpx.Limits(max_connections=1, max_keepalive_connections=1)
    client = httpx.Client(verify=verify, limits=httpx.Limits(max_connections=None, max_keepalive_connections=None))
    for mounted in client._mounts.values():
        cap_timeouts(mounted)
    client._transport = Lines(lambda: cap_timeouts(httpx.HTTPTransport(verify=verify, limits=one)))
    return client


def exchange(client: httpx.Client, request: httpx.Request, state: Exchange, largest: int) -> httpx.Response:
    """Send `request` and read the answer whole, but no more than `largest` bytes of it, unpacked."""
    if state.abandoned:
        raise httpx.PoolTimeout("cancelled before it was sent")
    token = current_exchange.set(state)
    try:
        # Redirects are not followed: they could carry the token to another host.
        response = client.send(request, stream=True, follow_redirects=False)
        if hasattr(response, "_content"):  # by a hook of an injected client, or by a transport for tests
            response.close()
            return response
        try:
            body = Body(response, largest)
            try:
                # Not aiter_bytes(), which unpacks without a bound.
                stream: Any = response.stream
                for piece in stream:
                    body.add(piece)
                body.finished()
            except (httpx.NetworkError, httpx.RemoteProtocolError, ResponseFormatError):
                # The status of an error tells more than its body, of which the start is enough.
                if response.is_success:
                    raise
        finally:
            response.close()
        # What aread() does.
        response._content = bytes(body.content)
        return response
    finally:
        current_exchange.reset(token)
