"""A tag is a short label on a deployment. Use it to find the deployment again.

The resource classes of `Edgegap.deployment_tags` and `AsyncEdgegap.deployment_tags`, and a module per operation.
"""

from __future__ import annotations

from collections.abc import Awaitable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ....._core.public import PACKAGE
from ...types import UNSET, Unset

if TYPE_CHECKING:
    from ....._core._async.paging import AsyncPager
    from ....._core._sync.paging import Pager
    from ...client import AsyncClient, Client
    from ...models.deployment_tag import DeploymentTag
    from ...models.deployment_tag_list import DeploymentTagList
    from . import create_deployment_tag as create_deployment_tag
    from . import delete_deployment_tag as delete_deployment_tag
    from . import get_deployment_tag as get_deployment_tag
    from . import list_deployment_tags as list_deployment_tags
    from . import update_deployment_tag as update_deployment_tag

# Where users import the classes below from.
_PUBLIC_MODULE = f"{PACKAGE}.api.deployment_tags"

__all__ = (
    "AsyncDeploymentTagsResource",
    "DeploymentTagsResource",
    "create_deployment_tag",
    "delete_deployment_tag",
    "get_deployment_tag",
    "list_deployment_tags",
    "update_deployment_tag",
)


def __getattr__(name: str) -> Any:
    if name in __all__:
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class DeploymentTagsResource:
    """A tag is a short label on a deployment. Use it to find the deployment again."""

    __module__ = _PUBLIC_MODULE
    __slots__ = ("_client",)

    def __init__(self, client: Client) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self._client).__name__}>"

    def list(
        self,
        deployment_id: str,
        *,
        page: int | Unset = UNSET,
        limit: int | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> Pager[DeploymentTag, DeploymentTagList]:
        """List the tags of a deployment.

        Lists the tags of one deployment, including the tags of the create request.

        `GET /v1/deployments/{deployment_id}/tags`.

        Args:
            deployment_id: The deployment's id, called `request_id` in bodies.
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items in total. Default: all items.
            page_size: Number of items in each request. Default: `limit`, but at most 100, or the service's page size (10
                where it is known).

        Returns:
            A pager over all `DeploymentTag` objects, starting at `page`. It requests each page when the iteration reaches it.

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
        from . import list_deployment_tags

        client = self._client

        def fetch(number: int | Unset, size: int | Unset) -> DeploymentTagList:
            return list_deployment_tags.sync(deployment_id, client=client, page=number, limit=size)

        return Pager(
            "deployment_tags.list", fetch, lambda envelope: envelope.tags, start=page, limit=limit, page_size=page_size
        )

    def list_page(
        self, deployment_id: str, *, page: int | Unset = UNSET, limit: int | Unset = UNSET
    ) -> DeploymentTagList:
        """List the tags of a deployment.

        Lists the tags of one deployment, including the tags of the create request.

        `GET /v1/deployments/{deployment_id}/tags`.

        Args:
            deployment_id: The deployment's id, called `request_id` in bodies.
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items on the page. The service's default is 10 where it is known. No maximum is
                documented.

        Returns:
            The `DeploymentTagList`: one page of the list.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import list_deployment_tags

        return list_deployment_tags.sync(deployment_id, client=self._client, page=page, limit=limit)

    def create(self, deployment_id: str, name: str, *, exist_ok: bool = False) -> DeploymentTag:
        """Add a tag to a deployment.

        Adds one tag to a deployment. The service returns 409 if the deployment already has the tag.

        `POST /v1/deployments/{deployment_id}/tags`.

        Args:
            deployment_id: The deployment's id, called `request_id` in bodies.
            name: The tag, 1 to 40 characters. Older versions of the service accept at most 20.
            exist_ok: If the name is already taken, return the existing object unchanged instead of raising `ConflictError`.

        Returns:
            The `DeploymentTag`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            ConflictError: The name is already taken, or the state does not allow the request (409).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from .....errors import ConflictError
        from ...bodies import make_body
        from ...models.deployment_tag_request import DeploymentTagRequest
        from . import create_deployment_tag

        body = make_body(DeploymentTagRequest, {"name": name})

        try:
            return create_deployment_tag.sync(deployment_id, client=self._client, body=body)
        except ConflictError:
            if not exist_ok:
                raise
        return self.get(deployment_id, name)

    def get(self, deployment_id: str, tag_name: str) -> DeploymentTag:
        """Read a tag of a deployment.

        Returns one tag of a deployment, with the time when it was added.

        `GET /v1/deployments/{deployment_id}/tags/{tag_name}`.

        Args:
            deployment_id: The deployment's id, called `request_id` in bodies.
            tag_name: The tag.

        Returns:
            The `DeploymentTag`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import get_deployment_tag

        return get_deployment_tag.sync(deployment_id, tag_name, client=self._client)

    def delete(self, deployment_id: str, tag_name: str) -> None:
        """Remove a tag from a deployment.

        Removes one tag from a deployment. The deployment continues to run.

        `DELETE /v1/deployments/{deployment_id}/tags/{tag_name}`.

        Args:
            deployment_id: The deployment's id, called `request_id` in bodies.
            tag_name: The tag.

        Returns:
            None.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import delete_deployment_tag

        delete_deployment_tag.sync(deployment_id, tag_name, client=self._client)

    def update(self, deployment_id: str, tag_name: str, *, name: str) -> DeploymentTag:
        """Rename a tag of a deployment.

        Renames a tag. The service returns 409 if the deployment already has a tag with the new name.

        `PATCH /v1/deployments/{deployment_id}/tags/{tag_name}`.

        Args:
            deployment_id: The deployment's id, called `request_id` in bodies.
            tag_name: The tag with its current name.
            name: The tag, 1 to 40 characters. Older versions of the service accept at most 20.

        Returns:
            The `DeploymentTag`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            ConflictError: The name is already taken, or the state does not allow the request (409).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.deployment_tag_request import DeploymentTagRequest
        from . import update_deployment_tag

        body = make_body(DeploymentTagRequest, {"name": name})

        return update_deployment_tag.sync(deployment_id, tag_name, client=self._client, body=body)


class AsyncDeploymentTagsResource:
    """A tag is a short label on a deployment. Use it to find the deployment again."""

    __module__ = _PUBLIC_MODULE
    __slots__ = ("_client",)

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self._client).__name__}>"

    def list(
        self,
        deployment_id: str,
        *,
        page: int | Unset = UNSET,
        limit: int | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> AsyncPager[DeploymentTag, DeploymentTagList]:
        """List the tags of a deployment.

        Lists the tags of one deployment, including the tags of the create request.

        `GET /v1/deployments/{deployment_id}/tags`.

        Args:
            deployment_id: The deployment's id, called `request_id` in bodies.
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items in total. Default: all items.
            page_size: Number of items in each request. Default: `limit`, but at most 100, or the service's page size (10
                where it is known).

        Returns:
            A pager over all `DeploymentTag` objects, starting at `page`. It requests each page when the iteration reaches it.

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
        from . import list_deployment_tags

        client = self._client

        def fetch(number: int | Unset, size: int | Unset) -> Awaitable[DeploymentTagList]:
            return list_deployment_tags.asyncio(deployment_id, client=client, page=number, limit=size)

        return AsyncPager(
            "deployment_tags.list", fetch, lambda envelope: envelope.tags, start=page, limit=limit, page_size=page_size
        )

    async def list_page(
        self, deployment_id: str, *, page: int | Unset = UNSET, limit: int | Unset = UNSET
    ) -> DeploymentTagList:
        """List the tags of a deployment.

        Lists the tags of one deployment, including the tags of the create request.

        `GET /v1/deployments/{deployment_id}/tags`.

        Args:
            deployment_id: The deployment's id, called `request_id` in bodies.
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items on the page. The service's default is 10 where it is known. No maximum is
                documented.

        Returns:
            The `DeploymentTagList`: one page of the list.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import list_deployment_tags

        return await list_deployment_tags.asyncio(deployment_id, client=self._client, page=page, limit=limit)

    async def create(self, deployment_id: str, name: str, *, exist_ok: bool = False) -> DeploymentTag:
        """Add a tag to a deployment.

        Adds one tag to a deployment. The service returns 409 if the deployment already has the tag.

        `POST /v1/deployments/{deployment_id}/tags`.

        Args:
            deployment_id: The deployment's id, called `request_id` in bodies.
            name: The tag, 1 to 40 characters. Older versions of the service accept at most 20.
            exist_ok: If the name is already taken, return the existing object unchanged instead of raising `ConflictError`.

        Returns:
            The `DeploymentTag`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            ConflictError: The name is already taken, or the state does not allow the request (409).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from .....errors import ConflictError
        from ...bodies import make_body
        from ...models.deployment_tag_request import DeploymentTagRequest
        from . import create_deployment_tag

        body = make_body(DeploymentTagRequest, {"name": name})

        try:
            return await create_deployment_tag.asyncio(deployment_id, client=self._client, body=body)
        except ConflictError:
            if not exist_ok:
                raise
        return await self.get(deployment_id, name)

    async def get(self, deployment_id: str, tag_name: str) -> DeploymentTag:
        """Read a tag of a deployment.

        Returns one tag of a deployment, with the time when it was added.

        `GET /v1/deployments/{deployment_id}/tags/{tag_name}`.

        Args:
            deployment_id: The deployment's id, called `request_id` in bodies.
            tag_name: The tag.

        Returns:
            The `DeploymentTag`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import get_deployment_tag

        return await get_deployment_tag.asyncio(deployment_id, tag_name, client=self._client)

    async def delete(self, deployment_id: str, tag_name: str) -> None:
        """Remove a tag from a deployment.

        Removes one tag from a deployment. The deployment continues to run.

        `DELETE /v1/deployments/{deployment_id}/tags/{tag_name}`.

        Args:
            deployment_id: The deployment's id, called `request_id` in bodies.
            tag_name: The tag.

        Returns:
            None.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import delete_deployment_tag

        await delete_deployment_tag.asyncio(deployment_id, tag_name, client=self._client)

    async def update(self, deployment_id: str, tag_name: str, *, name: str) -> DeploymentTag:
        """Rename a tag of a deployment.

        Renames a tag. The service returns 409 if the deployment already has a tag with the new name.

        `PATCH /v1/deployments/{deployment_id}/tags/{tag_name}`.

        Args:
            deployment_id: The deployment's id, called `request_id` in bodies.
            tag_name: The tag with its current name.
            name: The tag, 1 to 40 characters. Older versions of the service accept at most 20.

        Returns:
            The `DeploymentTag`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            ConflictError: The name is already taken, or the state does not allow the request (409).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.deployment_tag_request import DeploymentTagRequest
        from . import update_deployment_tag

        body = make_body(DeploymentTagRequest, {"name": name})

        return await update_deployment_tag.asyncio(deployment_id, tag_name, client=self._client, body=body)
