"""Players measure their latency to beacons.

The resource classes of `ServerBrowser.locations` and `AsyncServerBrowser.locations`, and a module per operation.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ....._core.public import PACKAGE

if TYPE_CHECKING:
    from ...client import AsyncClient, Client
    from ...models.beacons import Beacons
    from . import list_server_browser_beacons as list_server_browser_beacons

# Where users import the classes below from.
_PUBLIC_MODULE = f"{PACKAGE}.api.server_browser.locations"

__all__ = ("AsyncLocationsResource", "LocationsResource", "list_server_browser_beacons")


def __getattr__(name: str) -> Any:
    if name in __all__:
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class LocationsResource:
    """Players measure their latency to beacons."""

    __module__ = _PUBLIC_MODULE
    __slots__ = ("_client",)

    def __init__(self, client: Client) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self._client).__name__}>"

    def list_beacons(self) -> Beacons:
        """List the beacons.

        Lists the servers that players measure their latency to.

        `GET /locations/beacons`.

        Preview, not verified live. Confidence: medium; known from Edgegap's SDK for Unity 3.4. No source names
        the statuses 401, 429, 500.

        Returns:
            The `Beacons`.

        Raises:
            AuthenticationError: The token is missing or wrong, or the request has the client token but needs the server token (401).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import list_server_browser_beacons

        return list_server_browser_beacons.sync(client=self._client)


class AsyncLocationsResource:
    """Players measure their latency to beacons."""

    __module__ = _PUBLIC_MODULE
    __slots__ = ("_client",)

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self._client).__name__}>"

    async def list_beacons(self) -> Beacons:
        """List the beacons.

        Lists the servers that players measure their latency to.

        `GET /locations/beacons`.

        Preview, not verified live. Confidence: medium; known from Edgegap's SDK for Unity 3.4. No source names
        the statuses 401, 429, 500.

        Returns:
            The `Beacons`.

        Raises:
            AuthenticationError: The token is missing or wrong, or the request has the client token but needs the server token (401).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import list_server_browser_beacons

        return await list_server_browser_beacons.asyncio(client=self._client)
