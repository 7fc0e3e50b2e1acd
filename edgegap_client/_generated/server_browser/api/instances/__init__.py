"""A server instance is a running server that players can find.

The resource classes of `ServerBrowser.instances` and `AsyncServerBrowser.instances`, and a module per operation.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ....._core.public import PACKAGE
from ...types import UNSET, Unset

if TYPE_CHECKING:
    from ...arguments import MetadataLike, ServerLike, SlotRequestLike
    from ...client import AsyncClient, Client
    from ...models.instance import Instance
    from ...models.instance_list import InstanceList
    from ...models.keep_alive import KeepAlive
    from . import create_instance as create_instance
    from . import delete_instance as delete_instance
    from . import get_instance as get_instance
    from . import keep_instance_alive as keep_instance_alive
    from . import list_instances as list_instances
    from . import update_instance as update_instance

# Where users import the classes below from.
_PUBLIC_MODULE = f"{PACKAGE}.api.server_browser.instances"

__all__ = (
    "AsyncInstancesResource",
    "InstancesResource",
    "create_instance",
    "delete_instance",
    "get_instance",
    "keep_instance_alive",
    "list_instances",
    "update_instance",
)


def __getattr__(name: str) -> Any:
    if name in __all__:
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class InstancesResource:
    """A server instance is a running server that players can find."""

    __module__ = _PUBLIC_MODULE
    __slots__ = ("_client",)

    def __init__(self, client: Client) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self._client).__name__}>"

    def list(
        self,
        *,
        filter_: str | Unset = UNSET,
        order: str | Unset = UNSET,
        limit: int | Unset = UNSET,
        cursor: str | Unset = UNSET,
    ) -> InstanceList:
        """List server instances.

        Returns one page of the servers that match a filter. To get the next page, pass `next_cursor` as
        `cursor`. It is null on the last page.

        `GET /server-instances`.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.4;
        EdgegapIntegrationKit for Unreal, by a third party; a third party's game. No source names the statuses
        400, 401, 429, 500.

        Args:
            filter_: A condition on the items: `<field> <operator> <value>`. Join several conditions with ` and `,
                and put texts in single quotes. Before version 1.1.0, the name of the parameter is `filter`.
            order: The order of the items: `<field> asc`, `<field> desc` or `rank(<field>, 'first','second')`. Join
                several with commas. Before version 1.1.0, the name of the parameter is `order`.
            limit: Number of items on a page, 1 to 100. The service's default is 10.
            cursor: The start of the page: the `next_cursor` of the previous page.

        Returns:
            The `InstanceList`.

        Raises:
            BadRequestError: The request is not valid, or the service cannot read the filter (400).
            AuthenticationError: The token is missing or wrong, or the request has the client token but needs the server token (401).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import list_instances

        return list_instances.sync(client=self._client, filter_=filter_, order=order, limit=limit, cursor=cursor)

    def create(
        self,
        *,
        request_id: str,
        server: ServerLike,
        slots: Iterable[SlotRequestLike],
        metadata: MetadataLike | Unset = UNSET,
    ) -> Instance:
        """Register a server.

        Makes a running server visible to players. The server instance expires without keep-alive requests, by
        default after 30 seconds. The service returns 409 if the server is already registered.

        `POST /server-instances`, with the server token.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.4;
        EdgegapIntegrationKit for Unreal, by a third party. No source names the statuses 400, 401, 429, 500.

        Args:
            request_id: The id of the deployment that runs the server.
            server: The addresses and ports of the server.
            slots: The slots, at least one.
            metadata: Values of your choice, by name.

        Returns:
            The `Instance`.

        Raises:
            BadRequestError: The request is not valid, or the service cannot read the filter (400).
            AuthenticationError: The token is missing or wrong, or the request has the client token but needs the server token (401).
            ConflictError: The server is already registered, the name of the slot is taken, no seat is left, or a user already has a reservation (409).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.instance_request import InstanceRequest
        from . import create_instance

        body = make_body(
            InstanceRequest, {"request_id": request_id, "server": server, "slots": slots, "metadata": metadata}
        )

        return create_instance.sync(client=self._client, body=body)

    def get(self, request_id: str) -> Instance:
        """Read a server instance.

        Returns one server instance with its slots.

        `GET /server-instances/{request_id}`.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.4;
        EdgegapIntegrationKit for Unreal, by a third party. No source names the statuses 401, 429, 500.

        Args:
            request_id: Id of the deployment that runs the server.

        Returns:
            The `Instance`.

        Raises:
            AuthenticationError: The token is missing or wrong, or the request has the client token but needs the server token (401).
            NotFoundError: The server instance, slot or policy does not exist, or it has expired (404).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import get_instance

        return get_instance.sync(request_id, client=self._client)

    def delete(self, request_id: str) -> None:
        """Unregister a server.

        Hides a server from players. The server itself continues to run.

        `DELETE /server-instances/{request_id}`, with the server token.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.4;
        EdgegapIntegrationKit for Unreal, by a third party. No source names the statuses 401, 429, 500.

        Args:
            request_id: Id of the deployment that runs the server.

        Returns:
            None.

        Raises:
            AuthenticationError: The token is missing or wrong, or the request has the client token but needs the server token (401).
            NotFoundError: The server instance, slot or policy does not exist, or it has expired (404).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import delete_instance

        delete_instance.sync(request_id, client=self._client)

    def update(self, request_id: str, *, metadata: MetadataLike) -> Instance:
        """Change the metadata of a server instance.

        Changes the metadata. Whether the service merges or replaces the metadata is not known, so send all
        values.

        `PATCH /server-instances/{request_id}`, with the server token.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.4;
        EdgegapIntegrationKit for Unreal, by a third party. No source names the statuses 400, 401, 429, 500.

        Args:
            request_id: Id of the deployment that runs the server.
            metadata: Values of your choice, by name. Send all of them.

        Returns:
            The `Instance`.

        Raises:
            BadRequestError: The request is not valid, or the service cannot read the filter (400).
            AuthenticationError: The token is missing or wrong, or the request has the client token but needs the server token (401).
            NotFoundError: The server instance, slot or policy does not exist, or it has expired (404).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.instance_update import InstanceUpdate
        from . import update_instance

        body = make_body(InstanceUpdate, {"metadata": metadata})

        return update_instance.sync(request_id, client=self._client, body=body)

    def keep_alive(self, request_id: str) -> KeepAlive:
        """Keep a server instance alive.

        Extends the life of the server instance. The service returns 404 if the server instance has expired:
        register the server again. Before version 0.0.7, the path had a colon.

        `POST /server-instances/{request_id}/keep-alive`, with the server token.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.4;
        EdgegapIntegrationKit for Unreal, by a third party. No source names the statuses 401, 429, 500.

        Args:
            request_id: Id of the deployment that runs the server.

        Returns:
            The `KeepAlive`.

        Raises:
            AuthenticationError: The token is missing or wrong, or the request has the client token but needs the server token (401).
            NotFoundError: The server instance, slot or policy does not exist, or it has expired (404).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import keep_instance_alive

        return keep_instance_alive.sync(request_id, client=self._client)


class AsyncInstancesResource:
    """A server instance is a running server that players can find."""

    __module__ = _PUBLIC_MODULE
    __slots__ = ("_client",)

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self._client).__name__}>"

    async def list(
        self,
        *,
        filter_: str | Unset = UNSET,
        order: str | Unset = UNSET,
        limit: int | Unset = UNSET,
        cursor: str | Unset = UNSET,
    ) -> InstanceList:
        """List server instances.

        Returns one page of the servers that match a filter. To get the next page, pass `next_cursor` as
        `cursor`. It is null on the last page.

        `GET /server-instances`.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.4;
        EdgegapIntegrationKit for Unreal, by a third party; a third party's game. No source names the statuses
        400, 401, 429, 500.

        Args:
            filter_: A condition on the items: `<field> <operator> <value>`. Join several conditions with ` and `,
                and put texts in single quotes. Before version 1.1.0, the name of the parameter is `filter`.
            order: The order of the items: `<field> asc`, `<field> desc` or `rank(<field>, 'first','second')`. Join
                several with commas. Before version 1.1.0, the name of the parameter is `order`.
            limit: Number of items on a page, 1 to 100. The service's default is 10.
            cursor: The start of the page: the `next_cursor` of the previous page.

        Returns:
            The `InstanceList`.

        Raises:
            BadRequestError: The request is not valid, or the service cannot read the filter (400).
            AuthenticationError: The token is missing or wrong, or the request has the client token but needs the server token (401).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import list_instances

        return await list_instances.asyncio(
            client=self._client, filter_=filter_, order=order, limit=limit, cursor=cursor
        )

    async def create(
        self,
        *,
        request_id: str,
        server: ServerLike,
        slots: Iterable[SlotRequestLike],
        metadata: MetadataLike | Unset = UNSET,
    ) -> Instance:
        """Register a server.

        Makes a running server visible to players. The server instance expires without keep-alive requests, by
        default after 30 seconds. The service returns 409 if the server is already registered.

        `POST /server-instances`, with the server token.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.4;
        EdgegapIntegrationKit for Unreal, by a third party. No source names the statuses 400, 401, 429, 500.

        Args:
            request_id: The id of the deployment that runs the server.
            server: The addresses and ports of the server.
            slots: The slots, at least one.
            metadata: Values of your choice, by name.

        Returns:
            The `Instance`.

        Raises:
            BadRequestError: The request is not valid, or the service cannot read the filter (400).
            AuthenticationError: The token is missing or wrong, or the request has the client token but needs the server token (401).
            ConflictError: The server is already registered, the name of the slot is taken, no seat is left, or a user already has a reservation (409).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.instance_request import InstanceRequest
        from . import create_instance

        body = make_body(
            InstanceRequest, {"request_id": request_id, "server": server, "slots": slots, "metadata": metadata}
        )

        return await create_instance.asyncio(client=self._client, body=body)

    async def get(self, request_id: str) -> Instance:
        """Read a server instance.

        Returns one server instance with its slots.

        `GET /server-instances/{request_id}`.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.4;
        EdgegapIntegrationKit for Unreal, by a third party. No source names the statuses 401, 429, 500.

        Args:
            request_id: Id of the deployment that runs the server.

        Returns:
            The `Instance`.

        Raises:
            AuthenticationError: The token is missing or wrong, or the request has the client token but needs the server token (401).
            NotFoundError: The server instance, slot or policy does not exist, or it has expired (404).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import get_instance

        return await get_instance.asyncio(request_id, client=self._client)

    async def delete(self, request_id: str) -> None:
        """Unregister a server.

        Hides a server from players. The server itself continues to run.

        `DELETE /server-instances/{request_id}`, with the server token.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.4;
        EdgegapIntegrationKit for Unreal, by a third party. No source names the statuses 401, 429, 500.

        Args:
            request_id: Id of the deployment that runs the server.

        Returns:
            None.

        Raises:
            AuthenticationError: The token is missing or wrong, or the request has the client token but needs the server token (401).
            NotFoundError: The server instance, slot or policy does not exist, or it has expired (404).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import delete_instance

        await delete_instance.asyncio(request_id, client=self._client)

    async def update(self, request_id: str, *, metadata: MetadataLike) -> Instance:
        """Change the metadata of a server instance.

        Changes the metadata. Whether the service merges or replaces the metadata is not known, so send all
        values.

        `PATCH /server-instances/{request_id}`, with the server token.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.4;
        EdgegapIntegrationKit for Unreal, by a third party. No source names the statuses 400, 401, 429, 500.

        Args:
            request_id: Id of the deployment that runs the server.
            metadata: Values of your choice, by name. Send all of them.

        Returns:
            The `Instance`.

        Raises:
            BadRequestError: The request is not valid, or the service cannot read the filter (400).
            AuthenticationError: The token is missing or wrong, or the request has the client token but needs the server token (401).
            NotFoundError: The server instance, slot or policy does not exist, or it has expired (404).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.instance_update import InstanceUpdate
        from . import update_instance

        body = make_body(InstanceUpdate, {"metadata": metadata})

        return await update_instance.asyncio(request_id, client=self._client, body=body)

    async def keep_alive(self, request_id: str) -> KeepAlive:
        """Keep a server instance alive.

        Extends the life of the server instance. The service returns 404 if the server instance has expired:
        register the server again. Before version 0.0.7, the path had a colon.

        `POST /server-instances/{request_id}/keep-alive`, with the server token.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.4;
        EdgegapIntegrationKit for Unreal, by a third party. No source names the statuses 401, 429, 500.

        Args:
            request_id: Id of the deployment that runs the server.

        Returns:
            The `KeepAlive`.

        Raises:
            AuthenticationError: The token is missing or wrong, or the request has the client token but needs the server token (401).
            NotFoundError: The server instance, slot or policy does not exist, or it has expired (404).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import keep_instance_alive

        return await keep_instance_alive.asyncio(request_id, client=self._client)
