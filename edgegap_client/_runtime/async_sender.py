"""What sends in one event loop: an httpx client, and slots that bound how many requests are on their way."""

from __future__ import annotations

import asyncio
import sys
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, Final

import httpx

from .._core.exchange import Exchange
from .._core.settings import Backend, Settings, verification
from .._transport._async.pool import AsyncPooledTransport
from .._transport._async.sending import AsyncPlainClient
from .._transport._async.sending import exchange as send_and_read
from .._transport.http_clients import AsyncHTTPClient, AsyncTransport, derives_from, reports_sending
from .._transport.private import (
    check_aiohttp,
    check_httpx,
    check_responses_of,
    client_apart,
    transport_apart,
    transport_of,
)
from .._transport.proxies import environment_proxy
from ..errors import ConfigurationError
from .progress import CANCELLABLE, note_progress

__all__ = ["AsyncSender", "senders"]

# A millisecond's work or two.
STARTS_PER_ITERATION: Final = 6


def senders(
    settings: Settings, http_client: AsyncHTTPClient | None, transport: AsyncTransport | None, backend: Backend
) -> Callable[[bool], AsyncSender]:
    """What makes the sender of an event loop.

    With True it makes one with connections of its own: then what was passed in is copied, if it is known how. Otherwise
    it is used as it is, which may fail in another event loop.

    Args:
        settings: The client's settings.
        http_client: A client that was passed in.
        transport: A transport that was passed in.
        backend: What to send with otherwise.

    Raises:
        ConfigurationError: What was passed in is neither of httpx nor of httpx2, or an installed package does not fit.
    """
    check_httpx()
    make = partial(AsyncSender, max_connections=settings.max_connections, max_bytes=settings.max_response_bytes)
    if http_client is not None:
        # For callers without a type checker: what passes for one in a test may be anything.
        if not isinstance(http_client, AsyncHTTPClient):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise ConfigurationError(
                f"http_client= takes an httpx.AsyncClient or httpx2.AsyncClient, not {type(http_client).__name__}"
            )
        check_responses_of(derives_from(http_client, "AsyncClient") or httpx.__name__)
        # What is no client of httpx or httpx2 is taken for one with httpx's transport: that is always safe.
        found = transport_of(http_client)
        reports = reports_sending(found, "AsyncHTTPTransport", "handle_async_request")
        is_cancellable = found is not None and not derives_from(found, "AsyncHTTPTransport")
        client_apart(http_client)  # for its checks

        def with_client(is_apart: bool) -> AsyncSender:
            copied = client_apart(http_client) if is_apart else None
            return make(
                http_client if copied is None else copied,
                reports=reports,
                is_cancellable=is_cancellable,
                owns_client=copied is not None,
            )

        return with_client
    if transport is not None:
        package = derives_from(transport, "AsyncBaseTransport")
        if not package:
            raise ConfigurationError(
                "transport= takes an httpx.AsyncBaseTransport or httpx2.AsyncBaseTransport, "
                f"not {type(transport).__name__}"
            )
        check_responses_of(package)
        kind: Any = AsyncPlainClient if package == httpx.__name__ else sys.modules[package].AsyncClient
        reports = reports_sending(transport, "AsyncHTTPTransport", "handle_async_request")
        is_cancellable = not derives_from(transport, "AsyncHTTPTransport")
        transport_apart(transport)  # for its checks

        def with_transport(is_apart: bool) -> AsyncSender:
            copied = transport_apart(transport) if is_apart else None
            return make(
                kind(transport=transport if copied is None else copied, trust_env=False),
                reports=reports,
                is_cancellable=is_cancellable,
                owns_client=copied is not None or not is_apart,
            )

        return with_transport
    verify, proxy = verification(settings.base_url), environment_proxy(settings.base_url)
    open_transport: Callable[[], httpx.AsyncBaseTransport] = partial(AsyncPooledTransport, verify, proxy)
    if backend == "aiohttp":
        check_aiohttp()
        from .._transport.aiohttp_transport import aiohttp_transport

        open_transport = partial(aiohttp_transport, verify, proxy, settings.max_connections)
    return lambda is_apart: make(
        AsyncPlainClient(transport=open_transport(), trust_env=False),
        reports=True,
        is_cancellable=True,
        owns_client=True,
    )


