"""The container registry stores the organisation's images and their tags.

The resource classes of `Edgegap.container_registry` and `AsyncEdgegap.container_registry`, and a module per operation.
"""

from __future__ import annotations

from collections.abc import Awaitable, Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ....._core.public import PACKAGE
from ...types import UNSET, Unset

if TYPE_CHECKING:
    from ....._core._async.paging import AsyncPager
    from ....._core._sync.paging import Pager
    from ...client import AsyncClient, Client
    from ...models.registry_tag import RegistryTag
    from ...models.registry_tag_delete_response import RegistryTagDeleteResponse
    from ...models.registry_tag_list import RegistryTagList
    from ...models.tag_bulk_delete_response import TagBulkDeleteResponse
    from . import bulk_delete_registry_tags as bulk_delete_registry_tags
    from . import delete_registry_tag as delete_registry_tag
    from . import list_registry_tags as list_registry_tags

# Where users import the classes below from.
_PUBLIC_MODULE = f"{PACKAGE}.api.container_registry"

__all__ = (
    "AsyncContainerRegistryResource",
    "ContainerRegistryResource",
    "bulk_delete_registry_tags",
    "delete_registry_tag",
    "list_registry_tags",
)


def __getattr__(name: str) -> Any:
    if name in __all__:
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class ContainerRegistryResource:
    """The container registry stores the organisation's images and their tags."""

    __module__ = _PUBLIC_MODULE
    __slots__ = ("_client",)

    def __init__(self, client: Client) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self._client).__name__}>"

    def list_tags(
        self, image_name: str, *, page: int | Unset = UNSET, limit: int | Unset = UNSET, page_size: int | Unset = UNSET
    ) -> Pager[RegistryTag, RegistryTagList]:
        """List the tags of an image.

        Returns the tags of one image in the organisation's registry, each with the artifact it points to. The
        service returns 404 for an unknown image, and for a name that includes the project.

        `GET /v1/container-registry/images/{image_name}/tags`.

        Args:
            image_name: Name of the image without the registry and the project. The token determines the project. A
                nested name keeps its slashes.
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items in total. Default: all items.
            page_size: Number of items in each request. Default: `limit`, but at most 100, or the service's page size (10
                where it is known).

        Returns:
            A pager over all `RegistryTag` objects, starting at `page`. It requests each page when the iteration reaches it.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ....._core._sync.paging import Pager
        from . import list_registry_tags

        client = self._client

        def fetch(number: int | Unset, size: int | Unset) -> RegistryTagList:
            return list_registry_tags.sync(image_name, client=client, page=number, limit=size)

        return Pager(
            "container_registry.list_tags",
            fetch,
            lambda envelope: envelope.data,
            start=page,
            limit=limit,
            page_size=page_size,
        )

    def list_tags_page(
        self, image_name: str, *, page: int | Unset = UNSET, limit: int | Unset = UNSET
    ) -> RegistryTagList:
        """List the tags of an image.

        Returns the tags of one image in the organisation's registry, each with the artifact it points to. The
        service returns 404 for an unknown image, and for a name that includes the project.

        `GET /v1/container-registry/images/{image_name}/tags`.

        Args:
            image_name: Name of the image without the registry and the project. The token determines the project. A
                nested name keeps its slashes.
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items on the page. The service's default is 10 where it is known. No maximum is
                documented.

        Returns:
            The `RegistryTagList`: one page of the list.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import list_registry_tags

        return list_registry_tags.sync(image_name, client=self._client, page=page, limit=limit)

    def delete_tag(self, image_name: str, tag_name: str) -> RegistryTagDeleteResponse:
        """Delete one tag of an image.

        Deletes the tag. The artifact stays as long as other tags point to it. The response lists these tags.

        `DELETE /v1/container-registry/images/{image_name}/tags/{tag_name}`.

        Args:
            image_name: Name of the image without the registry and the project. The token determines the project. A
                nested name keeps its slashes.
            tag_name: The tag to delete.

        Returns:
            The `RegistryTagDeleteResponse`.

        Raises:
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import delete_registry_tag

        return delete_registry_tag.sync(image_name, tag_name, client=self._client)

    def bulk_delete_tags(self, image_name: str, tags: Iterable[str]) -> TagBulkDeleteResponse:
        """Delete several tags of an image.

        Tries to delete each tag and reports a result for each. The status is always 207, so check each result,
        or the number of failures in the summary.

        `POST /v1/container-registry/images/{image_name}/tags/bulk-delete`.

        Args:
            image_name: Name of the image without the registry and the project. The token determines the project. A
                nested name keeps its slashes.
            tags: The tags.

        Returns:
            The `TagBulkDeleteResponse`.

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
        from ...models.tag_bulk_delete_request import TagBulkDeleteRequest
        from . import bulk_delete_registry_tags

        body = make_body(TagBulkDeleteRequest, {"tags": tags})

        return bulk_delete_registry_tags.sync(image_name, client=self._client, body=body)


