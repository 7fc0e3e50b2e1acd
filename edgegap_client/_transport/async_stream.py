"""Connections on asyncio. aiohappyeyeballs opens them, and asyncio's public protocol interface reads and writes.

httpcore's own connections use anyio, which takes a fifth of a request's CPU time. It also keeps a socket open for
seconds if a call is cancelled during the TLS handshake.
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

# Unread bytes, above which the socket is no longer read.
MAX_UNREAD_BYTES: Final = 256 * 1024
# After this many bytes, a write lets the event loop run once, which may detect a lost connection.
LARGE_WRITE_BYTES: Final = 64 * 1024
# After this time, the next address of a host is tried in parallel (RFC 8305).
NEXT_ADDRESS_SECONDS: Final = 0.25


class AsyncStream(asyncio.Protocol, httpcore.AsyncNetworkStream):
    """A connection, read and written by one task at a time.

    Args:
        connected: The connected socket.
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

    # Called by asyncio.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's transports have no asyncio base class

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
        """Wait for an event until `until` of the loop's clock. Return whether an event happened."""
        waiter = self._waiter = self._loop.create_future()
        timer = None if until is None else self._loop.call_at(until, self._wake)
        try:
            await waiter
        finally:
            self._waiter = None
            if timer is not None:
                timer.cancel()
        return until is None or self._loop.time() < until

    # Called by httpcore.

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        until = None if timeout is None else self._loop.time() + timeout
        if self._unread and self._was_ready:
            await asyncio.sleep(0)  # a fast server must not block the loop
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
            exchange.nothing_was_sent()  # asyncio sends at once, so the socket has rejected the first byte
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
        # Pending data no longer matters, and TLS would wait for the close message of the server.
        # It must not wait, because a cancellation could interrupt it.
        if self._loop.is_closed():
            # asyncio can no longer close it, and the reference cycle with the transport keeps it open.
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
            if isinstance(error, OSError):  # from ssl and sockets
                raise httpcore.ConnectError(str(error)) from error
            raise
        if secured is None:  # lost during the handshake
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
        # The last two mean a name that cannot be encoded, and an invalid port.
        except (OSError, RuntimeError, UnicodeError, OverflowError) as error:
            raise httpcore.ConnectError(str(error) or type(error).__name__) from error
        return stream

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


async def _addresses(host: str, port: int) -> list[Any]:
    try:
        # An IP address needs no look-up, and so no thread of the event loop.
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except (socket.gaierror, UnicodeError):
        return await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)


def _is_readable(connected: Any) -> bool:
    """Whether there is data that the loop has not read yet. On an idle connection this means its end."""
    if connected is None or connected.fileno() < 0:
        return True
    with suppress(OSError, ValueError):
        # `poll` is missing on Windows, and in a process that gevent has patched.
        if sys.platform != "win32" and hasattr(select, "poll"):
            poll = select.poll()
            poll.register(connected.fileno(), select.POLLIN)
            return bool(poll.poll(0))
        return bool(select.select([connected.fileno()], [], [], 0)[0])
    return True
