"""Applications group the versions of one game server.

The resource classes of `Edgegap.applications` and `AsyncEdgegap.applications`, and a module per operation.
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
    from ...models.app_list import AppList
    from ...models.application import Application
    from . import create_application as create_application
    from . import delete_application as delete_application
    from . import get_application as get_application
    from . import list_applications as list_applications
    from . import update_application as update_application

# Where users import the classes below from.
_PUBLIC_MODULE = f"{PACKAGE}.api.applications"

__all__ = (
    "ApplicationsResource",
    "AsyncApplicationsResource",
    "create_application",
    "delete_application",
    "get_application",
    "list_applications",
    "update_application",
)


def __getattr__(name: str) -> Any:
    if name in __all__:
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class ApplicationsResource:
    """Applications group the versions of one game server."""

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
        is_active: bool = True,
        image: str = "",
        is_telemetry_agent_active: bool | Unset = UNSET,
        exist_ok: bool = False,
    ) -> Application:
        """Create an application.

        Creates an empty application. Add versions to it before you deploy. The service returns 409 if the name
        is taken, and 400 if a quota is used up.

        `POST /v1/app`.

        Args:
            name: Name of the application, 3 to 64 characters, unique in the organisation.
            is_active: Whether versions of the application can be deployed.
            image: Picture of the application as base64 text. Older documentation allows at most 300 KB.
            is_telemetry_agent_active: Whether versions of the application carry the telemetry agent. The newest
                specification no longer has this field.
            exist_ok: If the name is already taken, return the existing object unchanged instead of raising `ConflictError`.

        Returns:
            The `Application`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            ConflictError: The name is already taken, or the state does not allow the request (409).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from .....errors import ConflictError
        from ...bodies import make_body
        from ...models.app_create_request import AppCreateRequest
        from . import create_application

        body = make_body(
            AppCreateRequest,
            {
                "name": name,
                "is_active": is_active,
                "image": image,
                "is_telemetry_agent_active": is_telemetry_agent_active,
            },
        )

        try:
            return create_application.sync(client=self._client, body=body)
        except ConflictError:
            if not exist_ok:
                raise
        return self.get(name)

    def get(self, app_name: str) -> Application:
        """Read an application.

        Returns one application with its picture, so the response can be large. The response does not include
        its versions.

        `GET /v1/app/{app_name}`.

        Args:
            app_name: Name of the application.

        Returns:
            The `Application`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import get_application

        return get_application.sync(app_name, client=self._client)

    def delete(self, app_name: str) -> None:
        """Delete an application with all its versions.

        Removes the application and every version in it. You cannot undo this.

        `DELETE /v1/app/{app_name}`.

        Args:
            app_name: Name of the application.

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

        from . import delete_application

        delete_application.sync(app_name, client=self._client)

    def update(
        self,
        app_name: str,
        *,
        name: str | Unset = UNSET,
        is_active: bool | Unset = UNSET,
        image: str | Unset = UNSET,
        is_telemetry_agent_active: bool | Unset = UNSET,
    ) -> Application:
        """Change an application.

        Changes the given fields and keeps the others. The service returns 409 if the new name is taken. After a
        rename, the old name no longer works.

        `PATCH /v1/app/{app_name}`.

        Args:
            app_name: Name of the application.
            name: New name of the application, 3 to 64 characters, unique in the organisation.
            is_active: Whether versions of the application can be deployed.
            image: Picture of the application as base64 text. Older documentation allows at most 300 KB.
            is_telemetry_agent_active: Whether versions of the application carry the telemetry agent. The newest
                specification no longer has this field.

        Returns:
            The `Application`.

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
        from ...models.app_update_request import AppUpdateRequest
        from . import update_application

        body = make_body(
            AppUpdateRequest,
            {
                "name": name,
                "is_active": is_active,
                "image": image,
                "is_telemetry_agent_active": is_telemetry_agent_active,
            },
        )

        return update_application.sync(app_name, client=self._client, body=body)

    def list(
        self, *, page: int | Unset = UNSET, limit: int | Unset = UNSET, page_size: int | Unset = UNSET
    ) -> Pager[Application, AppList]:
        """List the applications of the organisation.

        Returns the applications page by page, each with its picture. Older versions of the service send neither
        a count nor a pagination.

        `GET /v1/apps`.

        Args:
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items in total. Default: all items.
            page_size: Number of items in each request. Default: `limit`, but at most 100, or the service's page size (10
                where it is known).

        Returns:
            A pager over all `Application` objects, starting at `page`. It requests each page when the iteration reaches it.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ....._core._sync.paging import Pager
        from . import list_applications

        client = self._client

        def fetch(number: int | Unset, size: int | Unset) -> AppList:
            return list_applications.sync(client=client, page=number, limit=size)

        return Pager(
            "applications.list",
            fetch,
            lambda envelope: envelope.applications,
            start=page,
            limit=limit,
            page_size=page_size,
        )

    def list_page(self, *, page: int | Unset = UNSET, limit: int | Unset = UNSET) -> AppList:
        """List the applications of the organisation.

        Returns the applications page by page, each with its picture. Older versions of the service send neither
        a count nor a pagination.

        `GET /v1/apps`.

        Args:
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items on the page. The service's default is 10 where it is known. No maximum is
                documented.

        Returns:
            The `AppList`: one page of the list.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import list_applications

        return list_applications.sync(client=self._client, page=page, limit=limit)


class AsyncApplicationsResource:
    """Applications group the versions of one game server."""

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
        is_active: bool = True,
        image: str = "",
        is_telemetry_agent_active: bool | Unset = UNSET,
        exist_ok: bool = False,
    ) -> Application:
        """Create an application.

        Creates an empty application. Add versions to it before you deploy. The service returns 409 if the name
        is taken, and 400 if a quota is used up.

        `POST /v1/app`.

        Args:
            name: Name of the application, 3 to 64 characters, unique in the organisation.
            is_active: Whether versions of the application can be deployed.
            image: Picture of the application as base64 text. Older documentation allows at most 300 KB.
            is_telemetry_agent_active: Whether versions of the application carry the telemetry agent. The newest
                specification no longer has this field.
            exist_ok: If the name is already taken, return the existing object unchanged instead of raising `ConflictError`.

        Returns:
            The `Application`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            ConflictError: The name is already taken, or the state does not allow the request (409).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from .....errors import ConflictError
        from ...bodies import make_body
        from ...models.app_create_request import AppCreateRequest
        from . import create_application

        body = make_body(
            AppCreateRequest,
            {
                "name": name,
                "is_active": is_active,
                "image": image,
                "is_telemetry_agent_active": is_telemetry_agent_active,
            },
        )

        try:
            return await create_application.asyncio(client=self._client, body=body)
        except ConflictError:
            if not exist_ok:
                raise
        return await self.get(name)

    async def get(self, app_name: str) -> Application:
        """Read an application.

        Returns one application with its picture, so the response can be large. The response does not include
        its versions.

        `GET /v1/app/{app_name}`.

        Args:
            app_name: Name of the application.

        Returns:
            The `Application`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import get_application

        return await get_application.asyncio(app_name, client=self._client)

    async def delete(self, app_name: str) -> None:
        """Delete an application with all its versions.

        Removes the application and every version in it. You cannot undo this.

        `DELETE /v1/app/{app_name}`.

        Args:
            app_name: Name of the application.

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

        from . import delete_application

        await delete_application.asyncio(app_name, client=self._client)

    async def update(
        self,
        app_name: str,
        *,
        name: str | Unset = UNSET,
        is_active: bool | Unset = UNSET,
        image: str | Unset = UNSET,
        is_telemetry_agent_active: bool | Unset = UNSET,
    ) -> Application:
        """Change an application.

        Changes the given fields and keeps the others. The service returns 409 if the new name is taken. After a
        rename, the old name no longer works.

        `PATCH /v1/app/{app_name}`.

        Args:
            app_name: Name of the application.
            name: New name of the application, 3 to 64 characters, unique in the organisation.
            is_active: Whether versions of the application can be deployed.
            image: Picture of the application as base64 text. Older documentation allows at most 300 KB.
            is_telemetry_agent_active: Whether versions of the application carry the telemetry agent. The newest
                specification no longer has this field.

        Returns:
            The `Application`.

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
        from ...models.app_update_request import AppUpdateRequest
        from . import update_application

        body = make_body(
            AppUpdateRequest,
            {
                "name": name,
                "is_active": is_active,
                "image": image,
                "is_telemetry_agent_active": is_telemetry_agent_active,
            },
        )

        return await update_application.asyncio(app_name, client=self._client, body=body)

    def list(
        self, *, page: int | Unset = UNSET, limit: int | Unset = UNSET, page_size: int | Unset = UNSET
    ) -> AsyncPager[Application, AppList]:
        """List the applications of the organisation.

        Returns the applications page by page, each with its picture. Older versions of the service send neither
        a count nor a pagination.

        `GET /v1/apps`.

        Args:
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items in total. Default: all items.
            page_size: Number of items in each request. Default: `limit`, but at most 100, or the service's page size (10
                where it is known).

        Returns:
            A pager over all `Application` objects, starting at `page`. It requests each page when the iteration reaches it.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ....._core._async.paging import AsyncPager
        from . import list_applications

        client = self._client

        def fetch(number: int | Unset, size: int | Unset) -> Awaitable[AppList]:
            return list_applications.asyncio(client=client, page=number, limit=size)

        return AsyncPager(
            "applications.list",
            fetch,
            lambda envelope: envelope.applications,
            start=page,
            limit=limit,
            page_size=page_size,
        )

    async def list_page(self, *, page: int | Unset = UNSET, limit: int | Unset = UNSET) -> AppList:
        """List the applications of the organisation.

        Returns the applications page by page, each with its picture. Older versions of the service send neither
        a count nor a pagination.

        `GET /v1/apps`.

        Args:
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items on the page. The service's default is 10 where it is known. No maximum is
                documented.

        Returns:
            The `AppList`: one page of the list.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import list_applications

        return await list_applications.asyncio(client=self._client, page=page, limit=limit)
