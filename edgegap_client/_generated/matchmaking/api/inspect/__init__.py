"""Developers can inspect the current tickets and matches, if `inspect` is on in the configuration of the matchmaker.

The resource classes of `Matchmaker.inspect` and `AsyncMatchmaker.inspect`, and a module per operation.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ....._core.public import PACKAGE

if TYPE_CHECKING:
    from ...client import AsyncClient, Client
    from . import inspect_matches as inspect_matches
    from . import inspect_tickets as inspect_tickets

# Where users import the classes below from.
_PUBLIC_MODULE = f"{PACKAGE}.api.matchmaking.inspect"

__all__ = ("AsyncInspectResource", "InspectResource", "inspect_matches", "inspect_tickets")


def __getattr__(name: str) -> Any:
    if name in __all__:
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class InspectResource:
    """Developers can inspect the current tickets and matches, if `inspect` is on in the configuration of the matchmaker."""

    __module__ = _PUBLIC_MODULE
    __slots__ = ("_client",)

    def __init__(self, client: Client) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self._client).__name__}>"

    def tickets(self) -> Any:
        """List the current tickets.

        Returns the current tickets of the matchmaker. No source shows the form of the response, so the example
        is a response of the sandbox.

        `GET /inspect/tickets`, counted in the limit `read` of the tier.

        Preview, not verified live. Confidence: medium; known from Edgegap's agent skills 0.1.3. No source names
        the statuses 404.

        Returns:
            The body as JSON-ready data.

        Raises:
            AuthenticationError: The token is missing, wrong, or has a word before it (401).
            NotFoundError: The record does not exist, or the service has removed it after its end (404).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import inspect_tickets

        return inspect_tickets.sync(client=self._client)

    def matches(self) -> Any:
        """List the current matches.

        Returns the current matches of the matchmaker. No source shows the form of the response, so the example
        is a response of the sandbox.

        `GET /inspect/matches`, counted in the limit `read` of the tier.

        Preview, not verified live. Confidence: medium; known from Edgegap's agent skills 0.1.3. No source names
        the statuses 404.

        Returns:
            The body as JSON-ready data.

        Raises:
            AuthenticationError: The token is missing, wrong, or has a word before it (401).
            NotFoundError: The record does not exist, or the service has removed it after its end (404).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import inspect_matches

        return inspect_matches.sync(client=self._client)


class AsyncInspectResource:
    """Developers can inspect the current tickets and matches, if `inspect` is on in the configuration of the matchmaker."""

    __module__ = _PUBLIC_MODULE
    __slots__ = ("_client",)

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self._client).__name__}>"

    async def tickets(self) -> Any:
        """List the current tickets.

        Returns the current tickets of the matchmaker. No source shows the form of the response, so the example
        is a response of the sandbox.

        `GET /inspect/tickets`, counted in the limit `read` of the tier.

        Preview, not verified live. Confidence: medium; known from Edgegap's agent skills 0.1.3. No source names
        the statuses 404.

        Returns:
            The body as JSON-ready data.

        Raises:
            AuthenticationError: The token is missing, wrong, or has a word before it (401).
            NotFoundError: The record does not exist, or the service has removed it after its end (404).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import inspect_tickets

        return await inspect_tickets.asyncio(client=self._client)

    async def matches(self) -> Any:
        """List the current matches.

        Returns the current matches of the matchmaker. No source shows the form of the response, so the example
        is a response of the sandbox.

        `GET /inspect/matches`, counted in the limit `read` of the tier.

        Preview, not verified live. Confidence: medium; known from Edgegap's agent skills 0.1.3. No source names
        the statuses 404.

        Returns:
            The body as JSON-ready data.

        Raises:
            AuthenticationError: The token is missing, wrong, or has a word before it (401).
            NotFoundError: The record does not exist, or the service has removed it after its end (404).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import inspect_matches

        return await inspect_matches.asyncio(client=self._client)
