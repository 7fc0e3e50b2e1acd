"""Send the requests of all threads of a process, with an httpx client and slots that limit the concurrent requests.

A signal handler may raise between any two steps of the main thread, as Ctrl-C does. So this module holds no lock: each
step is one operation of a dict or a queue, and a lost slot returns by itself.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from queue import Empty, SimpleQueue
from typing import Any
from weakref import ref

import httpx

from .._core.exchange import Exchange
from .._core.settings import Backend, Settings, verification
from .._transport._sync.pool import PooledTransport
from .._transport._sync.sending import PlainClient
from .._transport._sync.sending import exchange as send_and_read
from .._transport.http_clients import HTTPClient, Transport, derives_from, reports_sending
from .._transport.private import check_httpx, check_responses_of, client_apart, transport_apart, transport_of
from .._transport.proxies import environment_proxy
from ..errors import ConfigurationError
from .progress import note_progress

__all__ = ["Sender", "senders"]


def senders(
    settings: Settings, http_client: HTTPClient | None, transport: Transport | None, backend: Backend
) -> Callable[[bool], Sender]:
    """Return a function that creates the sender of a process. The arguments are those of `async_sender.senders`.

    The synchronous client always uses httpx, whatever `backend` says.
    """
    check_httpx()
    make = partial(Sender, max_connections=settings.max_connections, max_bytes=settings.max_response_bytes)
    if http_client is not None:
        # Checked for callers without a type checker. In a test, the object may be any mock.
        if not isinstance(http_client, HTTPClient):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise ConfigurationError(
                f"http_client= takes an httpx.Client or httpx2.Client, not {type(http_client).__name__}"
            )
        check_responses_of(derives_from(http_client, "Client") or httpx.__name__)
        reports = reports_sending(transport_of(http_client), "HTTPTransport", "handle_request")
        client_apart(http_client)  # for its checks

        def with_client(is_apart: bool) -> Sender:
            copied = client_apart(http_client) if is_apart else None
            return make(
                http_client if copied is None else copied,
                reports=reports,
                is_ours=False,
                owns_client=copied is not None,
            )

        return with_client
    if transport is not None:
        package = derives_from(transport, "BaseTransport")
        if not package:
            raise ConfigurationError(
                f"transport= takes an httpx.BaseTransport or httpx2.BaseTransport, not {type(transport).__name__}"
            )
        check_responses_of(package)
        kind: Any = PlainClient if package == httpx.__name__ else sys.modules[package].Client
        reports = reports_sending(transport, "HTTPTransport", "handle_request")
        transport_apart(transport)  # for its checks

        def with_transport(is_apart: bool) -> Sender:
            copied = transport_apart(transport) if is_apart else None
            return make(
                kind(transport=transport if copied is None else copied, trust_env=False),
                reports=reports,
                is_ours=False,
                owns_client=copied is not None or not is_apart,
            )

        return with_transport
    verify, proxy = verification(settings.base_url), environment_proxy(settings.base_url)
    return lambda is_apart: make(
        PlainClient(transport=PooledTransport(verify, proxy), trust_env=False),
        reports=True,
        is_ours=True,
        owns_client=True,
    )


class _Slot:
    """The right to send one request at a time. It returns to its queue when its last reference is gone."""

    _free: ref[SimpleQueue[_Slot]] | None = None  # an interrupt may come before the attribute is set

    def __init__(self, free: ref[SimpleQueue[_Slot]]) -> None:
        self._free = free

    def __del__(self) -> None:
        free = self._free and self._free()
        if self._free and free:
            free.put(_Slot(self._free))


class Sender:
    """Sends requests, each in its caller's thread.

    Args:
        client: A client of httpx or httpx2.
        max_connections: The maximum number of concurrent requests.
        max_bytes: The maximum size of a response, in bytes.
        reports: Whether the transport reports whether something was sent.
        is_ours: Whether it is this package's transport. httpx's own reports through httpcore's public `trace`
            extension.
        owns_client: Whether to close the client at the end.
    """

    def __init__(
        self, client: Any, max_connections: int, max_bytes: int, *, reports: bool, is_ours: bool, owns_client: bool
    ) -> None:
        self._is_ours = is_ours
        self.client = client
        self._max_bytes = max_bytes
        self._reports = reports
        self._owns_client = owns_client
        self._free: SimpleQueue[_Slot] = SimpleQueue()
        self._on_the_way: dict[Exchange, None] = {}
        self._refusal: Callable[[Exchange], Exception] | None = None
        for _ in range(max_connections):
            self._free.put(_Slot(ref(self._free)))

    def send(self, write: Callable[[Any], Any], exchange: Exchange) -> httpx.Response:
        """Send the request that `write` builds with the client, within the deadline of `exchange`."""
        self._on_the_way[exchange] = None
        try:
            # `end` does the two steps in the opposite order, so that one side always sees the change of the other.
            if self._refusal is not None:
                raise self._refusal(exchange)
            try:
                slot = self._free.get(timeout=max(0.0, exchange.deadline - time.monotonic()))
            except Empty:
                raise httpx.PoolTimeout("all connections are busy") from None
            try:
                if exchange.refusal is not None:
                    raise exchange.refusal
                request = write(self.client)
                exchange.is_reported = False
                if not self._reports:
                    exchange.begin_sending()  # as far as the transport reports
                elif not self._is_ours:
                    request.extensions["trace"] = partial(_note, exchange)
                return send_and_read(self.client, request, exchange, self._max_bytes)
            finally:
                self._free.put(slot)
        finally:
            self._on_the_way.pop(exchange, None)

    def end(self, refusal: Callable[[Exchange], Exception]) -> None:
        """Reject requests that are not sent yet, and all later ones."""
        self._refusal = refusal
        for exchange in tuple(self._on_the_way):
            exchange.refusal = refusal(exchange)

    def close(self) -> None:
        """Close the client and its connections."""
        if self._owns_client:
            self.client.close()


def _note(exchange: Exchange, event: str, details: Mapping[str, Any]) -> None:
    note_progress(exchange, event, details)
