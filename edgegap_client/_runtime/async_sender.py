"""Send the requests of one event loop, with an httpx client and slots that limit the concurrent requests."""

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

# This many requests take a millisecond or two to start.
STARTS_PER_ITERATION: Final = 6


def senders(
    settings: Settings, http_client: AsyncHTTPClient | None, transport: AsyncTransport | None, backend: Backend
) -> Callable[[bool], AsyncSender]:
    """Return a function that creates the sender of an event loop.

    With True, the sender has its own connections: the function copies the passed client or transport, if it can.
    Otherwise it uses the passed object itself, which may fail in another event loop.

    Args:
        settings: The client's settings.
        http_client: The client that the caller passed, or None.
        transport: The transport that the caller passed, or None.
        backend: The backend to use without these.

    Raises:
        ConfigurationError: The passed object is not of httpx or httpx2, or an installed package has the wrong version.
    """
    check_httpx()
    make = partial(AsyncSender, max_connections=settings.max_connections, max_bytes=settings.max_response_bytes)
    if http_client is not None:
        # Checked for callers without a type checker. In a test, the object may be any mock.
        if not isinstance(http_client, AsyncHTTPClient):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise ConfigurationError(
                f"http_client= takes an httpx.AsyncClient or httpx2.AsyncClient, not {type(http_client).__name__}"
            )
        check_responses_of(derives_from(http_client, "AsyncClient") or httpx.__name__)
        # Any other object counts as a client with httpx's transport, which is always safe.
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

    An abandoned request ends at once: its connection is closed and its slot is free. With this package's pool, the
    request is cancelled directly. httpx's pool permanently loses a connection if a request is cancelled at the wrong
    moment. So with httpx's pool, each request has its own task, which is cancelled only at a safe moment.

    Args:
        client: A client of httpx or httpx2.
        max_connections: The maximum number of concurrent requests.
        max_bytes: The maximum size of a response, in bytes.
        reports: Whether the transport reports whether something was sent.
        is_cancellable: Whether a request may be cancelled at any moment.
        owns_client: Whether to close the client at the end.
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
        """Send the request that `write` builds with the client, within the deadline of `exchange`."""
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
                            exchange.begin_sending()  # as far as the transport reports
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
            # Unlike awaiting the task, this does not cancel it when the caller is cancelled.
            await asyncio.wait((task,))
        except BaseException:
            progress.abandon(task)
            raise
        try:
            return task.result()
        finally:
            del task  # breaks the reference cycle between its exception and this frame

    def _ended(self, task: asyncio.Task[httpx.Response]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # marks the exception as retrieved, because the caller may be cancelled

    def end(self, refusal: Callable[[Exchange], Exception]) -> None:
        """End all requests in progress. Each caller gets the `refusal` of its request."""
        now = asyncio.get_running_loop().time()
        for timeout, exchange in tuple(self._on_the_way.items()):
            exchange.refusal = refusal(exchange)
            timeout.reschedule(now)

    async def aclose(self) -> None:
        """Close the client and its connections."""
        if not self._owns_client:
            return  # its tasks are not cancelled either: each ends at a safe moment for the pool
        for task in self._tasks:
            task.cancel()
        try:
            await asyncio.gather(*self._tasks, return_exceptions=True)
        finally:
            await self.client.aclose()

    def abandon(self) -> None:
        """Drop the connections of a closed event loop, which can no longer run anything."""
        if self._owns_client:
            closing = self.client.aclose()
            # Closing steps that would wait for the loop fail, or are not awaited.
            with suppress(Exception):
                closing.send(None)
            with suppress(Exception):
                closing.close()


class _Starts:
    """Limit the requests that start in one iteration of the event loop, so that hundreds do not block other tasks."""

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
            if not waiter.done():  # the caller may have been cancelled
                waiter.set_result(None)
                self._left -= 1
        if self._left < STARTS_PER_ITERATION:
            loop.call_soon(self._next_iteration, loop)


class _Progress:
    """Follows a request in httpcore through its public `trace` extension."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._step = ""
        self._is_abandoned = False

    async def note(self, event: str, details: dict[str, Any]) -> None:
        """Note an event, such as `connection.connect_tcp.started`."""
        self._step = note_progress(self._exchange, event, details)
        if self._is_abandoned and self._step in CANCELLABLE:
            task = asyncio.current_task()
            if task is not None:
                task.cancel()

    def abandon(self, task: asyncio.Task[httpx.Response]) -> None:
        """Cancel the task, now or as soon as it is safe for the pool."""
        self._is_abandoned = True
        if self._step in CANCELLABLE:
            task.cancel()
