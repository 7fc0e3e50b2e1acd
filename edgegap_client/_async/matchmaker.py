"""The asynchronous client of a matchmaker."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from .._core.headers import DefaultHeaders
from .._core.matchmaker import MATCHMAKER, Poller, Tier, TierName, limited, read_tier
from .._core.matchmaker_rules import Configuration
from .._core.operation import Operation
from .._core.public import public_in
from .._core.redaction import Secret
from .._core.retries import RetryPolicy
from .._core.settings import (
    DEFAULT_MAX_CONNECTIONS,
    DEFAULT_MAX_RESPONSE_BYTES,
    DEFAULT_POLL_INTERVAL,
    DEFAULT_TIMEOUT,
    URL,
    Backend,
    RateLimits,
)
from .._core.token_source import AsyncTokenSource, hide_token
from .._generated.matchmaking.api import AsyncResources
from .._transport.http_clients import AsyncHTTPClient, AsyncTransport
from ..hooks import EventHooks
from .service_client import AsyncServiceClient

if TYPE_CHECKING:
    from .._runtime.replicas import Replicas
    from .matchmaker_groups import AsyncGroups
    from .matchmaker_tickets import AsyncTickets

__all__ = ["AsyncMatchmaker"]


@public_in("matchmaking")
class AsyncMatchmaker(AsyncServiceClient, AsyncResources):
    """A client of one managed matchmaker. Create one client and share it. A preview: not verified live.

        async with AsyncMatchmaker(url, token) as matchmaker:
            async with matchmaker.tickets.search(profile="casual", attributes={}, player_ip=ip) as search:
                assignment = await search.assigned(timeout=120)

    The operations are on its attributes, by group: `tickets`, `groups`, `backfills`, `locations`, `monitor` and
    `inspect`. You can also pass the client as `client=` to the functions of `edgegap_client.api.matchmaking`.

    Args:
        url: The matchmaker's own URL, such as https://om-xxxxxxxxxx.edgegap.net. Default: the environment variable
            EDGEGAP_MATCHMAKER_URL.
        token: The matchmaker's own token, not the organisation's: text, an object with `get_secret_value()`, or a
            function that returns one of these. The client sends it unchanged, without the word `token` before it.
            Default: the environment variable EDGEGAP_MATCHMAKER_TOKEN.
        tier: The tier of the matchmaker's cluster, whose limits the client enforces: `free`, `hobbyist`, `studio`,
            `enterprise`, or a `Tier` with numbers of your own.
        configuration: The matchmaker's configuration, as a file, JSON text or decoded JSON. With it, `search`,
            `search_group`, `opened` and `joined` validate their arguments before they send them.
        headers: Headers of every request. This and the following options are described at `AsyncEdgegap`.
        user_agent: Appended to the client's own User-Agent.
        event_hooks: Functions to call around calls and attempts.
        timeout: The deadline of a whole call, in seconds.
        timeouts: The connect, read and write timeouts.
        max_retries: The maximum number of retries of a request, or a `RetryPolicy`. The client retries a create request
            only if it was certainly not carried out.
        rate_limits: How the client handles requests beyond a limit of the tier: `wait`, `raise` or `off`.
        max_connections: The maximum number of concurrent requests.
        max_response_bytes: The maximum size of a decompressed response. A larger one raises `ResponseFormatError`.
        replicas: The Redis through which processes share their rate limits: a URL, or a `Replicas`. Default: they share
            nothing.
        http_client: An `httpx.AsyncClient` to send with.
        transport: A transport to send with.
        backend: The library for connections: `httpx` or `aiohttp`.
        handle_sigterm: Whether searches and backfills are deleted on SIGTERM, as launches stop their deployments.

    Raises:
        ConfigurationError: An argument is missing or malformed.
    """

    _access = MATCHMAKER
    _folders = ("_generated.matchmaking.models", "_generated.matchmaking.api")

    def __init__(
        self,
        url: str | URL | None = None,
        token: AsyncTokenSource | None = None,
        *,
        tier: Tier | TierName = "free",
        configuration: Configuration | str | bytes | Path | Mapping[str, Any] | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        timeouts: httpx.Timeout | None = None,
        max_retries: int | RetryPolicy = 2,
        rate_limits: RateLimits = "wait",
        max_connections: int = DEFAULT_MAX_CONNECTIONS,
        max_response_bytes: int = DEFAULT_MAX_RESPONSE_BYTES,
        headers: DefaultHeaders | None = None,
        user_agent: str | None = None,
        event_hooks: EventHooks | None = None,
        replicas: Replicas | str | None = None,
        http_client: AsyncHTTPClient | None = None,
        transport: AsyncTransport | None = None,
        backend: Backend | None = None,
        handle_sigterm: bool = True,
    ) -> None:
        # This line comes before all code that can fail, or tracebacks would show the secrets.
        hidden_token, hidden_headers, hidden_replicas = hide_token(token), Secret(headers), Secret(replicas)
        del token, headers, replicas
        self._tier = read_tier(tier)
        if configuration is not None and not isinstance(configuration, Configuration):
            configuration = Configuration.read(configuration)
        self._configuration = configuration
        self._set_up(
            hidden_token,
            hidden_headers,
            base_url=url,
            timeout=timeout,
            timeouts=timeouts,
            max_retries=max_retries,
            rate_limits=rate_limits,
            max_connections=max_connections,
            max_response_bytes=max_response_bytes,
            poll_interval=DEFAULT_POLL_INTERVAL,
            user_agent=user_agent,
            event_hooks=event_hooks,
            replicas=hidden_replicas,
            http_client=http_client,
            transport=transport,
            backend=backend,
            handle_sigterm=handle_sigterm,
        )

    def _prepared(self, operation: Operation) -> Operation:
        return limited(operation, self._tier)

    @property
    def _poller(self) -> Poller:
        """The schedule of reads, shared by all clients of this matchmaker in this process and its replicas."""
        poller = self._organisation.shared(Poller)
        if self._replicas is not None:
            from .._runtime.redis_waiting import share_waiting

            share_waiting(self._replicas, self._organisation.digest, poller)
        return poller

    @cached_property
    def tickets(self) -> AsyncTickets:
        """A ticket is one player's search for a match. `search` returns a server or leaves no ticket behind."""
        from .matchmaker_tickets import AsyncTickets

        return AsyncTickets(self)

    @cached_property
    def groups(self) -> AsyncGroups:
        """A group is a party of players who search together as soon as all of them are ready."""
        from .matchmaker_groups import AsyncGroups

        return AsyncGroups(self)