class AsyncContainerRegistryResource:
    """The container registry stores the organisation's images and their tags."""

    __module__ = _PUBLIC_MODULE
    __slots__ = ("_client",)

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self._client).__name__}>"

    def list_tags(
        self, image_name: str, *, page: int | Unset = UNSET, limit: int | Unset = UNSET, page_size: int | Unset = UNSET
    ) -> AsyncPager[RegistryTag, RegistryTagList]:
        """List the tags of an image.

        Returns the tags of one image in the organisation's registry, each with the artifact it points to. The
        service returns 404 for an unknown image, and for a name that includes the project.

        `GET /v1/container-registry/images/{image_name}/tags`.

        Args:
            image_name: Name of the image without the registry and the project. The token determines the project. A
                nested name keeps its slashes.
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items in total. Default: all items.
            page_size: Number of items in each request. Default: `limit`, but at most 100, or the service's page size (10
                where it is known).

        Returns:
            A pager over all `RegistryTag` objects, starting at `page`. It requests each page when the iteration reaches it.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ....._core._async.paging import AsyncPager
        from . import list_registry_tags

        client = self._client

        def fetch(number: int | Unset, size: int | Unset) -> Awaitable[RegistryTagList]:
            return list_registry_tags.asyncio(image_name, client=client, page=number, limit=size)

        return AsyncPager(
            "container_registry.list_tags",
            fetch,
            lambda envelope: envelope.data,
            start=page,
            limit=limit,
            page_size=page_size,
        )

    async def list_tags_page(
        self, image_name: str, *, page: int | Unset = UNSET, limit: int | Unset = UNSET
    ) -> RegistryTagList:
        """List the tags of an image.

        Returns the tags of one image in the organisation's registry, each with the artifact it points to. The
        service returns 404 for an unknown image, and for a name that includes the project.

        `GET /v1/container-registry/images/{image_name}/tags`.

        Args:
            image_name: Name of the image without the registry and the project. The token determines the project. A
                nested name keeps its slashes.
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items on the page. The service's default is 10 where it is known. No maximum is
                documented.

        Returns:
            The `RegistryTagList`: one page of the list.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import list_registry_tags

        return await list_registry_tags.asyncio(image_name, client=self._client, page=page, limit=limit)

    async def delete_tag(self, image_name: str, tag_name: str) -> RegistryTagDeleteResponse:
        """Delete one tag of an image.

        Deletes the tag. The artifact stays as long as other tags point to it. The response lists these tags.

        `DELETE /v1/container-registry/images/{image_name}/tags/{tag_name}`.

        Args:
            image_name: Name of the image without the registry and the project. The token determines the project. A
                nested name keeps its slashes.
            tag_name: The tag to delete.

        Returns:
            The `RegistryTagDeleteResponse`.

        Raises:
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import delete_registry_tag

        return await delete_registry_tag.asyncio(image_name, tag_name, client=self._client)

    async def bulk_delete_tags(self, image_name: str, tags: Iterable[str]) -> TagBulkDeleteResponse:
        """Delete several tags of an image.

        Tries to delete each tag and reports a result for each. The status is always 207, so check each result,
        or the number of failures in the summary.

        `POST /v1/container-registry/images/{image_name}/tags/bulk-delete`.

        Args:
            image_name: Name of the image without the registry and the project. The token determines the project. A
                nested name keeps its slashes.
            tags: The tags.

        Returns:
            The `TagBulkDeleteResponse`.

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
        from ...models.tag_bulk_delete_request import TagBulkDeleteRequest
        from . import bulk_delete_registry_tags

        body = make_body(TagBulkDeleteRequest, {"tags": tags})

        return await bulk_delete_registry_tags.asyncio(image_name, client=self._client, body=body)
