"""An endpoint storage is an S3 bucket. It receives container logs, and pull profiles read from it.

The resource classes of `Edgegap.endpoint_storage` and `AsyncEdgegap.endpoint_storage`, and a module per operation.
"""

from __future__ import annotations

from collections.abc import Awaitable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ....._core.public import PACKAGE
from ...types import UNSET, Secret, Unset

if TYPE_CHECKING:
    from ....._core._async.paging import AsyncPager
    from ....._core._sync.paging import Pager
    from ...arguments import OutputFormatLike
    from ...client import AsyncClient, Client
    from ...models.endpoint_storage import EndpointStorage
    from ...models.endpoint_storage_delete_response import EndpointStorageDeleteResponse
    from ...models.endpoint_storage_list import EndpointStorageList
    from . import create_endpoint_storage as create_endpoint_storage
    from . import delete_endpoint_storage as delete_endpoint_storage
    from . import get_endpoint_storage as get_endpoint_storage
    from . import list_endpoint_storages as list_endpoint_storages
    from . import update_endpoint_storage as update_endpoint_storage

# Where users import the classes below from.
_PUBLIC_MODULE = f"{PACKAGE}.api.endpoint_storage"

__all__ = (
    "AsyncEndpointStorageResource",
    "EndpointStorageResource",
    "create_endpoint_storage",
    "delete_endpoint_storage",
    "get_endpoint_storage",
    "list_endpoint_storages",
    "update_endpoint_storage",
)


