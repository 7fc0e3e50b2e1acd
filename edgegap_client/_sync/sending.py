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
from urllib.request import getproxies

import httpcore
import httpx

from .._core.exchange import SHORTEST, Exchange, capped, current_exchange, nothing_sent_yet, starting_to_send
from .._transport.decompression import Body
from .._transport.http_clients import as_httpx
from .._transport.sync_stream import Backend
from ..errors import ConfigurationError, ResponseFormatError

__all__ = ["exchange", "new_sender"]

SLICE: Final = 64 * 1024
IDLE: Final = 5.0
INCOMPLETE: Final = (httpx.NetworkError, httpx.RemoteProtocolError, ResponseFormatError)


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
        secured = self._stream.start_tls(ssl_context, server_hostname, capped(timeout, "ConnectTimeout"))
        nothing_sent_yet()
        return CappedStream(secured)

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
        timeout = capped(timeout, "ConnectTimeout")
        try:
            stream = self._backend.connect_tcp(host, port, timeout, local_address, socket_options)
        except (UnicodeError, OverflowError) as error:  # a name or a port that cannot be
            raise httpcore.ConnectError(type(error).__name__) from error
        return CappedStream(stream)

    def sleep(self, seconds: float) -> None:
        self._backend.sleep(seconds)


class Line:
    """The body of an answer whose connection goes back to the others when it is closed."""

    def __init__(self, stream: Any, over: Callable[[], Any]) -> None:
        self._stream = stream
        self._over: Callable[[], Any] | None = over

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._stream:
            yield piece

    def close(self) -> None:
        over, self._over = self._over, None
        if over is None:
            return  # given back twice, it would be used twice at once
        try:
            self._stream.close()
        finally:
            over()


class Lines:
    """The connections to one host, in place of httpcore's pool, whose work grows with the square of its connections.

    How many there are is for the caller to bound. The one used last is used next, so that few stay open; those that
    nobody has used for `IDLE` seconds are closed.
    """

    def __init__(self, verify: ssl.SSLContext) -> None:
        self._verify = verify
        self._backend = CappedBackend(Backend())
        self._free: deque[tuple[float, httpcore.HTTPConnection]] = deque()
        self._all: set[httpcore.HTTPConnection] = set()
        self._is_closed = False

    def handle_request(self, request: httpcore.Request) -> httpcore.Response:
        line = self._open(request.url.origin)
        try:
            response = line.handle_request(request)
        except BaseException:
            # Its connection is lost, or in doubt.
            self._close(line)
            raise
        stream: Any = response.stream
        response.stream = Line(stream, partial(self._over, line))
        return response

    def _open(self, origin: httpcore.Origin) -> httpcore.HTTPConnection:
        """A free connection that the server has not closed, or a new one."""
        if self._is_closed:
            raise RuntimeError("closed")
        self._close_idle()
        with suppress(IndexError):
            while True:
                _, line = self._free.pop()
                if not line.has_expired():
                    return line
                self._close(line)
        line = httpcore.HTTPConnection(origin, self._verify, keepalive_expiry=IDLE, network_backend=self._backend)
        self._all.add(line)
        return line

    def _over(self, line: httpcore.HTTPConnection) -> None:
        if line.is_idle() and not self._is_closed:
            self._free.append((time.monotonic(), line))
        else:
            # Closed already, or broken off while it was about to be.
            self._close(line)

    def _close(self, line: httpcore.HTTPConnection) -> None:
        self._all.discard(line)
        line.close()

    def _close_idle(self) -> None:
        longest = time.monotonic() - IDLE
        with suppress(IndexError):  # another thread was quicker
            while self._free[0][0] < longest:
                self._close(self._free.popleft()[1])

    def close(self) -> None:
        self._is_closed = True
        for line in tuple(self._all):
            self._close(line)
        self._backend.sleep(0)  # in a turn of the loop their sockets close


class Transport(httpx.HTTPTransport):
    """httpx's transport with such connections; it has no public way to say so."""

    def __init__(self, verify: ssl.SSLContext) -> None:
        pool: Any = Lines(verify)
        self._pool = pool


def new_sender(verify: ssl.SSLContext) -> httpx.Client | httpx.BaseTransport:
    """What sends without an extra: a transport of ours, or httpx's pools where the environment names a proxy."""
    transport = Transport(verify)
    if not getproxies():
        return transport
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    try:
        client = httpx.Client(verify=verify, limits=limits)
    except (ImportError, ValueError):
        # Its text may hold the proxy's password.
        raise ConfigurationError(
            "HTTP_PROXY, HTTPS_PROXY or ALL_PROXY name a proxy that httpx cannot use; for SOCKS: 'httpx[socks]'."
        ) from None
    client._transport = transport  # for what the environment exempts
    for mounted in client._mounts.values():
        pool: Any = getattr(mounted, "_pool", None)
        if pool is not None:
            pool._network_backend = CappedBackend(Backend())
    return client


def exchange(
    sender: httpx.Client | httpx.BaseTransport, request: httpx.Request, state: Exchange, largest: int
) -> httpx.Response:
    """Send `request` and read the answer whole, but no more than `largest` bytes of it, unpacked."""
    if state.abandoned:
        raise httpx.PoolTimeout("cancelled before it was sent")
    token = current_exchange.set(state)
    try:
        if isinstance(sender, httpx.BaseTransport):
            response = sender.handle_request(request)
            response.request = request
        else:
            # Redirects are not followed: they could carry the token to another host.
            response = sender.send(request, stream=True, follow_redirects=False)
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
            except Exception as error:
                # The status of an error tells more than its body, of which the start is enough.
                if response.is_success or not isinstance(as_httpx(error), INCOMPLETE):
                    raise
        finally:
            response.close()
        # What aread() does.
        response._content = bytes(body.content)
        return response
    finally:
        current_exchange.reset(token)
