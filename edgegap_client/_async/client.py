"""The asynchronous client."""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

import httpx

from .._exchange import build_request, error_from_exception
from .._generated.api import AsyncResources
from .._operation import Operation
from .._pools import AsyncPools
from .._settings import DEFAULT_LIMITS, DEFAULT_TIMEOUT, read_settings, verification
from ..errors import ConfigurationError, error_from_response

__all__ = ["AsyncEdgegap"]


class AsyncEdgegap(AsyncResources):
    """A client of the Edgegap API, to be made once and shared.

        async with AsyncEdgegap() as edgegap:
            async for application in edgegap.applications.list():
                print(application.name)

    The operations are on its attributes, by group: `applications`, `app_versions`, `deployments`, `deployment_tags`,
    `container_registry`, `endpoint_storage`, `pull_profiles`, `locations`, `relays`, `private_fleets`, `sessions`,
    `lobbies` and `ip_lookup`. It can also be passed as `client=` to the functions of `edgegap_client.api`.

    Args:
        token: The organisation's API token, with or without the word `token` before it. Default: the environment
            variable EDGEGAP_API_TOKEN.
        base_url: Where the API is. Default: the environment variable EDGEGAP_BASE_URL, or https://api.edgegap.com.
        timeout: Seconds to wait for an answer (5 of them for a connection at the most), or an `httpx.Timeout`.
            Default: 30 s; an injected `http_client` keeps its own.
        http_client: An `httpx.AsyncClient` to send with. It stays yours: closing this client does not close it.
        transport: An httpx transport to send with, for instance `httpx.ASGITransport` for tests.

    Raises:
        ConfigurationError: The token or the base URL is missing or malformed.
    """

    def __init__(
        self,
        token: str | None = None,
        *,
        base_url: str | None = None,
        timeout: float | httpx.Timeout | None = None,
        http_client: httpx.AsyncClient | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        if http_client is not None and transport is not None:
            raise ConfigurationError("Pass http_client= or transport=, not both: a client has its own transport.")
        if timeout is None and http_client is None:
            timeout = DEFAULT_TIMEOUT
        settings = read_settings(token, base_url, timeout)
        verify = verification(settings.base_url)

        def make() -> httpx.AsyncClient:
            return httpx.AsyncClient(
                transport=transport, verify=verify, limits=DEFAULT_LIMITS, timeout=settings.timeout
            )

        self._settings = settings
        self._pools = AsyncPools(make, http_client)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self._settings.base_url!r})"

    async def request(
        self,
        operation: Operation,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        json: Any = None,
    ) -> httpx.Response:
        """Carry out one operation; the methods of the resources and the functions of `edgegap_client.api` call this.

        Args:
            operation: Which operation.
            path: Its path, filled in and percent-encoded.
            params: Query parameters.
            headers: Further headers.
            json: The body, JSON-ready.

        Returns:
            The answer, read whole; its status is 2xx.

        Raises:
            EdgegapError: Whatever went wrong, as its typed error; see `edgegap_client.errors`.
        """
        client = await self._pools.get()
        request = build_request(client, self._settings, operation, path, params, headers, json)
        try:
            # Redirects are not followed: they could carry the token to another host.
            response = await client.send(request, follow_redirects=False)
        except (httpx.HTTPError, httpx.StreamError) as error:
            raise error_from_exception(error, operation, request) from error
        if not response.is_success:
            raise error_from_response(operation, response)
        return response

    async def aclose(self) -> None:
        """Close the connections. Safe to repeat; any later request is a `ClientClosedError`."""
        await self._pools.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()
