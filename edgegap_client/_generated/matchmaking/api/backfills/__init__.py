"""A backfill requests one more group of players for a running server.

The resource classes of `Matchmaker.backfills` and `AsyncMatchmaker.backfills`, and a module per operation.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ....._core.public import PACKAGE

if TYPE_CHECKING:
    from ...arguments import BackfillAttributesLike, InjectedTicketsLike
    from ...client import AsyncClient, Client
    from ...models.backfill_response import BackfillResponse
    from . import create_backfill as create_backfill
    from . import delete_backfill as delete_backfill
    from . import get_backfill as get_backfill

# Where users import the classes below from.
_PUBLIC_MODULE = f"{PACKAGE}.api.matchmaking.backfills"

__all__ = ("AsyncBackfillsResource", "BackfillsResource", "create_backfill", "delete_backfill", "get_backfill")


def __getattr__(name: str) -> Any:
    if name in __all__:
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class BackfillsResource:
    """A backfill requests one more group of players for a running server."""

    __module__ = _PUBLIC_MODULE
    __slots__ = ("_client",)

    def __init__(self, client: Client) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self._client).__name__}>"

    def create(
        self, *, profile: str, attributes: BackfillAttributesLike, tickets: InjectedTicketsLike
    ) -> BackfillResponse:
        """Request one more group of players.

        Offers the free seats of a team to one group. The service matches a backfill once only, so create one
        for each team with free seats. It removes the backfill after the profile's `ticket_expiration_period`.
        Each request creates another backfill.

        `POST /backfills`, counted in the limit `backfill` of the tier.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.5;
        EdgegapIntegrationKit for Unreal, by a third party.

        Args:
            profile: The name of the profile of the match.
            attributes: The server.
            tickets: The players who are in the server, by ticket id.

        Returns:
            The `BackfillResponse`.

        Raises:
            BadRequestError: The profile does not exist, or the attributes do not match its rules (400).
            AuthenticationError: The token is missing, wrong, or has a word before it (401).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.backfill_request import BackfillRequest
        from . import create_backfill

        body = make_body(BackfillRequest, {"profile": profile, "attributes": attributes, "tickets": tickets})

        return create_backfill.sync(client=self._client, body=body)

    def get(self, backfill_id: str) -> BackfillResponse:
        """Read a backfill.

        Returns the state of a backfill. After a group is assigned, the response has the first ticket of the
        group. The service returns 404 for an expired backfill: create it again.

        `GET /backfills/{backfill_id}`, counted in the limit `read` of the tier.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.5;
        EdgegapIntegrationKit for Unreal, by a third party.

        Args:
            backfill_id: Id of the backfill.

        Returns:
            The `BackfillResponse`.

        Raises:
            AuthenticationError: The token is missing, wrong, or has a word before it (401).
            NotFoundError: The record does not exist, or the service has removed it after its end (404).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import get_backfill

        return get_backfill.sync(backfill_id, client=self._client)

    def delete(self, backfill_id: str) -> None:
        """Delete a backfill.

        Ends a backfill. Delete all backfills before the server stops. Otherwise the service can send players to
        a server that no longer exists.

        `DELETE /backfills/{backfill_id}`.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.5;
        EdgegapIntegrationKit for Unreal, by a third party.

        Args:
            backfill_id: Id of the backfill.

        Returns:
            None.

        Raises:
            AuthenticationError: The token is missing, wrong, or has a word before it (401).
            NotFoundError: The record does not exist, or the service has removed it after its end (404).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import delete_backfill

        delete_backfill.sync(backfill_id, client=self._client)


class AsyncBackfillsResource:
    """A backfill requests one more group of players for a running server."""

    __module__ = _PUBLIC_MODULE
    __slots__ = ("_client",)

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self._client).__name__}>"

    async def create(
        self, *, profile: str, attributes: BackfillAttributesLike, tickets: InjectedTicketsLike
    ) -> BackfillResponse:
        """Request one more group of players.

        Offers the free seats of a team to one group. The service matches a backfill once only, so create one
        for each team with free seats. It removes the backfill after the profile's `ticket_expiration_period`.
        Each request creates another backfill.

        `POST /backfills`, counted in the limit `backfill` of the tier.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.5;
        EdgegapIntegrationKit for Unreal, by a third party.

        Args:
            profile: The name of the profile of the match.
            attributes: The server.
            tickets: The players who are in the server, by ticket id.

        Returns:
            The `BackfillResponse`.

        Raises:
            BadRequestError: The profile does not exist, or the attributes do not match its rules (400).
            AuthenticationError: The token is missing, wrong, or has a word before it (401).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.backfill_request import BackfillRequest
        from . import create_backfill

        body = make_body(BackfillRequest, {"profile": profile, "attributes": attributes, "tickets": tickets})

        return await create_backfill.asyncio(client=self._client, body=body)

    async def get(self, backfill_id: str) -> BackfillResponse:
        """Read a backfill.

        Returns the state of a backfill. After a group is assigned, the response has the first ticket of the
        group. The service returns 404 for an expired backfill: create it again.

        `GET /backfills/{backfill_id}`, counted in the limit `read` of the tier.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.5;
        EdgegapIntegrationKit for Unreal, by a third party.

        Args:
            backfill_id: Id of the backfill.

        Returns:
            The `BackfillResponse`.

        Raises:
            AuthenticationError: The token is missing, wrong, or has a word before it (401).
            NotFoundError: The record does not exist, or the service has removed it after its end (404).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import get_backfill

        return await get_backfill.asyncio(backfill_id, client=self._client)

    async def delete(self, backfill_id: str) -> None:
        """Delete a backfill.

        Ends a backfill. Delete all backfills before the server stops. Otherwise the service can send players to
        a server that no longer exists.

        `DELETE /backfills/{backfill_id}`.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.5;
        EdgegapIntegrationKit for Unreal, by a third party.

        Args:
            backfill_id: Id of the backfill.

        Returns:
            None.

        Raises:
            AuthenticationError: The token is missing, wrong, or has a word before it (401).
            NotFoundError: The record does not exist, or the service has removed it after its end (404).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import delete_backfill

        await delete_backfill.asyncio(backfill_id, client=self._client)