class AsyncSender:
    """Sends the requests of one event loop.

    A request that its caller abandons ends at once: its connection is closed and its slot is free. With our pool it is
    cancelled where it is. A pool of httpx loses a connection for good when it is cancelled at the wrong moment. There,
    each request has a task, which is cancelled only where the pool survives it.

    Args:
        client: A client of httpx or httpx2.
        max_connections: How many requests may be on their way at once.
        max_bytes: How many bytes of a response to read.
        reports: Whether the transport says what was sent.
        is_cancellable: Whether a request may be cancelled anywhere.
        owns_client: Whether to close the client in the end.
    """

    def __init__(
        self,
        client: Any,
        max_connections: int,
        max_bytes: int,
        *,
        reports: bool,
        is_cancellable: bool,
        owns_client: bool,
    ) -> None:
        self.client = client
        self._owns_client = owns_client
        self._max_bytes = max_bytes
        self._reports = reports
        self._is_cancellable = is_cancellable
        self._slots = asyncio.Semaphore(max_connections)
        self._starts = _Starts()
        self._on_the_way: dict[asyncio.Timeout, Exchange] = {}
        self._tasks: set[asyncio.Task[httpx.Response]] = set()

    async def send(self, write: Callable[[Any], Any], exchange: Exchange) -> httpx.Response:
        """Send what `write` makes of the client, within the deadline of `exchange`."""
        has_slot = False
        try:
            async with asyncio.timeout(exchange.deadline - time.monotonic()) as timeout:
                self._on_the_way[timeout] = exchange
                try:
                    async with self._slots:
                        has_slot = True
                        await self._starts.wait()
                        if exchange.refusal is not None:
                            raise exchange.refusal
                        request = write(self.client)
                        exchange.is_reported = False
                        if not self._reports:
                            exchange.begin_sending()  # for all that is known
                        if self._is_cancellable:
                            return await send_and_read(self.client, request, exchange, self._max_bytes)
                        return await self._in_task(request, exchange)
                finally:
                    del self._on_the_way[timeout]
        except TimeoutError as error:
            if exchange.refusal is not None:
                raise exchange.refusal from None
            if not has_slot:
                raise httpx.PoolTimeout("all connections are busy") from error
            raise

    async def _in_task(self, request: Any, exchange: Exchange) -> httpx.Response:
        progress = _Progress(exchange)
        request.extensions["trace"] = progress.note
        task = asyncio.create_task(
            send_and_read(self.client, request, exchange, self._max_bytes), name="edgegap-exchange"
        )
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        try:
            # Unlike awaiting the task, this leaves it alone when the caller is cancelled.
            await asyncio.wait((task,))
        except BaseException:
            progress.abandon(task)
            raise
        try:
            return task.result()
        finally:
            del task  # or its exception and this frame would hold each other until the garbage collector comes

    def _ended(self, task: asyncio.Task[httpx.Response]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # its caller may be cancelled: then nobody else looks at it

    def end(self, refusal: Callable[[Exchange], Exception]) -> None:
        """End what is on its way; each caller gets its `refusal`."""
        now = asyncio.get_running_loop().time()
        for timeout, exchange in tuple(self._on_the_way.items()):
            exchange.refusal = refusal(exchange)
            timeout.reschedule(now)

    async def aclose(self) -> None:
        """Close the client and its connections."""
        if not self._owns_client:
            return  # nor are its tasks cancelled, each of which ends where its pool survives that
        for task in self._tasks:
            task.cancel()
        try:
            await asyncio.gather(*self._tasks, return_exceptions=True)
        finally:
            await self.client.aclose()

    def abandon(self) -> None:
        """Let go of the connections of an event loop that was closed, which can run nothing any more."""
        if self._owns_client:
            closing = self.client.aclose()
            # What would wait for the loop fails, or is not waited for.
            with suppress(Exception):
                closing.send(None)
            with suppress(Exception):
                closing.close()


class _Starts:
    """Lets a few requests start in one iteration of the event loop, so that hundreds do not hold up all else."""

    def __init__(self) -> None:
        self._left = STARTS_PER_ITERATION
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def wait(self) -> None:
        """Wait until a request may start."""
        loop = asyncio.get_running_loop()
        if self._left == STARTS_PER_ITERATION:
            loop.call_soon(self._next_iteration, loop)
        if self._left > 0:
            self._left -= 1
            return
        waiter: asyncio.Future[None] = loop.create_future()
        self._waiting.append(waiter)
        await waiter

    def _next_iteration(self, loop: asyncio.AbstractEventLoop) -> None:
        self._left = STARTS_PER_ITERATION
        while self._waiting and self._left > 0:
            waiter = self._waiting.popleft()
            if not waiter.done():  # its caller may have been cancelled
                waiter.set_result(None)
                self._left -= 1
        if self._left < STARTS_PER_ITERATION:
            loop.call_soon(self._next_iteration, loop)


class _Progress:
    """Where httpcore is with a request, by its public `trace` extension."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._step = ""
        self._is_abandoned = False

    async def note(self, event: str, details: dict[str, Any]) -> None:
        """Called with names such as `connection.connect_tcp.started`."""
        self._step = note_progress(self._exchange, event, details)
        if self._is_abandoned and self._step in CANCELLABLE:
            task = asyncio.current_task()
            if task is not None:
                task.cancel()

    def abandon(self, task: asyncio.Task[httpx.Response]) -> None:
        """Cancel the task, now or as soon as its pool survives it."""
        self._is_abandoned = True
        if self._step in CANCELLABLE:
            task.cancel()
