"""A slot is a part of a server instance with seats of its own, such as a team or a room.

The resource classes of `ServerBrowser.slots` and `AsyncServerBrowser.slots`, and a module per operation.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ....._core.public import PACKAGE
from ...types import UNSET, Unset

if TYPE_CHECKING:
    from ...arguments import MetadataLike
    from ...client import AsyncClient, Client
    from ...models.slot import Slot
    from ...models.slot_list import SlotList
    from . import create_slot as create_slot
    from . import delete_slot as delete_slot
    from . import get_slot as get_slot
    from . import list_slots as list_slots
    from . import update_slot as update_slot

# Where users import the classes below from.
_PUBLIC_MODULE = f"{PACKAGE}.api.server_browser.slots"

__all__ = ("AsyncSlotsResource", "SlotsResource", "create_slot", "delete_slot", "get_slot", "list_slots", "update_slot")


def __getattr__(name: str) -> Any:
    if name in __all__:
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class SlotsResource:
    """A slot is a part of a server instance with seats of its own, such as a team or a room."""

    __module__ = _PUBLIC_MODULE
    __slots__ = ("_client",)

    def __init__(self, client: Client) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self._client).__name__}>"

    def list(
        self,
        request_id: str,
        *,
        filter_: str | Unset = UNSET,
        order: str | Unset = UNSET,
        limit: int | Unset = UNSET,
        cursor: str | Unset = UNSET,
    ) -> SlotList:
        """List the slots of a server instance.

        Returns one page of slots. To get the next page, pass `next_cursor` as `cursor`. It is null on the last
        page.

        `GET /server-instances/{request_id}/slots`.

        Preview, not verified live. Confidence: medium; known from EdgegapIntegrationKit for Unreal, by a third
        party. No source names the statuses 400, 401, 429, 500.

        Args:
            request_id: Id of the deployment that runs the server.
            filter_: A condition on the items: `<field> <operator> <value>`. Join several conditions with ` and `,
                and put texts in single quotes. Before version 1.1.0, the name of the parameter is `filter`.
            order: The order of the items: `<field> asc`, `<field> desc` or `rank(<field>, 'first','second')`. Join
                several with commas. Before version 1.1.0, the name of the parameter is `order`.
            limit: Number of items on a page, 1 to 100. The service's default is 10.
            cursor: The start of the page: the `next_cursor` of the previous page.

        Returns:
            The `SlotList`.

        Raises:
            BadRequestError: The request is not valid, or the service cannot read the filter (400).
            AuthenticationError: The token is missing or wrong, or the request has the client token but needs the server token (401).
            NotFoundError: The server instance, slot or policy does not exist, or it has expired (404).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import list_slots

        return list_slots.sync(
            request_id, client=self._client, filter_=filter_, order=order, limit=limit, cursor=cursor
        )

    def create(
        self, request_id: str, *, name: str, available_seats: int, metadata: MetadataLike | Unset = UNSET
    ) -> Slot:
        """Add a slot.

        Adds a slot with seats to a server instance.

        `POST /server-instances/{request_id}/slots`, with the server token.

        Preview, not verified live. Confidence: medium; known from EdgegapIntegrationKit for Unreal, by a third
        party. No source names the statuses 400, 401, 404, 409, 429, 500.

        Args:
            request_id: Id of the deployment that runs the server.
            name: The name of the slot.
            available_seats: The number of seats for new players, including the reserved seats.
            metadata: Values of your choice, by name.

        Returns:
            The `Slot`.

        Raises:
            BadRequestError: The request is not valid, or the service cannot read the filter (400).
            AuthenticationError: The token is missing or wrong, or the request has the client token but needs the server token (401).
            NotFoundError: The server instance, slot or policy does not exist, or it has expired (404).
            ConflictError: The server is already registered, the name of the slot is taken, no seat is left, or a user already has a reservation (409).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.slot_request import SlotRequest
        from . import create_slot

        body = make_body(SlotRequest, {"name": name, "available_seats": available_seats, "metadata": metadata})

        return create_slot.sync(request_id, client=self._client, body=body)

    def get(self, request_id: str, slot_name: str) -> Slot:
        """Read a slot.

        Returns one slot with its seats.

        `GET /server-instances/{request_id}/slots/{slot_name}`.

        Preview, not verified live. Confidence: medium; known from EdgegapIntegrationKit for Unreal, by a third
        party. No source names the statuses 401, 429, 500.

        Args:
            request_id: Id of the deployment that runs the server.
            slot_name: Name of the slot.

        Returns:
            The `Slot`.

        Raises:
            AuthenticationError: The token is missing or wrong, or the request has the client token but needs the server token (401).
            NotFoundError: The server instance, slot or policy does not exist, or it has expired (404).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import get_slot

        return get_slot.sync(request_id, slot_name, client=self._client)

    def delete(self, request_id: str, slot_name: str) -> None:
        """Remove a slot.

        Removes a slot from a server instance.

        `DELETE /server-instances/{request_id}/slots/{slot_name}`, with the server token.

        Preview, not verified live. Confidence: medium; known from EdgegapIntegrationKit for Unreal, by a third
        party. No source names the statuses 401, 429, 500.

        Args:
            request_id: Id of the deployment that runs the server.
            slot_name: Name of the slot.

        Returns:
            None.

        Raises:
            AuthenticationError: The token is missing or wrong, or the request has the client token but needs the server token (401).
            NotFoundError: The server instance, slot or policy does not exist, or it has expired (404).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import delete_slot

        delete_slot.sync(request_id, slot_name, client=self._client)

    def update(
        self,
        request_id: str,
        slot_name: str,
        *,
        available_seats: int | Unset = UNSET,
        metadata: MetadataLike | Unset = UNSET,
    ) -> Slot:
        """Change the seats or metadata of a slot.

        Sets the number of available seats, or the metadata. The number is absolute, so the last of two
        concurrent requests overwrites the other.

        `PATCH /server-instances/{request_id}/slots/{slot_name}`, with the server token.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.4;
        EdgegapIntegrationKit for Unreal, by a third party. No source names the statuses 400, 401, 429, 500.

        Args:
            request_id: Id of the deployment that runs the server.
            slot_name: Name of the slot.
            available_seats: The number of seats for new players, including the reserved seats. The number is
                absolute.
            metadata: Values of your choice, by name.

        Returns:
            The `Slot`.

        Raises:
            BadRequestError: The request is not valid, or the service cannot read the filter (400).
            AuthenticationError: The token is missing or wrong, or the request has the client token but needs the server token (401).
            NotFoundError: The server instance, slot or policy does not exist, or it has expired (404).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.slot_update import SlotUpdate
        from . import update_slot

        body = make_body(SlotUpdate, {"available_seats": available_seats, "metadata": metadata})

        return update_slot.sync(request_id, slot_name, client=self._client, body=body)


