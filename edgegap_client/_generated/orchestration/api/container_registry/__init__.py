"""Images and tags in the organisation's registry.

The resource classes for `Edgegap.container_registry` and `AsyncEdgegap.container_registry`; beside them, a module per operation.
"""

from __future__ import annotations

from collections.abc import Awaitable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ...types import UNSET, Unset

if TYPE_CHECKING:
    from ....._async.paging import AsyncPager
    from ....._sync.paging import Pager
    from ...client import AsyncClient, Client
    from ...models.registry_tag import RegistryTag
    from ...models.registry_tag_delete_response import RegistryTagDeleteResponse
    from ...models.registry_tag_list import RegistryTagList
    from ...models.tag_bulk_delete_response import TagBulkDeleteResponse
    from . import bulk_delete_registry_tags as bulk_delete_registry_tags
    from . import delete_registry_tag as delete_registry_tag
    from . import list_registry_tags as list_registry_tags

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
    """Images and tags in the organisation's registry."""

    __slots__ = ("_client",)

    def __init__(self, client: Client) -> None:
        self._client = client

    def list_tags(
        self, image_name: str, *, page: int | Unset = UNSET, limit: int | Unset = UNSET
    ) -> Pager[RegistryTag, RegistryTagList]:
        """List the tags of an image.

        Returns the tags of one image in the organisation's registry, each with the artifact it points to. An
        image the project does not have answers 404, and so does a name that includes the project.

        `GET /v1/container-registry/images/{image_name}/tags`.

        Args:
            image_name: Name of the image without the registry and the project, which follows from the token. Slashes of a
                nested name stay as they are.
            page: Page to return, counted from 1. The server starts at the first page.
            limit: Items per page. The server's default is 10 where it is known; no maximum is documented.

        Returns:
            A lazy walk over every RegistryTag, page after page, from `page` on. Nothing is sent until it is iterated.

        Raises:
            BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
            AuthenticationError: The token is missing or not understood (401).
            NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
            RateLimitedError: Too many requests from this organisation (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
        """

        from ....._sync.paging import Pager
        from . import list_registry_tags

        client = self._client

        def fetch(number: int | Unset) -> RegistryTagList:
            return list_registry_tags.sync(image_name, client=client, page=number, limit=limit)

        return Pager(fetch, lambda envelope: envelope.data, start=page, paged=True)

    def list_tags_page(
        self, image_name: str, *, page: int | Unset = UNSET, limit: int | Unset = UNSET
    ) -> RegistryTagList:
        """List the tags of an image.

        Returns the tags of one image in the organisation's registry, each with the artifact it points to. An
        image the project does not have answers 404, and so does a name that includes the project.

        `GET /v1/container-registry/images/{image_name}/tags`.

        Args:
            image_name: Name of the image without the registry and the project, which follows from the token. Slashes of a
                nested name stay as they are.
            page: Page to return, counted from 1. The server starts at the first page.
            limit: Items per page. The server's default is 10 where it is known; no maximum is documented.

        Returns:
            One page, as the RegistryTagList that the server sends.

        Raises:
            BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
            AuthenticationError: The token is missing or not understood (401).
            NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
            RateLimitedError: Too many requests from this organisation (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
        """

        from . import list_registry_tags

        return list_registry_tags.sync(image_name, client=self._client, page=page, limit=limit)

    def delete_tag(self, image_name: str, tag_name: str) -> RegistryTagDeleteResponse:
        """Delete one tag of an image.

        Removes the tag. The artifact behind it stays as long as other tags point to it; the answer says which
        do.

        `DELETE /v1/container-registry/images/{image_name}/tags/{tag_name}`.

        Args:
            image_name: Name of the image without the registry and the project, which follows from the token. Slashes of a
                nested name stay as they are.
            tag_name: The tag to delete.

        Returns:
            The RegistryTagDeleteResponse.

        Raises:
            AuthenticationError: The token is missing or not understood (401).
            NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
            RateLimitedError: Too many requests from this organisation (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
        """

        from . import delete_registry_tag

        return delete_registry_tag.sync(image_name, tag_name, client=self._client)

    def bulk_delete_tags(self, image_name: str, *, tags: list[str]) -> TagBulkDeleteResponse:
        """Delete several tags of an image.

        Tries to remove each tag and reports on each. The status is 207 whatever happens: look at the results,
        or at the number of failures in the summary.

        `POST /v1/container-registry/images/{image_name}/tags/bulk-delete`.

        Args:
            image_name: Name of the image without the registry and the project, which follows from the token. Slashes of a
                nested name stay as they are.
            tags: The tags.

        Returns:
            The TagBulkDeleteResponse.

        Raises:
            BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
            AuthenticationError: The token is missing or not understood (401).
            NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
            RateLimitedError: Too many requests from this organisation (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
        """

        from ...models.tag_bulk_delete_request import TagBulkDeleteRequest
        from . import bulk_delete_registry_tags

        return bulk_delete_registry_tags.sync(image_name, client=self._client, body=TagBulkDeleteRequest(tags=tags))