def __getattr__(name: str) -> Any:
    if name in __all__:
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class EndpointStorageResource:
    """An endpoint storage is an S3 bucket. It receives container logs, and pull profiles read from it."""

    __module__ = _PUBLIC_MODULE
    __slots__ = ("_client",)

    def __init__(self, client: Client) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self._client).__name__}>"

    def create(
        self,
        name: str,
        *,
        access_key_id: str,
        secret_access_key: str,
        endpoint: str,
        bucket: str,
        output_format: OutputFormatLike | Unset = UNSET,
        exist_ok: bool = False,
    ) -> EndpointStorage:
        """Register an S3 bucket.

        Registers an S3 bucket under a name. If a version or deployment names it, the service stores the
        container logs in the bucket at the end of a deployment. Pull profiles read from the bucket. Responses
        never contain the secret key.

        `POST /v1/storage/endpoint`.

        Args:
            name: Name of the endpoint storage.
            access_key_id: Access key id for the bucket.
            secret_access_key: Secret key for the bucket. The service stores it encrypted and never returns it.
            endpoint: URL of the S3 service with http or https, preferably without the bucket in the host name.
            bucket: Name of the bucket.
            output_format: Format of the logs. The service's default is TEXT.
            exist_ok: If the name is already taken, return the existing object unchanged instead of raising `ConflictError`.

        Returns:
            The `EndpointStorage`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from .....errors import ConflictError
        from ...bodies import make_body
        from ...models.endpoint_storage_create_request import EndpointStorageCreateRequest
        from . import create_endpoint_storage

        hidden = Secret(
            {
                "name": name,
                "access_key_id": access_key_id,
                "secret_access_key": secret_access_key,
                "endpoint": endpoint,
                "bucket": bucket,
                "output_format": output_format,
            }
        )
        del secret_access_key
        body = make_body(EndpointStorageCreateRequest, hidden)

        try:
            return create_endpoint_storage.sync(client=self._client, body=body)
        except ConflictError:
            if not exist_ok:
                raise
        return self.get(name)

    def get(self, endpoint_name: str) -> EndpointStorage:
        """Read an endpoint storage.

        Returns one endpoint storage without its secret key.

        `GET /v1/storage/endpoint/{endpoint_name}`.

        Args:
            endpoint_name: Name of the endpoint storage.

        Returns:
            The `EndpointStorage`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import get_endpoint_storage

        return get_endpoint_storage.sync(endpoint_name, client=self._client)

    def delete(self, endpoint_name: str) -> EndpointStorageDeleteResponse | None:
        """Delete an endpoint storage.

        Unregisters the bucket. Versions that name it no longer store their logs. According to Edgegap's own
        tools, the service also deletes its pull profiles and leaves the files in the bucket.

        `DELETE /v1/storage/endpoint/{endpoint_name}`.

        Args:
            endpoint_name: Name of the endpoint storage.

        Returns:
            The `EndpointStorageDeleteResponse`, or None if the response has no body.

        Raises:
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import delete_endpoint_storage

        return delete_endpoint_storage.sync(endpoint_name, client=self._client)

    def update(
        self,
        endpoint_name: str,
        *,
        name: str | Unset = UNSET,
        access_key_id: str | Unset = UNSET,
        secret_access_key: str | Unset = UNSET,
        endpoint: str | Unset = UNSET,
        bucket: str | Unset = UNSET,
        output_format: OutputFormatLike | Unset = UNSET,
    ) -> EndpointStorage:
        """Change an endpoint storage.

        Changes the given fields and keeps the others, for example to replace the keys.

        `PATCH /v1/storage/endpoint/{endpoint_name}`.

        Args:
            endpoint_name: Name of the endpoint storage.
            name: New name of the endpoint storage.
            access_key_id: Access key id for the bucket.
            secret_access_key: Secret key for the bucket. The service stores it encrypted and never returns it.
            endpoint: URL of the S3 service with http or https, preferably without the bucket in the host name.
            bucket: Name of the bucket.
            output_format: Format of the logs.

        Returns:
            The `EndpointStorage`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.endpoint_storage_update_request import EndpointStorageUpdateRequest
        from . import update_endpoint_storage

        hidden = Secret(
            {
                "name": name,
                "access_key_id": access_key_id,
                "secret_access_key": secret_access_key,
                "endpoint": endpoint,
                "bucket": bucket,
                "output_format": output_format,
            }
        )
        del secret_access_key
        body = make_body(EndpointStorageUpdateRequest, hidden)

        return update_endpoint_storage.sync(endpoint_name, client=self._client, body=body)

    def list(
        self,
        *,
        page: int | Unset = UNSET,
        limit: int | Unset = UNSET,
        x_fields: str | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> Pager[EndpointStorage, EndpointStorageList]:
        """List the endpoint storages of the organisation.

        Returns the endpoint storages page by page, without secret keys and without a total count.

        `GET /v1/storage/endpoints`.

        Args:
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items in total. Default: all items.
            page_size: Number of items in each request. Default: `limit`, but at most 100, or the service's page size (10
                where it is known).
            x_fields: A mask that selects the fields of the response. By default, the response has all fields. Keep
                `pagination` in the mask if the list has several pages.

        Returns:
            A pager over all `EndpointStorage` objects, starting at `page`. It requests each page when the iteration reaches it.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ....._core._sync.paging import Pager
        from . import list_endpoint_storages

        client = self._client

        def fetch(number: int | Unset, size: int | Unset) -> EndpointStorageList:
            return list_endpoint_storages.sync(client=client, page=number, limit=size, x_fields=x_fields)

        return Pager(
            "endpoint_storage.list",
            fetch,
            lambda envelope: envelope.endpoints,
            start=page,
            limit=limit,
            page_size=page_size,
        )

    def list_page(
        self, *, page: int | Unset = UNSET, limit: int | Unset = UNSET, x_fields: str | Unset = UNSET
    ) -> EndpointStorageList:
        """List the endpoint storages of the organisation.

        Returns the endpoint storages page by page, without secret keys and without a total count.

        `GET /v1/storage/endpoints`.

        Args:
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items on the page. The service's default is 10 where it is known. No maximum is
                documented.
            x_fields: A mask that selects the fields of the response. By default, the response has all fields. Keep
                `pagination` in the mask if the list has several pages.

        Returns:
            The `EndpointStorageList`: one page of the list.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import list_endpoint_storages

        return list_endpoint_storages.sync(client=self._client, page=page, limit=limit, x_fields=x_fields)


class AsyncEndpointStorageResource:
    """An endpoint storage is an S3 bucket. It receives container logs, and pull profiles read from it."""

    __module__ = _PUBLIC_MODULE
    __slots__ = ("_client",)

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self._client).__name__}>"

    async def create(
        self,
        name: str,
        *,
        access_key_id: str,
        secret_access_key: str,
        endpoint: str,
        bucket: str,
        output_format: OutputFormatLike | Unset = UNSET,
        exist_ok: bool = False,
    ) -> EndpointStorage:
        """Register an S3 bucket.

        Registers an S3 bucket under a name. If a version or deployment names it, the service stores the
        container logs in the bucket at the end of a deployment. Pull profiles read from the bucket. Responses
        never contain the secret key.

        `POST /v1/storage/endpoint`.

        Args:
            name: Name of the endpoint storage.
            access_key_id: Access key id for the bucket.
            secret_access_key: Secret key for the bucket. The service stores it encrypted and never returns it.
            endpoint: URL of the S3 service with http or https, preferably without the bucket in the host name.
            bucket: Name of the bucket.
            output_format: Format of the logs. The service's default is TEXT.
            exist_ok: If the name is already taken, return the existing object unchanged instead of raising `ConflictError`.

        Returns:
            The `EndpointStorage`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from .....errors import ConflictError
        from ...bodies import make_body
        from ...models.endpoint_storage_create_request import EndpointStorageCreateRequest
        from . import create_endpoint_storage

        hidden = Secret(
            {
                "name": name,
                "access_key_id": access_key_id,
                "secret_access_key": secret_access_key,
                "endpoint": endpoint,
                "bucket": bucket,
                "output_format": output_format,
            }
        )
        del secret_access_key
        body = make_body(EndpointStorageCreateRequest, hidden)

        try:
            return await create_endpoint_storage.asyncio(client=self._client, body=body)
        except ConflictError:
            if not exist_ok:
                raise
        return await self.get(name)

    async def get(self, endpoint_name: str) -> EndpointStorage:
        """Read an endpoint storage.

        Returns one endpoint storage without its secret key.

        `GET /v1/storage/endpoint/{endpoint_name}`.

        Args:
            endpoint_name: Name of the endpoint storage.

        Returns:
            The `EndpointStorage`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import get_endpoint_storage

        return await get_endpoint_storage.asyncio(endpoint_name, client=self._client)

    async def delete(self, endpoint_name: str) -> EndpointStorageDeleteResponse | None:
        """Delete an endpoint storage.

        Unregisters the bucket. Versions that name it no longer store their logs. According to Edgegap's own
        tools, the service also deletes its pull profiles and leaves the files in the bucket.

        `DELETE /v1/storage/endpoint/{endpoint_name}`.

        Args:
            endpoint_name: Name of the endpoint storage.

        Returns:
            The `EndpointStorageDeleteResponse`, or None if the response has no body.

        Raises:
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import delete_endpoint_storage

        return await delete_endpoint_storage.asyncio(endpoint_name, client=self._client)

    async def update(
        self,
        endpoint_name: str,
        *,
        name: str | Unset = UNSET,
        access_key_id: str | Unset = UNSET,
        secret_access_key: str | Unset = UNSET,
        endpoint: str | Unset = UNSET,
        bucket: str | Unset = UNSET,
        output_format: OutputFormatLike | Unset = UNSET,
    ) -> EndpointStorage:
        """Change an endpoint storage.

        Changes the given fields and keeps the others, for example to replace the keys.

        `PATCH /v1/storage/endpoint/{endpoint_name}`.

        Args:
            endpoint_name: Name of the endpoint storage.
            name: New name of the endpoint storage.
            access_key_id: Access key id for the bucket.
            secret_access_key: Secret key for the bucket. The service stores it encrypted and never returns it.
            endpoint: URL of the S3 service with http or https, preferably without the bucket in the host name.
            bucket: Name of the bucket.
            output_format: Format of the logs.

        Returns:
            The `EndpointStorage`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.endpoint_storage_update_request import EndpointStorageUpdateRequest
        from . import update_endpoint_storage

        hidden = Secret(
            {
                "name": name,
                "access_key_id": access_key_id,
                "secret_access_key": secret_access_key,
                "endpoint": endpoint,
                "bucket": bucket,
                "output_format": output_format,
            }
        )
        del secret_access_key
        body = make_body(EndpointStorageUpdateRequest, hidden)

        return await update_endpoint_storage.asyncio(endpoint_name, client=self._client, body=body)

    def list(
        self,
        *,
        page: int | Unset = UNSET,
        limit: int | Unset = UNSET,
        x_fields: str | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> AsyncPager[EndpointStorage, EndpointStorageList]:
        """List the endpoint storages of the organisation.

        Returns the endpoint storages page by page, without secret keys and without a total count.

        `GET /v1/storage/endpoints`.

        Args:
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items in total. Default: all items.
            page_size: Number of items in each request. Default: `limit`, but at most 100, or the service's page size (10
                where it is known).
            x_fields: A mask that selects the fields of the response. By default, the response has all fields. Keep
                `pagination` in the mask if the list has several pages.

        Returns:
            A pager over all `EndpointStorage` objects, starting at `page`. It requests each page when the iteration reaches it.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ....._core._async.paging import AsyncPager
        from . import list_endpoint_storages

        client = self._client

        def fetch(number: int | Unset, size: int | Unset) -> Awaitable[EndpointStorageList]:
            return list_endpoint_storages.asyncio(client=client, page=number, limit=size, x_fields=x_fields)

        return AsyncPager(
            "endpoint_storage.list",
            fetch,
            lambda envelope: envelope.endpoints,
            start=page,
            limit=limit,
            page_size=page_size,
        )

    async def list_page(
        self, *, page: int | Unset = UNSET, limit: int | Unset = UNSET, x_fields: str | Unset = UNSET
    ) -> EndpointStorageList:
        """List the endpoint storages of the organisation.

        Returns the endpoint storages page by page, without secret keys and without a total count.

        `GET /v1/storage/endpoints`.

        Args:
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items on the page. The service's default is 10 where it is known. No maximum is
                documented.
            x_fields: A mask that selects the fields of the response. By default, the response has all fields. Keep
                `pagination` in the mask if the list has several pages.

        Returns:
            The `EndpointStorageList`: one page of the list.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import list_endpoint_storages

        return await list_endpoint_storages.asyncio(client=self._client, page=page, limit=limit, x_fields=x_fields)