class AsyncSlotsResource:
    """A slot is a part of a server instance with seats of its own, such as a team or a room."""

    __module__ = _PUBLIC_MODULE
    __slots__ = ("_client",)

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self._client).__name__}>"

    async def list(
        self,
        request_id: str,
        *,
        filter_: str | Unset = UNSET,
        order: str | Unset = UNSET,
        limit: int | Unset = UNSET,
        cursor: str | Unset = UNSET,
    ) -> SlotList:
        """List the slots of a server instance.

        Returns one page of slots. To get the next page, pass `next_cursor` as `cursor`. It is null on the last
        page.

        `GET /server-instances/{request_id}/slots`.

        Preview, not verified live. Confidence: medium; known from EdgegapIntegrationKit for Unreal, by a third
        party. No source names the statuses 400, 401, 429, 500.

        Args:
            request_id: Id of the deployment that runs the server.
            filter_: A condition on the items: `<field> <operator> <value>`. Join several conditions with ` and `,
                and put texts in single quotes. Before version 1.1.0, the name of the parameter is `filter`.
            order: The order of the items: `<field> asc`, `<field> desc` or `rank(<field>, 'first','second')`. Join
                several with commas. Before version 1.1.0, the name of the parameter is `order`.
            limit: Number of items on a page, 1 to 100. The service's default is 10.
            cursor: The start of the page: the `next_cursor` of the previous page.

        Returns:
            The `SlotList`.

        Raises:
            BadRequestError: The request is not valid, or the service cannot read the filter (400).
            AuthenticationError: The token is missing or wrong, or the request has the client token but needs the server token (401).
            NotFoundError: The server instance, slot or policy does not exist, or it has expired (404).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import list_slots

        return await list_slots.asyncio(
            request_id, client=self._client, filter_=filter_, order=order, limit=limit, cursor=cursor
        )

    async def create(
        self, request_id: str, *, name: str, available_seats: int, metadata: MetadataLike | Unset = UNSET
    ) -> Slot:
        """Add a slot.

        Adds a slot with seats to a server instance.

        `POST /server-instances/{request_id}/slots`, with the server token.

        Preview, not verified live. Confidence: medium; known from EdgegapIntegrationKit for Unreal, by a third
        party. No source names the statuses 400, 401, 404, 409, 429, 500.

        Args:
            request_id: Id of the deployment that runs the server.
            name: The name of the slot.
            available_seats: The number of seats for new players, including the reserved seats.
            metadata: Values of your choice, by name.

        Returns:
            The `Slot`.

        Raises:
            BadRequestError: The request is not valid, or the service cannot read the filter (400).
            AuthenticationError: The token is missing or wrong, or the request has the client token but needs the server token (401).
            NotFoundError: The server instance, slot or policy does not exist, or it has expired (404).
            ConflictError: The server is already registered, the name of the slot is taken, no seat is left, or a user already has a reservation (409).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.slot_request import SlotRequest
        from . import create_slot

        body = make_body(SlotRequest, {"name": name, "available_seats": available_seats, "metadata": metadata})

        return await create_slot.asyncio(request_id, client=self._client, body=body)

    async def get(self, request_id: str, slot_name: str) -> Slot:
        """Read a slot.

        Returns one slot with its seats.

        `GET /server-instances/{request_id}/slots/{slot_name}`.

        Preview, not verified live. Confidence: medium; known from EdgegapIntegrationKit for Unreal, by a third
        party. No source names the statuses 401, 429, 500.

        Args:
            request_id: Id of the deployment that runs the server.
            slot_name: Name of the slot.

        Returns:
            The `Slot`.

        Raises:
            AuthenticationError: The token is missing or wrong, or the request has the client token but needs the server token (401).
            NotFoundError: The server instance, slot or policy does not exist, or it has expired (404).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import get_slot

        return await get_slot.asyncio(request_id, slot_name, client=self._client)

    async def delete(self, request_id: str, slot_name: str) -> None:
        """Remove a slot.

        Removes a slot from a server instance.

        `DELETE /server-instances/{request_id}/slots/{slot_name}`, with the server token.

        Preview, not verified live. Confidence: medium; known from EdgegapIntegrationKit for Unreal, by a third
        party. No source names the statuses 401, 429, 500.

        Args:
            request_id: Id of the deployment that runs the server.
            slot_name: Name of the slot.

        Returns:
            None.

        Raises:
            AuthenticationError: The token is missing or wrong, or the request has the client token but needs the server token (401).
            NotFoundError: The server instance, slot or policy does not exist, or it has expired (404).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import delete_slot

        await delete_slot.asyncio(request_id, slot_name, client=self._client)

    async def update(
        self,
        request_id: str,
        slot_name: str,
        *,
        available_seats: int | Unset = UNSET,
        metadata: MetadataLike | Unset = UNSET,
    ) -> Slot:
        """Change the seats or metadata of a slot.

        Sets the number of available seats, or the metadata. The number is absolute, so the last of two
        concurrent requests overwrites the other.

        `PATCH /server-instances/{request_id}/slots/{slot_name}`, with the server token.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.4;
        EdgegapIntegrationKit for Unreal, by a third party. No source names the statuses 400, 401, 429, 500.

        Args:
            request_id: Id of the deployment that runs the server.
            slot_name: Name of the slot.
            available_seats: The number of seats for new players, including the reserved seats. The number is
                absolute.
            metadata: Values of your choice, by name.

        Returns:
            The `Slot`.

        Raises:
            BadRequestError: The request is not valid, or the service cannot read the filter (400).
            AuthenticationError: The token is missing or wrong, or the request has the client token but needs the server token (401).
            NotFoundError: The server instance, slot or policy does not exist, or it has expired (404).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.slot_update import SlotUpdate
        from . import update_slot

        body = make_body(SlotUpdate, {"available_seats": available_seats, "metadata": metadata})

        return await update_slot.asyncio(request_id, slot_name, client=self._client, body=body)
