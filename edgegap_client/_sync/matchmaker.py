"""The synchronous client of a matchmaker."""
# Written by `make generate` from _async/matchmaker.py; do not edit.

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
from .._core.token_source import TokenSource, hide_token
from .._generated.matchmaking.api import Resources
from .._transport.http_clients import HTTPClient, Transport
from ..hooks import EventHooks
from .service_client import ServiceClient

if TYPE_CHECKING:
    from .._runtime.replicas import Replicas
    from .matchmaker_groups import Groups
    from .matchmaker_tickets import Tickets

__all__ = ["Matchmaker"]


@public_in("matchmaking")
class Matchmaker(ServiceClient, Resources):
    """A client of one managed matchmaker, to be made once and shared. A preview: nothing was verified live.

        with Matchmaker(url, token) as matchmaker:
            with matchmaker.tickets.search(profile="casual", attributes={}, player_ip=ip) as search:
                assignment = search.assigned(timeout=120)

    The operations are on its attributes, by group: `tickets`, `groups`, `backfills`, `locations`, `monitor` and
    `inspect`. It can also be passed as `client=` to the functions of `edgegap_client.api.matchmaking`.

    Args:
        url: The matchmaker's own URL, such as https://om-xxxxxxxxxx.edgegap.net. Default: the environment variable
            EDGEGAP_MATCHMAKER_URL.
        token: The matchmaker's own token, which is not the organisation's: text, an object with `get_secret_value()`,
            or a function that gives one of these. It is sent as it is, without a word before it. Default: the
            environment variable EDGEGAP_MATCHMAKER_TOKEN.
        tier: The tier of the matchmaker's cluster, whose limits the client enforces: `free`, `hobbyist`, `studio`,
            `enterprise`, or a `Tier` with numbers of your own.
        configuration: The matchmaker's configuration, as a file, JSON text or decoded JSON. With it, `search` and its
            like refuse before sending what the service would refuse.
        headers: As of `Edgegap`, like everything below.
        user_agent: Appended to the client's own User-Agent.
        event_hooks: Functions to call around calls and attempts.
        timeout: The deadline of a whole call, in seconds.
        timeouts: The connect, read and write timeouts.
        max_retries: How often to retry a failed request at the most, or a `RetryPolicy`. A request that creates
            something is retried only if it was certainly not carried out.
        rate_limits: What to do beyond a limit of the tier: `wait`, `raise` or `off`.
        max_connections: How many requests may be sent at once.
        max_response_bytes: A larger response, decompressed, raises `ResponseFormatError`.
        replicas: Where processes share their rate limits: a URL of Redis, or a `Replicas`. Default: nowhere.
        http_client: An `httpx.Client` to send with.
        transport: A transport to send with.
        backend: What opens the connections: `httpx` or `aiohttp`.
        handle_sigterm: Whether searches end and backfills are deleted when SIGTERM comes, as launches stop what they
            created.

    Raises:
        ConfigurationError: An argument is missing or malformed.
    """

    _access = MATCHMAKER
    _folders = ("_generated.matchmaking.models", "_generated.matchmaking.api")

    def __init__(
        self,
        url: str | URL | None = None,
        token: TokenSource | None = None,
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
        http_client: HTTPClient | None = None,
        transport: Transport | None = None,
        backend: Backend | None = None,
        handle_sigterm: bool = True,
    ) -> None:
        # Before anything can fail, or tracebacks would show them.
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
        """What says when to read, for all clients of this matchmaker in this process, and with its replicas."""
        poller = self._organisation.shared(Poller)
        if self._replicas is not None:
            from .._runtime.redis_waiting import share_waiting

            share_waiting(self._replicas, self._organisation.digest, poller)
        return poller

    @cached_property
    def tickets(self) -> Tickets:
        """A ticket is one player's search for a match; `search` gives a server or leaves no ticket behind."""
        from .matchmaker_tickets import Tickets

        return Tickets(self)

    @cached_property
    def groups(self) -> Groups:
        """A group is a party of players who search together once all of them are ready."""
        from .matchmaker_groups import Groups

        return Groups(self)
