"""Connections on asyncio: opened by aiohappyeyeballs, read and written through asyncio's public protocol interface.

httpcore's own way leads through anyio, which costs a fifth of a request's CPU time, and keeps a socket for seconds when
a call is cancelled while TLS begins.
"""

from __future__ import annotations

import asyncio
import select
import socket
import ssl
import sys
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, Final, cast

import httpcore
from aiohappyeyeballs import start_connection  # pyright: ignore[reportUnknownVariableType]  # untyped in part

from .._core.exchange import current_exchange
from .proxies import is_for_proxy

__all__ = ["AsyncBackend", "AsyncStream"]

# Bytes that may wait to be read before the server is held up.
MAX_UNREAD_BYTES: Final = 256 * 1024
# After so many bytes, a write lets the event loop run once: it may learn that the connection is lost.
LARGE_WRITE_BYTES: Final = 64 * 1024
# The next address of a host is tried beside the one before after this time (RFC 8305).
NEXT_ADDRESS_SECONDS: Final = 0.25


class AsyncStream(asyncio.Protocol, httpcore.AsyncNetworkStream):
    """A connection, read and written by one task at a time.

    Args:
        connected: Its socket.
    """

    _transport: asyncio.Transport

    def __init__(self, connected: socket.socket) -> None:
        self._loop = asyncio.get_running_loop()
        self._socket = connected
        self._unread: deque[bytes] = deque()
        self._unread_bytes = 0
        self._is_reading_paused = False
        self._is_writing_paused = False
        self._was_ready = False
        self._has_ended = False
        self._is_lost = False
        self._error: Exception | None = None
        self._waiter: asyncio.Future[None] | None = None

    # What asyncio calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's are of no class of asyncio

    def data_received(self, data: bytes) -> None:
        self._unread.append(data)
        self._unread_bytes += len(data)
        if self._unread_bytes > MAX_UNREAD_BYTES and not self._is_reading_paused:
            self._is_reading_paused = True
            self._transport.pause_reading()
        self._wake()

    def eof_received(self) -> None:
        self._has_ended = True
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        self._has_ended = self._is_lost = True
        self._error = exc
        self._wake()

    def pause_writing(self) -> None:
        self._is_writing_paused = True

    def resume_writing(self) -> None:
        self._is_writing_paused = False
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    async def _event(self, until: float | None) -> bool:
        """Wait until something happens; whether it did before the time `until` of the loop's clock."""
        waiter = self._waiter = self._loop.create_future()
        timer = None if until is None else self._loop.call_at(until, self._wake)
        try:
            await waiter
        finally:
            self._waiter = None
            if timer is not None:
                timer.cancel()
        return until is None or self._loop.time() < until

    # What httpcore calls.

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        until = None if timeout is None else self._loop.time() + timeout
        if self._unread and self._was_ready:
            await asyncio.sleep(0)  # a server that is quicker than we are must not hold up the loop
        self._was_ready = bool(self._unread)
        while not self._unread:
            if self._error is not None:
                raise httpcore.ReadError(str(self._error)) from self._error
            if self._has_ended:
                return b""
            if not await self._event(until) and not self._unread and not self._has_ended:
                raise httpcore.ReadTimeout
        data = self._unread.popleft()
        if len(data) > max_bytes:
            self._unread.appendleft(data[max_bytes:])
            data = data[:max_bytes]
        self._unread_bytes -= len(data)
        if self._is_reading_paused and self._unread_bytes <= MAX_UNREAD_BYTES and not self._is_lost:
            self._is_reading_paused = False
            self._transport.resume_reading()
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        exchange = current_exchange.get()
        is_first = exchange is not None and not exchange.sent and not is_for_proxy(buffer)
        if is_first and exchange is not None:
            exchange.is_reported = True
            exchange.begin_sending()
        until = None if timeout is None else self._loop.time() + timeout
        if not self._is_closed:
            self._transport.write(buffer)
        if is_first and exchange is not None and self._is_closed:
            exchange.nothing_was_sent()  # asyncio sends at once, so the socket has refused the first byte
        elif len(buffer) >= LARGE_WRITE_BYTES:
            await asyncio.sleep(0)
        while self._is_writing_paused and not self._is_lost:
            if not await self._event(until) and self._is_writing_paused and not self._is_lost:
                raise httpcore.WriteTimeout
        if self._is_closed:
            raise httpcore.WriteError(str(self._error or "the connection was closed")) from self._error

    @property
    def _is_closed(self) -> bool:
        return self._has_ended or self._transport.is_closing()

    async def aclose(self) -> None:
        # Nothing that was written matters any more, and TLS's goodbye would have to be waited for.
        # It must not wait: a cancellation could come between.
        if self._loop.is_closed():
            # asyncio cannot close it any more, and nothing else would: the transport and this hold each other.
            self.connection_lost(None)
            self._socket.close()
            self.__dict__.pop("_transport", None)
        elif not self._is_lost:
            self._transport.abort()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        try:
            async with asyncio.timeout(timeout):
                secured = await self._loop.start_tls(
                    self._transport, self, ssl_context, server_hostname=server_hostname
                )
        except BaseException as error:
            await self.aclose()
            if isinstance(error, TimeoutError):
                raise httpcore.ConnectTimeout from error
            if isinstance(error, OSError):  # of ssl and sockets
                raise httpcore.ConnectError(str(error)) from error
            raise
        if secured is None:  # lost on the way
            raise httpcore.ConnectError("the connection was closed") from self._error
        self._transport = secured
        return self

    def get_extra_info(self, info: str) -> Any:
        match info:
            case "is_readable":
                return bool(self._unread) or self._has_ended or _is_readable(self._transport.get_extra_info("socket"))
            case "client_addr":
                return self._transport.get_extra_info("sockname")
            case "server_addr":
                return self._transport.get_extra_info("peername")
            case _:  # ssl_object, socket
                return self._transport.get_extra_info(info)


class AsyncBackend(httpcore.AsyncNetworkBackend):
    """Opens such connections."""

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        loop = asyncio.get_running_loop()
        exchange = current_exchange.get()
        if exchange is not None:
            exchange.is_reported = True
        try:
            async with asyncio.timeout(timeout):
                connected = await start_connection(
                    await _addresses(host, port), happy_eyeballs_delay=NEXT_ADDRESS_SECONDS, loop=loop
                )
                for option in socket_options or ():
                    connected.setsockopt(*cast("tuple[int, int, int]", option))
                _, stream = await loop.create_connection(lambda: AsyncStream(connected), sock=connected)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(str(error)) from error
        # The last two are a name that cannot be encoded and a port that cannot be.
        except (OSError, RuntimeError, UnicodeError, OverflowError) as error:
            raise httpcore.ConnectError(str(error) or type(error).__name__) from error
        return stream

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


async def _addresses(host: str, port: int) -> list[Any]:
    try:
        # An address needs no look-up, and so no thread of the event loop's.
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except (socket.gaierror, UnicodeError):
        return await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)


def _is_readable(connected: Any) -> bool:
    """Whether something has come that the loop has not read yet: on an idle connection, its end."""
    if connected is None or connected.fileno() < 0:
        return True
    with suppress(OSError, ValueError):
        # Windows has no `poll`, nor has a process that gevent has patched.
        if sys.platform != "win32" and hasattr(select, "poll"):
            poll = select.poll()
            poll.register(connected.fileno(), select.POLLIN)
            return bool(poll.poll(0))
        return bool(select.select([connected.fileno()], [], [], 0)[0])
    return True
