"""The synchronous client of the orchestration API."""
# Written by `make generate` from _async/client.py; do not edit.

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import httpx

from .._core.headers import DefaultHeaders
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
from .._core.token_source import ORCHESTRATION, TokenSource, hide_token
from .._generated.orchestration.api import Resources
from .._transport.http_clients import HTTPClient, Transport
from ..hooks import EventHooks
from .service_client import ServiceClient

if TYPE_CHECKING:
    from .._core.ceiling import Ceiling
    from .._core.ledger import Ledger
    from .._runtime.replicas import Replicas
    from .app_versions import AppVersions
    from .deployments import Deployments
    from .private_fleets import PrivateFleets
    from .sessions import Relays, Sessions
    from .watchers import Watcher

__all__ = ["Edgegap"]

WatcherT = TypeVar("WatcherT", bound="Watcher")


def _read_ledger(hidden: Secret[Ledger | str | os.PathLike[str] | None]) -> Ledger | None:
    """Read a ledger from the client's arguments. A function of its own, as the URL may have a password."""
    if isinstance(hidden.reveal(), str) and "://" in str(hidden.reveal()):
        from .._runtime.redis_ledger import open_redis_ledger

        return open_redis_ledger(Secret(str(hidden.reveal())))
    ledger = hidden.reveal()
    if not isinstance(ledger, str | os.PathLike):
        return ledger
    from .._runtime.sqlite_ledger import open_ledger

    return open_ledger(ledger)


