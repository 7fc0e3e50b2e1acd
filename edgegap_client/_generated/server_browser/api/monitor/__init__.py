"""The health of the server browser.

The resource classes of `ServerBrowser.monitor` and `AsyncServerBrowser.monitor`, and a module per operation.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ....._core.public import PACKAGE

if TYPE_CHECKING:
    from ...client import AsyncClient, Client
    from ...models.monitor import Monitor
    from . import get_server_browser_health as get_server_browser_health

# Where users import the classes below from.
_PUBLIC_MODULE = f"{PACKAGE}.api.server_browser.monitor"

__all__ = ("AsyncMonitorResource", "MonitorResource", "get_server_browser_health")


def __getattr__(name: str) -> Any:
    if name in __all__:
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class MonitorResource:
    """The health of the server browser."""

    __module__ = _PUBLIC_MODULE
    __slots__ = ("_client",)

    def __init__(self, client: Client) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self._client).__name__}>"

    def get(self) -> Monitor:
        """Read the health of the server browser.

        Returns the state of the service.

        `GET /monitor`.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.4;
        EdgegapIntegrationKit for Unreal, by a third party. No source names the statuses 401, 429, 500.

        Returns:
            The `Monitor`.

        Raises:
            AuthenticationError: The token is missing or wrong, or the request has the client token but needs the server token (401).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import get_server_browser_health

        return get_server_browser_health.sync(client=self._client)


class AsyncMonitorResource:
    """The health of the server browser."""

    __module__ = _PUBLIC_MODULE
    __slots__ = ("_client",)

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self._client).__name__}>"

    async def get(self) -> Monitor:
        """Read the health of the server browser.

        Returns the state of the service.

        `GET /monitor`.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.4;
        EdgegapIntegrationKit for Unreal, by a third party. No source names the statuses 401, 429, 500.

        Returns:
            The `Monitor`.

        Raises:
            AuthenticationError: The token is missing or wrong, or the request has the client token but needs the server token (401).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import get_server_browser_health

        return await get_server_browser_health.asyncio(client=self._client)