class AsyncContainerRegistryResource:
    """Images and tags in the organisation's registry."""

    __slots__ = ("_client",)

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def list_tags(
        self, image_name: str, *, page: int | Unset = UNSET, limit: int | Unset = UNSET
    ) -> AsyncPager[RegistryTag, RegistryTagList]:
        """List the tags of an image.

        Returns the tags of one image in the organisation's registry, each with the artifact it points to. An
        image the project does not have answers 404, and so does a name that includes the project.

        `GET /v1/container-registry/images/{image_name}/tags`.

        Args:
            image_name: Name of the image without the registry and the project, which follows from the token. Slashes of a
                nested name stay as they are.
            page: Page to return, counted from 1. The server starts at the first page.
            limit: Items per page. The server's default is 10 where it is known; no maximum is documented.

        Returns:
            A lazy walk over every RegistryTag, page after page, from `page` on. Nothing is sent until it is iterated.

        Raises:
            BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
            AuthenticationError: The token is missing or not understood (401).
            NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
            RateLimitedError: Too many requests from this organisation (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
        """

        from ....._async.paging import AsyncPager
        from . import list_registry_tags

        client = self._client

        def fetch(number: int | Unset) -> Awaitable[RegistryTagList]:
            return list_registry_tags.asyncio(image_name, client=client, page=number, limit=limit)

        return AsyncPager(fetch, lambda envelope: envelope.data, start=page, paged=True)

    async def list_tags_page(
        self, image_name: str, *, page: int | Unset = UNSET, limit: int | Unset = UNSET
    ) -> RegistryTagList:
        """List the tags of an image.

        Returns the tags of one image in the organisation's registry, each with the artifact it points to. An
        image the project does not have answers 404, and so does a name that includes the project.

        `GET /v1/container-registry/images/{image_name}/tags`.

        Args:
            image_name: Name of the image without the registry and the project, which follows from the token. Slashes of a
                nested name stay as they are.
            page: Page to return, counted from 1. The server starts at the first page.
            limit: Items per page. The server's default is 10 where it is known; no maximum is documented.

        Returns:
            One page, as the RegistryTagList that the server sends.

        Raises:
            BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
            AuthenticationError: The token is missing or not understood (401).
            NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
            RateLimitedError: Too many requests from this organisation (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
        """

        from . import list_registry_tags

        return await list_registry_tags.asyncio(image_name, client=self._client, page=page, limit=limit)

    async def delete_tag(self, image_name: str, tag_name: str) -> RegistryTagDeleteResponse:
        """Delete one tag of an image.

        Removes the tag. The artifact behind it stays as long as other tags point to it; the answer says which
        do.

        `DELETE /v1/container-registry/images/{image_name}/tags/{tag_name}`.

        Args:
            image_name: Name of the image without the registry and the project, which follows from the token. Slashes of a
                nested name stay as they are.
            tag_name: The tag to delete.

        Returns:
            The RegistryTagDeleteResponse.

        Raises:
            AuthenticationError: The token is missing or not understood (401).
            NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
            RateLimitedError: Too many requests from this organisation (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
        """

        from . import delete_registry_tag

        return await delete_registry_tag.asyncio(image_name, tag_name, client=self._client)

    async def bulk_delete_tags(self, image_name: str, *, tags: list[str]) -> TagBulkDeleteResponse:
        """Delete several tags of an image.

        Tries to remove each tag and reports on each. The status is 207 whatever happens: look at the results,
        or at the number of failures in the summary.

        `POST /v1/container-registry/images/{image_name}/tags/bulk-delete`.

        Args:
            image_name: Name of the image without the registry and the project, which follows from the token. Slashes of a
                nested name stay as they are.
            tags: The tags.

        Returns:
            The TagBulkDeleteResponse.

        Raises:
            BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
            AuthenticationError: The token is missing or not understood (401).
            NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
            RateLimitedError: Too many requests from this organisation (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
        """

        from ...models.tag_bulk_delete_request import TagBulkDeleteRequest
        from . import bulk_delete_registry_tags

        return await bulk_delete_registry_tags.asyncio(
            image_name, client=self._client, body=TagBulkDeleteRequest(tags=tags)
        )
