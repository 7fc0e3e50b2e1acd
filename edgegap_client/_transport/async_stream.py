"""Connections for httpcore: asyncio's, without a layer in between.

httpcore reaches asyncio through anyio, which serves other event loops too: its cancel scopes and its way to connect
take a fifth of a request's time and half of a connection's.
"""

from __future__ import annotations

import asyncio
import select
import ssl
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from ipaddress import ip_address
from typing import Any, Final, cast

import httpcore

__all__ = ["AsyncBackend"]

# Bytes that may wait to be read before the server is held up.
MOST_UNREAD: Final = 256 * 1024
# Bytes of which a part of a large request is made.
LARGE: Final = 64 * 1024
# Seconds after which the next address of a host is tried beside the one before.
NEXT_ADDRESS: Final = 0.25


class AsyncConnection(asyncio.Protocol, httpcore.AsyncNetworkStream):
    """A connection, read and written by one task at a time."""

    _transport: asyncio.Transport

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._unread: deque[bytes] = deque()
        self._size = 0
        self._is_held_up = False
        self._is_full = False
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
        self._size += len(data)
        if self._size > MOST_UNREAD and not self._is_held_up:
            self._is_held_up = True
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
        self._is_full = True

    def resume_writing(self) -> None:
        self._is_full = False
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    async def _news(self, until: float | None) -> bool:
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
            if not await self._news(until) and not self._unread and not self._has_ended:
                raise httpcore.ReadTimeout
        data = self._unread.popleft()
        if len(data) > max_bytes:
            self._unread.appendleft(data[max_bytes:])
            data = data[:max_bytes]
        self._size -= len(data)
        if self._is_held_up and self._size <= MOST_UNREAD and not self._is_lost:
            self._is_held_up = False
            self._transport.resume_reading()
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        until = None if timeout is None else self._loop.time() + timeout
        if not (self._has_ended or self._transport.is_closing()):
            self._transport.write(buffer)
            if len(buffer) >= LARGE:
                await asyncio.sleep(0)  # to be told if the connection is lost
        while self._is_full and not self._is_lost:
            if not await self._news(until) and self._is_full and not self._is_lost:
                raise httpcore.WriteTimeout
        if self._has_ended or self._transport.is_closing():
            raise httpcore.WriteError(str(self._error or "the connection was closed")) from self._error

    async def aclose(self) -> None:
        # Nothing that was written matters any more, and saying goodbye in TLS would have to be waited for.
        # It does not wait, so that no cancellation can come between.
        if not self._is_lost:
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
        # A name may have addresses that nobody answers at. Other loops (uvloop) try one after the other, and so does
        # asyncio with a factory of tasks: its race fails with eager ones.
        can_race = isinstance(loop, asyncio.BaseEventLoop) and loop.get_task_factory() is None
        race = can_race and not _is_address(host)
        options: dict[str, Any] = {"happy_eyeballs_delay": NEXT_ADDRESS} if race else {}
        local = None if local_address is None else (local_address, 0)
        try:
            async with asyncio.timeout(timeout):
                _, connection = await loop.create_connection(AsyncConnection, host, port, local_addr=local, **options)
            for option in socket_options or ():
                connection.get_extra_info("socket").setsockopt(*option)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(str(error)) from error
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        return connection

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _is_readable(socket: Any) -> bool:
    """Whether something has come that the loop has not read yet: on an idle connection, its end."""
    if socket is None or socket.fileno() < 0:
        return True
    with suppress(OSError, ValueError):
        if hasattr(select, "poll"):
            poll = select.poll()
            poll.register(socket.fileno(), select.POLLIN)
            return bool(poll.poll(0))
        return bool(select.select([socket.fileno()], [], [], 0)[0])
    return True
