"""A pull profile copies files from an endpoint storage into a container when the container starts.

The resource classes of `Edgegap.pull_profiles` and `AsyncEdgegap.pull_profiles`, and a module per operation.
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
    from ...arguments import PullProfileSourceTypeLike
    from ...client import AsyncClient, Client
    from ...models.pull_profile import PullProfile
    from ...models.pull_profile_link import PullProfileLink
    from ...models.pull_profile_list import PullProfileList
    from . import create_pull_profile as create_pull_profile
    from . import delete_pull_profile as delete_pull_profile
    from . import get_pull_profile as get_pull_profile
    from . import link_pull_profile as link_pull_profile
    from . import list_pull_profiles as list_pull_profiles
    from . import unlink_pull_profile as unlink_pull_profile
    from . import update_pull_profile as update_pull_profile

# Where users import the classes below from.
_PUBLIC_MODULE = f"{PACKAGE}.api.pull_profiles"

__all__ = (
    "AsyncPullProfilesResource",
    "PullProfilesResource",
    "create_pull_profile",
    "delete_pull_profile",
    "get_pull_profile",
    "link_pull_profile",
    "list_pull_profiles",
    "unlink_pull_profile",
    "update_pull_profile",
)


def __getattr__(name: str) -> Any:
    if name in __all__:
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class PullProfilesResource:
    """A pull profile copies files from an endpoint storage into a container when the container starts."""

    __module__ = _PUBLIC_MODULE
    __slots__ = ("_client",)

    def __init__(self, client: Client) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self._client).__name__}>"

    def create(
        self,
        endpoint_name: str,
        name: str,
        *,
        source: str,
        source_type: PullProfileSourceTypeLike,
        destination: str,
        exist_ok: bool = False,
    ) -> PullProfile:
        """Create a pull profile.

        Describes a file or folder in the bucket and its destination in a container. Link the profile to a
        version afterwards. The service then copies the files each time a container of the version starts.

        `POST /v1/storage/endpoint/{endpoint_name}/pull-profile`.

        Args:
            endpoint_name: Name of the endpoint storage.
            name: Name of the pull profile.
            source: Path of the file or folder in S3, starting with the bucket.
            source_type: Whether the source is a file or a folder.
            destination: Destination folder in the container. An ordinary user must have the right to write to it.
                With a protected folder such as /etc, the deployment fails.
            exist_ok: If the name is already taken, return the existing object unchanged instead of raising `ConflictError`.

        Returns:
            The `PullProfile`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from .....errors import ConflictError
        from ...bodies import make_body
        from ...models.pull_profile_create_request import PullProfileCreateRequest
        from . import create_pull_profile

        body = make_body(
            PullProfileCreateRequest,
            {"name": name, "source": source, "source_type": source_type, "destination": destination},
        )

        try:
            return create_pull_profile.sync(endpoint_name, client=self._client, body=body)
        except ConflictError:
            if not exist_ok:
                raise
        return self.get(endpoint_name, name)

    def get(self, endpoint_name: str, pull_profile_name: str) -> PullProfile:
        """Read a pull profile.

        Returns one pull profile. The response does not include the versions that use it.

        `GET /v1/storage/endpoint/{endpoint_name}/pull-profile/{pull_profile_name}`.

        Args:
            endpoint_name: Name of the endpoint storage.
            pull_profile_name: Name of the pull profile.

        Returns:
            The `PullProfile`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import get_pull_profile

        return get_pull_profile.sync(endpoint_name, pull_profile_name, client=self._client)

    def delete(self, endpoint_name: str, pull_profile_name: str) -> None:
        """Delete a pull profile.

        Deletes the pull profile. Linked versions no longer receive its files. The endpoint storage stays.

        `DELETE /v1/storage/endpoint/{endpoint_name}/pull-profile/{pull_profile_name}`.

        Args:
            endpoint_name: Name of the endpoint storage.
            pull_profile_name: Name of the pull profile.

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

        from . import delete_pull_profile

        delete_pull_profile.sync(endpoint_name, pull_profile_name, client=self._client)

    def update(
        self,
        endpoint_name: str,
        pull_profile_name: str,
        *,
        name: str | Unset = UNSET,
        source: str | Unset = UNSET,
        source_type: PullProfileSourceTypeLike | Unset = UNSET,
        destination: str | Unset = UNSET,
    ) -> PullProfile:
        """Change a pull profile.

        Changes the given fields and keeps the others. The service copies files only when a container starts.

        `PATCH /v1/storage/endpoint/{endpoint_name}/pull-profile/{pull_profile_name}`.

        Args:
            endpoint_name: Name of the endpoint storage.
            pull_profile_name: Name of the pull profile.
            name: New name of the pull profile.
            source: Path of the file or folder in S3, starting with the bucket.
            source_type: Whether the source is a file or a folder.
            destination: Destination folder in the container. An ordinary user must have the right to write to it.
                With a protected folder such as /etc, the deployment fails.

        Returns:
            The `PullProfile`.

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
        from ...models.pull_profile_update_request import PullProfileUpdateRequest
        from . import update_pull_profile

        body = make_body(
            PullProfileUpdateRequest,
            {"name": name, "source": source, "source_type": source_type, "destination": destination},
        )

        return update_pull_profile.sync(endpoint_name, pull_profile_name, client=self._client, body=body)

    def list(
        self,
        endpoint_name: str,
        *,
        page: int | Unset = UNSET,
        limit: int | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> Pager[PullProfile, PullProfileList]:
        """List the pull profiles of an endpoint storage.

        Returns the pull profiles that read from this endpoint storage, page by page.

        `GET /v1/storage/endpoint/{endpoint_name}/pull-profiles`.

        Args:
            endpoint_name: Name of the endpoint storage.
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items in total. Default: all items.
            page_size: Number of items in each request. Default: `limit`, but at most 100, or the service's page size (10
                where it is known).

        Returns:
            A pager over all `PullProfile` objects, starting at `page`. It requests each page when the iteration reaches it.

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
        from . import list_pull_profiles

        client = self._client

        def fetch(number: int | Unset, size: int | Unset) -> PullProfileList:
            return list_pull_profiles.sync(endpoint_name, client=client, page=number, limit=size)

        return Pager(
            "pull_profiles.list",
            fetch,
            lambda envelope: envelope.pull_profiles,
            start=page,
            limit=limit,
            page_size=page_size,
        )

    def list_page(
        self, endpoint_name: str, *, page: int | Unset = UNSET, limit: int | Unset = UNSET
    ) -> PullProfileList:
        """List the pull profiles of an endpoint storage.

        Returns the pull profiles that read from this endpoint storage, page by page.

        `GET /v1/storage/endpoint/{endpoint_name}/pull-profiles`.

        Args:
            endpoint_name: Name of the endpoint storage.
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items on the page. The service's default is 10 where it is known. No maximum is
                documented.

        Returns:
            The `PullProfileList`: one page of the list.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import list_pull_profiles

        return list_pull_profiles.sync(endpoint_name, client=self._client, page=page, limit=limit)

    def link(self, endpoint_name: str, pull_profile_name: str, app_name: str, version_name: str) -> PullProfileLink:
        """Link a pull profile to a version.

        Containers of the version receive the profile's files when they start. A pull profile without a link
        does nothing. The request has no body.

        `PUT /v1/storage/endpoint/{endpoint_name}/pull-profile/{pull_profile_name}/app/{app_name}/version/{version_name}`.

        Args:
            endpoint_name: Name of the endpoint storage.
            pull_profile_name: Name of the pull profile.
            app_name: Name of the application.
            version_name: Name of the version.

        Returns:
            The `PullProfileLink`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import link_pull_profile

        return link_pull_profile.sync(endpoint_name, pull_profile_name, app_name, version_name, client=self._client)

    def unlink(self, endpoint_name: str, pull_profile_name: str, app_name: str, version_name: str) -> None:
        """Remove the link between a pull profile and a version.

        Containers of the version no longer receive the profile's files. Both the profile and the version stay.

        `DELETE /v1/storage/endpoint/{endpoint_name}/pull-profile/{pull_profile_name}/app/{app_name}/version/{version_name}`.

        Args:
            endpoint_name: Name of the endpoint storage.
            pull_profile_name: Name of the pull profile.
            app_name: Name of the application.
            version_name: Name of the version.

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

        from . import unlink_pull_profile

        unlink_pull_profile.sync(endpoint_name, pull_profile_name, app_name, version_name, client=self._client)


class AsyncPullProfilesResource:
    """A pull profile copies files from an endpoint storage into a container when the container starts."""

    __module__ = _PUBLIC_MODULE
    __slots__ = ("_client",)

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self._client).__name__}>"

    async def create(
        self,
        endpoint_name: str,
        name: str,
        *,
        source: str,
        source_type: PullProfileSourceTypeLike,
        destination: str,
        exist_ok: bool = False,
    ) -> PullProfile:
        """Create a pull profile.

        Describes a file or folder in the bucket and its destination in a container. Link the profile to a
        version afterwards. The service then copies the files each time a container of the version starts.

        `POST /v1/storage/endpoint/{endpoint_name}/pull-profile`.

        Args:
            endpoint_name: Name of the endpoint storage.
            name: Name of the pull profile.
            source: Path of the file or folder in S3, starting with the bucket.
            source_type: Whether the source is a file or a folder.
            destination: Destination folder in the container. An ordinary user must have the right to write to it.
                With a protected folder such as /etc, the deployment fails.
            exist_ok: If the name is already taken, return the existing object unchanged instead of raising `ConflictError`.

        Returns:
            The `PullProfile`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from .....errors import ConflictError
        from ...bodies import make_body
        from ...models.pull_profile_create_request import PullProfileCreateRequest
        from . import create_pull_profile

        body = make_body(
            PullProfileCreateRequest,
            {"name": name, "source": source, "source_type": source_type, "destination": destination},
        )

        try:
            return await create_pull_profile.asyncio(endpoint_name, client=self._client, body=body)
        except ConflictError:
            if not exist_ok:
                raise
        return await self.get(endpoint_name, name)

    async def get(self, endpoint_name: str, pull_profile_name: str) -> PullProfile:
        """Read a pull profile.

        Returns one pull profile. The response does not include the versions that use it.

        `GET /v1/storage/endpoint/{endpoint_name}/pull-profile/{pull_profile_name}`.

        Args:
            endpoint_name: Name of the endpoint storage.
            pull_profile_name: Name of the pull profile.

        Returns:
            The `PullProfile`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import get_pull_profile

        return await get_pull_profile.asyncio(endpoint_name, pull_profile_name, client=self._client)

    async def delete(self, endpoint_name: str, pull_profile_name: str) -> None:
        """Delete a pull profile.

        Deletes the pull profile. Linked versions no longer receive its files. The endpoint storage stays.

        `DELETE /v1/storage/endpoint/{endpoint_name}/pull-profile/{pull_profile_name}`.

        Args:
            endpoint_name: Name of the endpoint storage.
            pull_profile_name: Name of the pull profile.

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

        from . import delete_pull_profile

        await delete_pull_profile.asyncio(endpoint_name, pull_profile_name, client=self._client)

    async def update(
        self,
        endpoint_name: str,
        pull_profile_name: str,
        *,
        name: str | Unset = UNSET,
        source: str | Unset = UNSET,
        source_type: PullProfileSourceTypeLike | Unset = UNSET,
        destination: str | Unset = UNSET,
    ) -> PullProfile:
        """Change a pull profile.

        Changes the given fields and keeps the others. The service copies files only when a container starts.

        `PATCH /v1/storage/endpoint/{endpoint_name}/pull-profile/{pull_profile_name}`.

        Args:
            endpoint_name: Name of the endpoint storage.
            pull_profile_name: Name of the pull profile.
            name: New name of the pull profile.
            source: Path of the file or folder in S3, starting with the bucket.
            source_type: Whether the source is a file or a folder.
            destination: Destination folder in the container. An ordinary user must have the right to write to it.
                With a protected folder such as /etc, the deployment fails.

        Returns:
            The `PullProfile`.

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
        from ...models.pull_profile_update_request import PullProfileUpdateRequest
        from . import update_pull_profile

        body = make_body(
            PullProfileUpdateRequest,
            {"name": name, "source": source, "source_type": source_type, "destination": destination},
        )

        return await update_pull_profile.asyncio(endpoint_name, pull_profile_name, client=self._client, body=body)

    def list(
        self,
        endpoint_name: str,
        *,
        page: int | Unset = UNSET,
        limit: int | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> AsyncPager[PullProfile, PullProfileList]:
        """List the pull profiles of an endpoint storage.

        Returns the pull profiles that read from this endpoint storage, page by page.

        `GET /v1/storage/endpoint/{endpoint_name}/pull-profiles`.

        Args:
            endpoint_name: Name of the endpoint storage.
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items in total. Default: all items.
            page_size: Number of items in each request. Default: `limit`, but at most 100, or the service's page size (10
                where it is known).

        Returns:
            A pager over all `PullProfile` objects, starting at `page`. It requests each page when the iteration reaches it.

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
        from . import list_pull_profiles

        client = self._client

        def fetch(number: int | Unset, size: int | Unset) -> Awaitable[PullProfileList]:
            return list_pull_profiles.asyncio(endpoint_name, client=client, page=number, limit=size)

        return AsyncPager(
            "pull_profiles.list",
            fetch,
            lambda envelope: envelope.pull_profiles,
            start=page,
            limit=limit,
            page_size=page_size,
        )

    async def list_page(
        self, endpoint_name: str, *, page: int | Unset = UNSET, limit: int | Unset = UNSET
    ) -> PullProfileList:
        """List the pull profiles of an endpoint storage.

        Returns the pull profiles that read from this endpoint storage, page by page.

        `GET /v1/storage/endpoint/{endpoint_name}/pull-profiles`.

        Args:
            endpoint_name: Name of the endpoint storage.
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items on the page. The service's default is 10 where it is known. No maximum is
                documented.

        Returns:
            The `PullProfileList`: one page of the list.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import list_pull_profiles

        return await list_pull_profiles.asyncio(endpoint_name, client=self._client, page=page, limit=limit)

    async def link(
        self, endpoint_name: str, pull_profile_name: str, app_name: str, version_name: str
    ) -> PullProfileLink:
        """Link a pull profile to a version.

        Containers of the version receive the profile's files when they start. A pull profile without a link
        does nothing. The request has no body.

        `PUT /v1/storage/endpoint/{endpoint_name}/pull-profile/{pull_profile_name}/app/{app_name}/version/{version_name}`.

        Args:
            endpoint_name: Name of the endpoint storage.
            pull_profile_name: Name of the pull profile.
            app_name: Name of the application.
            version_name: Name of the version.

        Returns:
            The `PullProfileLink`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import link_pull_profile

        return await link_pull_profile.asyncio(
            endpoint_name, pull_profile_name, app_name, version_name, client=self._client
        )

    async def unlink(self, endpoint_name: str, pull_profile_name: str, app_name: str, version_name: str) -> None:
        """Remove the link between a pull profile and a version.

        Containers of the version no longer receive the profile's files. Both the profile and the version stay.

        `DELETE /v1/storage/endpoint/{endpoint_name}/pull-profile/{pull_profile_name}/app/{app_name}/version/{version_name}`.

        Args:
            endpoint_name: Name of the endpoint storage.
            pull_profile_name: Name of the pull profile.
            app_name: Name of the application.
            version_name: Name of the version.

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

        from . import unlink_pull_profile

        await unlink_pull_profile.asyncio(endpoint_name, pull_profile_name, app_name, version_name, client=self._client)
