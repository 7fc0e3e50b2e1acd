"""Short labels on a deployment, to find it again.

The resource classes for `Edgegap.deployment_tags` and `AsyncEdgegap.deployment_tags`; beside them, a module per operation.
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
    from ...models.deployment_tag import DeploymentTag
    from ...models.deployment_tag_list import DeploymentTagList
    from . import create_deployment_tag as create_deployment_tag
    from . import delete_deployment_tag as delete_deployment_tag
    from . import get_deployment_tag as get_deployment_tag
    from . import list_deployment_tags as list_deployment_tags
    from . import update_deployment_tag as update_deployment_tag

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
    """Short labels on a deployment, to find it again."""

    __slots__ = ("_client",)

    def __init__(self, client: Client) -> None:
        self._client = client

    def list(
        self, deployment_id: str, *, page: int | Unset = UNSET, limit: int | Unset = UNSET
    ) -> Pager[DeploymentTag, DeploymentTagList]:
        """List the tags of a deployment.

        Walks the tags of one deployment, those given at its start included.

        `GET /v1/deployments/{deployment_id}/tags`.

        Args:
            deployment_id: The deployment's id, called request_id in bodies.
            page: Page to return, counted from 1. The server starts at the first page.
            limit: Items per page. The server's default is 10 where it is known; no maximum is documented.

        Returns:
            A lazy walk over every DeploymentTag, page after page, from `page` on. Nothing is sent until it is iterated.

        Raises:
            BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
            AuthenticationError: The token is missing or not understood (401).
            NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
            RateLimitedError: Too many requests from this organisation (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
        """

        from ....._sync.paging import Pager
        from . import list_deployment_tags

        client = self._client

        def fetch(number: int | Unset) -> DeploymentTagList:
            return list_deployment_tags.sync(deployment_id, client=client, page=number, limit=limit)

        return Pager(fetch, lambda envelope: envelope.tags, start=page, paged=True)

    def list_page(
        self, deployment_id: str, *, page: int | Unset = UNSET, limit: int | Unset = UNSET
    ) -> DeploymentTagList:
        """List the tags of a deployment.

        Walks the tags of one deployment, those given at its start included.

        `GET /v1/deployments/{deployment_id}/tags`.

        Args:
            deployment_id: The deployment's id, called request_id in bodies.
            page: Page to return, counted from 1. The server starts at the first page.
            limit: Items per page. The server's default is 10 where it is known; no maximum is documented.

        Returns:
            One page, as the DeploymentTagList that the server sends.

        Raises:
            BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
            AuthenticationError: The token is missing or not understood (401).
            NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
            RateLimitedError: Too many requests from this organisation (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
        """

        from . import list_deployment_tags

        return list_deployment_tags.sync(deployment_id, client=self._client, page=page, limit=limit)

    def create(self, deployment_id: str, *, name: str) -> DeploymentTag:
        """Add a tag to a deployment.

        Puts one more tag on a deployment. A tag that it has already is answered with 409.

        `POST /v1/deployments/{deployment_id}/tags`.

        Args:
            deployment_id: The deployment's id, called request_id in bodies.
            name: The tag, 1 to 40 characters. Older servers took at most 20.

        Returns:
            The DeploymentTag.

        Raises:
            BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
            AuthenticationError: The token is missing or not understood (401).
            NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
            ConflictError: The name is taken, or the state does not allow it (409).
            RateLimitedError: Too many requests from this organisation (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
        """

        from ...models.deployment_tag_request import DeploymentTagRequest
        from . import create_deployment_tag

        return create_deployment_tag.sync(deployment_id, client=self._client, body=DeploymentTagRequest(name=name))

    def get(self, deployment_id: str, tag_name: str) -> DeploymentTag:
        """Read a tag of a deployment.

        Says whether the deployment has this tag, and since when.

        `GET /v1/deployments/{deployment_id}/tags/{tag_name}`.

        Args:
            deployment_id: The deployment's id, called request_id in bodies.
            tag_name: The tag.

        Returns:
            The DeploymentTag.

        Raises:
            BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
            AuthenticationError: The token is missing or not understood (401).
            NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
            RateLimitedError: Too many requests from this organisation (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
        """

        from . import get_deployment_tag

        return get_deployment_tag.sync(deployment_id, tag_name, client=self._client)

    def delete(self, deployment_id: str, tag_name: str) -> None:
        """Remove a tag from a deployment.

        Takes one tag off a deployment; the deployment itself goes on.

        `DELETE /v1/deployments/{deployment_id}/tags/{tag_name}`.

        Args:
            deployment_id: The deployment's id, called request_id in bodies.
            tag_name: The tag.

        Returns:
            Nothing.

        Raises:
            BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
            AuthenticationError: The token is missing or not understood (401).
            NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
            RateLimitedError: Too many requests from this organisation (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
        """

        from . import delete_deployment_tag

        delete_deployment_tag.sync(deployment_id, tag_name, client=self._client)

    def update(self, deployment_id: str, tag_name: str, *, name: str) -> DeploymentTag:
        """Rename a tag of a deployment.

        Gives a tag another name. A name that the deployment has already is answered with 409.

        `PATCH /v1/deployments/{deployment_id}/tags/{tag_name}`.

        Args:
            deployment_id: The deployment's id, called request_id in bodies.
            tag_name: The tag as it is now.
            name: The tag, 1 to 40 characters. Older servers took at most 20.

        Returns:
            The DeploymentTag.

        Raises:
            BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
            AuthenticationError: The token is missing or not understood (401).
            NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
            ConflictError: The name is taken, or the state does not allow it (409).
            RateLimitedError: Too many requests from this organisation (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
        """

        from ...models.deployment_tag_request import DeploymentTagRequest
        from . import update_deployment_tag

        return update_deployment_tag.sync(
            deployment_id, tag_name, client=self._client, body=DeploymentTagRequest(name=name)
        )


class AsyncDeploymentTagsResource:
    """Short labels on a deployment, to find it again."""

    __slots__ = ("_client",)

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def list(
        self, deployment_id: str, *, page: int | Unset = UNSET, limit: int | Unset = UNSET
    ) -> AsyncPager[DeploymentTag, DeploymentTagList]:
        """List the tags of a deployment.

        Walks the tags of one deployment, those given at its start included.

        `GET /v1/deployments/{deployment_id}/tags`.

        Args:
            deployment_id: The deployment's id, called request_id in bodies.
            page: Page to return, counted from 1. The server starts at the first page.
            limit: Items per page. The server's default is 10 where it is known; no maximum is documented.

        Returns:
            A lazy walk over every DeploymentTag, page after page, from `page` on. Nothing is sent until it is iterated.

        Raises:
            BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
            AuthenticationError: The token is missing or not understood (401).
            NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
            RateLimitedError: Too many requests from this organisation (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
        """

        from ....._async.paging import AsyncPager
        from . import list_deployment_tags

        client = self._client

        def fetch(number: int | Unset) -> Awaitable[DeploymentTagList]:
            return list_deployment_tags.asyncio(deployment_id, client=client, page=number, limit=limit)

        return AsyncPager(fetch, lambda envelope: envelope.tags, start=page, paged=True)

    async def list_page(
        self, deployment_id: str, *, page: int | Unset = UNSET, limit: int | Unset = UNSET
    ) -> DeploymentTagList:
        """List the tags of a deployment.

        Walks the tags of one deployment, those given at its start included.

        `GET /v1/deployments/{deployment_id}/tags`.

        Args:
            deployment_id: The deployment's id, called request_id in bodies.
            page: Page to return, counted from 1. The server starts at the first page.
            limit: Items per page. The server's default is 10 where it is known; no maximum is documented.

        Returns:
            One page, as the DeploymentTagList that the server sends.

        Raises:
            BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
            AuthenticationError: The token is missing or not understood (401).
            NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
            RateLimitedError: Too many requests from this organisation (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
        """

        from . import list_deployment_tags

        return await list_deployment_tags.asyncio(deployment_id, client=self._client, page=page, limit=limit)

    async def create(self, deployment_id: str, *, name: str) -> DeploymentTag:
        """Add a tag to a deployment.

        Puts one more tag on a deployment. A tag that it has already is answered with 409.

        `POST /v1/deployments/{deployment_id}/tags`.

        Args:
            deployment_id: The deployment's id, called request_id in bodies.
            name: The tag, 1 to 40 characters. Older servers took at most 20.

        Returns:
            The DeploymentTag.

        Raises:
            BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
            AuthenticationError: The token is missing or not understood (401).
            NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
            ConflictError: The name is taken, or the state does not allow it (409).
            RateLimitedError: Too many requests from this organisation (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
        """

        from ...models.deployment_tag_request import DeploymentTagRequest
        from . import create_deployment_tag

        return await create_deployment_tag.asyncio(
            deployment_id, client=self._client, body=DeploymentTagRequest(name=name)
        )

    async def get(self, deployment_id: str, tag_name: str) -> DeploymentTag:
        """Read a tag of a deployment.

        Says whether the deployment has this tag, and since when.

        `GET /v1/deployments/{deployment_id}/tags/{tag_name}`.

        Args:
            deployment_id: The deployment's id, called request_id in bodies.
            tag_name: The tag.

        Returns:
            The DeploymentTag.

        Raises:
            BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
            AuthenticationError: The token is missing or not understood (401).
            NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
            RateLimitedError: Too many requests from this organisation (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
        """

        from . import get_deployment_tag

        return await get_deployment_tag.asyncio(deployment_id, tag_name, client=self._client)

    async def delete(self, deployment_id: str, tag_name: str) -> None:
        """Remove a tag from a deployment.

        Takes one tag off a deployment; the deployment itself goes on.

        `DELETE /v1/deployments/{deployment_id}/tags/{tag_name}`.

        Args:
            deployment_id: The deployment's id, called request_id in bodies.
            tag_name: The tag.

        Returns:
            Nothing.

        Raises:
            BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
            AuthenticationError: The token is missing or not understood (401).
            NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
            RateLimitedError: Too many requests from this organisation (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
        """

        from . import delete_deployment_tag

        await delete_deployment_tag.asyncio(deployment_id, tag_name, client=self._client)

    async def update(self, deployment_id: str, tag_name: str, *, name: str) -> DeploymentTag:
        """Rename a tag of a deployment.

        Gives a tag another name. A name that the deployment has already is answered with 409.

        `PATCH /v1/deployments/{deployment_id}/tags/{tag_name}`.

        Args:
            deployment_id: The deployment's id, called request_id in bodies.
            tag_name: The tag as it is now.
            name: The tag, 1 to 40 characters. Older servers took at most 20.

        Returns:
            The DeploymentTag.

        Raises:
            BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
            AuthenticationError: The token is missing or not understood (401).
            NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
            ConflictError: The name is taken, or the state does not allow it (409).
            RateLimitedError: Too many requests from this organisation (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
        """

        from ...models.deployment_tag_request import DeploymentTagRequest
        from . import update_deployment_tag

        return await update_deployment_tag.asyncio(
            deployment_id, tag_name, client=self._client, body=DeploymentTagRequest(name=name)
        )