@public_in("")
class Edgegap(ServiceClient, Resources):
    """A client of the Edgegap API. Create one client and share it.

        with Edgegap() as edgegap:
            for application in edgegap.applications.list():
                print(application.name)

    The operations are on its attributes, by group: `applications`, `app_versions`, `deployments`, `deployment_tags`,
    `container_registry`, `endpoint_storage`, `pull_profiles`, `locations`, `relays`, `private_fleets`, `sessions`,
    `lobbies` and `ip_lookup`. You can also pass it as `client=` to the functions of `edgegap_client.api`.

    Args:
        token: The organisation's API token, with or without the word `token` before it: text, or an object with
            `get_secret_value()`, such as pydantic's `SecretStr`. Or a function, also an `async def` function, that
            returns one of these: the client calls it for each attempt and does not cache the token. Default: the
            environment variable EDGEGAP_API_TOKEN.
        base_url: The address of the API: text or a URL object such as `httpx.URL`. Default: the environment variable
            EDGEGAP_BASE_URL, or https://api.edgegap.com.
        headers: Headers of every request, for instance for a gateway. The client refuses a header that it sets itself,
            such as Authorization. Errors mask values whose names look secret, such as `X-Api-Key`.
        user_agent: Appended to the client's own User-Agent, for instance `my-game/1.2`.
        event_hooks: Functions to call around launches, calls and attempts: see `edgegap_client.hooks`.
        timeout: The deadline of a whole call, in seconds. It includes the wait for the rate limit, all attempts and
            back-offs.
        timeouts: The connect, read and write timeouts. Default: 5 s to connect, 30 s for the others; an injected
            `http_client` keeps its own.
        max_retries: The maximum number of retries of a request, or a `RetryPolicy`.
        rate_limits: How the client handles requests beyond a documented rate limit. `wait`: it waits for a slot within
            the timeout. `raise`: it raises `RateLimitedError` without sending. `off`: only the server enforces the
            limits.
        max_connections: The maximum number of concurrent requests. Further calls wait, within their timeout.
        max_response_bytes: The maximum size of a decompressed response. A larger one raises `ResponseFormatError`.
        poll_interval: Seconds between two polls. One poll covers all deployments that calls wait for.
        replicas: The Redis through which several processes share state: a URL such as `redis://localhost:6379`, or a
            `Replicas`. See `edgegap_client.replicas`. Default: the processes share nothing.
        http_client: An `httpx.Client` or `httpx2.Client` to send with. Closing this client leaves it open.
        transport: A transport of httpx or httpx2 to send with, such as one for tests. The client closes it.
        backend: The library for connections: `httpx`, or `aiohttp`, which takes less CPU time and needs the extra
            `edgegap-client[aiohttp]`. The synchronous client always uses httpx. With aiohttp, respx and pytest-httpx do
            not mock requests: the client sends them. The instrumentation of httpx by OpenTelemetry and logfire does not
            see it, and Sentry and ddtrace report it twice. Default: the environment variable EDGEGAP_BACKEND, or
            `httpx`.
        handle_sigterm: Whether launches stop their deployments on SIGTERM. The first launch that begins in the main
            thread wraps the present handler of SIGTERM. The wrapper cancels the launches and waits at most 5 seconds
            for their clean-up, before it calls the wrapped handler. Closing the client restores that handler.
        ledger: Where the client records launches before it sends their create requests, so that no deployment of a
            killed process is lost. It is the path of an SQLite file for the processes of one machine, a URL of Redis
            such as `redis://localhost:6379` for several machines, or a `Ledger`. See `deployments.recover`. Default: in
            memory only.
        launching_tag: Whether a deployment has the tag `launching` until it is handed over. This tag lets
            `deployments.sweep` distinguish an orphaned deployment from a match. The tag costs one request for each
            launch.

    Raises:
        ConfigurationError: An argument is missing or malformed.
    """

    _access = ORCHESTRATION
    _folders = ("_generated.orchestration.models", "_generated.orchestration.api")

    def __init__(
        self,
        token: TokenSource | None = None,
        *,
        base_url: str | URL | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        timeouts: httpx.Timeout | None = None,
        max_retries: int | RetryPolicy = 2,
        rate_limits: RateLimits = "wait",
        max_connections: int = DEFAULT_MAX_CONNECTIONS,
        max_response_bytes: int = DEFAULT_MAX_RESPONSE_BYTES,
        poll_interval: float = DEFAULT_POLL_INTERVAL,
        headers: DefaultHeaders | None = None,
        user_agent: str | None = None,
        event_hooks: EventHooks | None = None,
        replicas: Replicas | str | None = None,
        http_client: HTTPClient | None = None,
        transport: Transport | None = None,
        backend: Backend | None = None,
        handle_sigterm: bool = True,
        ledger: Ledger | str | os.PathLike[str] | None = None,
        launching_tag: bool = True,
    ) -> None:
        # This line comes before all code that can fail, or tracebacks would show the secrets.
        hidden_token, hidden_headers, hidden_ledger = hide_token(token), Secret(headers), Secret(ledger)
        hidden_replicas = Secret(replicas)
        del token, headers, ledger, replicas
        self._set_up(
            hidden_token,
            hidden_headers,
            base_url=base_url,
            timeout=timeout,
            timeouts=timeouts,
            max_retries=max_retries,
            rate_limits=rate_limits,
            max_connections=max_connections,
            max_response_bytes=max_response_bytes,
            poll_interval=poll_interval,
            user_agent=user_agent,
            event_hooks=event_hooks,
            replicas=hidden_replicas,
            http_client=http_client,
            transport=transport,
            backend=backend,
            handle_sigterm=handle_sigterm,
        )
        self._ledger = _read_ledger(hidden_ledger)
        self._marks_launches = launching_tag

    @cached_property
    def app_versions(self) -> AppVersions:
        """A version defines which container image to run, with which resources and ports."""
        from .app_versions import AppVersions

        return AppVersions(self)

    @cached_property
    def deployments(self) -> Deployments:
        """A deployment is one running game server. `launch` gives one or leaves none behind."""
        from .deployments import Deployments

        return Deployments(self)

    @cached_property
    def private_fleets(self) -> PrivateFleets:
        """Private hosts, and launches on them."""
        from .private_fleets import PrivateFleets

        return PrivateFleets(self)

    @cached_property
    def relays(self) -> Relays:
        """Relay sessions for peer-to-peer games."""
        from .sessions import Relays

        return Relays(self)

    @cached_property
    def sessions(self) -> Sessions:
        """Sessions place groups of players on shared deployments."""
        from .sessions import Sessions

        return Sessions(self)

    @property
    def _ceiling(self) -> Ceiling:
        """The launches that count for `max_active` besides the list. With `replicas`, all processes share them."""
        if self._replicas is not None:
            from .._runtime.redis_ceiling import share_ceiling

            share_ceiling(self._replicas, self._organisation)
        return self._organisation.ceiling

    def _watcher(self, kind: type[WatcherT]) -> WatcherT:
        """The watcher that polls for all waiters of one kind. Each organisation has its own."""
        watcher = self._runtime.watcher(kind, self._organisation.key, lambda: kind(self))
        if self._replicas is not None:
            from .._runtime.redis_news import hear_news

            hear_news(self._replicas, self._organisation.ledger_name, watcher)
        return watcher

    def _wake(self, key: str) -> None:
        """Make all watchers poll at once, also those of other replicas. You may call this method from any thread."""
        self._runtime.wake(key)
        if self._replicas is not None:
            from .._runtime.redis_news import publish_news

            publish_news(self._replicas, self._organisation.ledger_name, key)
