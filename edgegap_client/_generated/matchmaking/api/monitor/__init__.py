"""The health of the matchmaker.

The resource classes of `Matchmaker.monitor` and `AsyncMatchmaker.monitor`, and a module per operation.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ....._core.public import PACKAGE

if TYPE_CHECKING:
    from ...client import AsyncClient, Client
    from ...models.monitor import Monitor
    from . import get_matchmaker_health as get_matchmaker_health

# Where users import the classes below from.
_PUBLIC_MODULE = f"{PACKAGE}.api.matchmaking.monitor"

__all__ = ("AsyncMonitorResource", "MonitorResource", "get_matchmaker_health")


def __getattr__(name: str) -> Any:
    if name in __all__:
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class MonitorResource:
    """The health of the matchmaker."""

    __module__ = _PUBLIC_MODULE
    __slots__ = ("_client",)

    def __init__(self, client: Client) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self._client).__name__}>"

    def get(self) -> Monitor:
        """Read the health of the matchmaker.

        Returns the state of the service and the number of its healthy components. A new matchmaker can be
        unreachable for about 5 minutes, until DNS servers know its name.

        `GET /monitor`, counted in the limit `read` of the tier.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.5;
        EdgegapIntegrationKit for Unreal, by a third party; a third party's test against a live matchmaker
        3.2.5.

        Returns:
            The `Monitor`.

        Raises:
            AuthenticationError: The token is missing, wrong, or has a word before it (401).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import get_matchmaker_health

        return get_matchmaker_health.sync(client=self._client)


class AsyncMonitorResource:
    """The health of the matchmaker."""

    __module__ = _PUBLIC_MODULE
    __slots__ = ("_client",)

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self._client).__name__}>"

    async def get(self) -> Monitor:
        """Read the health of the matchmaker.

        Returns the state of the service and the number of its healthy components. A new matchmaker can be
        unreachable for about 5 minutes, until DNS servers know its name.

        `GET /monitor`, counted in the limit `read` of the tier.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.5;
        EdgegapIntegrationKit for Unreal, by a third party; a third party's test against a live matchmaker
        3.2.5.

        Returns:
            The `Monitor`.

        Raises:
            AuthenticationError: The token is missing, wrong, or has a word before it (401).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import get_matchmaker_health

        return await get_matchmaker_health.asyncio(client=self._client)
