"""Sessions place groups of players on shared deployments.

The resource classes of `Edgegap.sessions` and `AsyncEdgegap.sessions`, and a module per operation.
"""

from __future__ import annotations

from collections.abc import Awaitable, Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ....._core.public import PACKAGE
from ...types import UNSET, Secret, Unset

if TYPE_CHECKING:
    from ....._core._async.paging import AsyncPager
    from ....._core._sync.paging import Pager
    from ...arguments import (
        CoordinatesLike,
        GeoIpLike,
        SessionBulkStopFilterLike,
        SessionFilterLike,
        SessionSelectorLike,
    )
    from ...client import AsyncClient, Client
    from ...models.session import Session
    from ...models.session_bulk_stop_response import SessionBulkStopResponse
    from ...models.session_create_response import SessionCreateResponse
    from ...models.session_delete_response import SessionDeleteResponse
    from ...models.session_list import SessionList
    from ...models.session_list_item import SessionListItem
    from ...models.session_user import SessionUser
    from ...models.session_users import SessionUsers
    from . import add_session_users as add_session_users
    from . import bulk_stop_sessions as bulk_stop_sessions
    from . import create_session as create_session
    from . import delete_session as delete_session
    from . import get_session as get_session
    from . import list_session_users as list_session_users
    from . import list_sessions as list_sessions
    from . import remove_session_users as remove_session_users

# Where users import the classes below from.
_PUBLIC_MODULE = f"{PACKAGE}.api.sessions"

__all__ = (
    "AsyncSessionsResource",
    "SessionsResource",
    "add_session_users",
    "bulk_stop_sessions",
    "create_session",
    "delete_session",
    "get_session",
    "list_session_users",
    "list_sessions",
    "remove_session_users",
)


def __getattr__(name: str) -> Any:
    if name in __all__:
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class SessionsResource:
    """Sessions place groups of players on shared deployments."""

    __module__ = _PUBLIC_MODULE
    __slots__ = ("_client",)

    def __init__(self, client: Client) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self._client).__name__}>"

    def create(
        self,
        *,
        app_name: str,
        version_name: str | Unset = UNSET,
        ip_list: Iterable[str] | Unset = UNSET,
        geo_ip_list: Iterable[GeoIpLike] | Unset = UNSET,
        deployment_request_id: str | Unset = UNSET,
        location: CoordinatesLike | Unset = UNSET,
        city: str | Unset = UNSET,
        country: str | Unset = UNSET,
        continent: str | Unset = UNSET,
        administrative_division: str | Unset = UNSET,
        region: str | Unset = UNSET,
        selectors: Iterable[SessionSelectorLike] | Unset = UNSET,
        webhook_url: str | Unset = UNSET,
        filters: Iterable[SessionFilterLike] | Unset = UNSET,
        skip_telemetry: bool | Unset = UNSET,
    ) -> SessionCreateResponse:
        """Create a session.

        Requests a place for a group of players on a deployment. The app version must have a session
        configuration. The service links the session to a deployment with free sockets, or to the deployment in
        `deployment_request_id`. It does so after the response. To learn the result, read the session or set
        `webhook_url`. The service returns 400 if the version is disabled.

        `POST /v1/session`.

        Args:
            app_name: Name of the application.
            version_name: Name of the application version. The default is not documented.
            ip_list: Public IP addresses of the players, which determine their locations.
            geo_ip_list: Public IP addresses of players whose positions are known already.
            deployment_request_id: Id of the deployment to link to. By default, the service chooses one.
            location: The position that the deployment should be near.
            city: The deployment must be in this city.
            country: The deployment must be in this country.
            continent: The deployment must be on this continent.
            administrative_division: The deployment must be in this state or province.
            region: The deployment must be in this region.
            selectors: Selectors for suitable deployments, by tag and environment variable.
            webhook_url: URL that receives a POST when the session is linked, cannot be placed or fails. The
                receiver has 10 seconds to respond, and the service does not retry.
            filters: Conditions on the location of the deployment.
            skip_telemetry: Whether to choose a place without measuring the latency to the players.

        Returns:
            The `SessionCreateResponse`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            ConflictError: The name is already taken, or the state does not allow the request (409).
            RateLimitedError: The organisation has sent too many requests (429).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.session_create_request import SessionCreateRequest
        from . import create_session

        hidden = Secret(
            {
                "app_name": app_name,
                "version_name": version_name,
                "ip_list": ip_list,
                "geo_ip_list": geo_ip_list,
                "deployment_request_id": deployment_request_id,
                "location": location,
                "city": city,
                "country": country,
                "continent": continent,
                "administrative_division": administrative_division,
                "region": region,
                "selectors": selectors,
                "webhook_url": webhook_url,
                "filters": filters,
                "skip_telemetry": skip_telemetry,
            }
        )
        del selectors
        body = make_body(SessionCreateRequest, hidden)

        return create_session.sync(client=self._client, body=body)

    def get(self, session_id: str) -> Session:
        """Read a session.

        Returns one session with its players. After the session is linked, the response also has the deployment.

        `GET /v1/session/{session_id}`.

        Args:
            session_id: Id of the session, as create returned it.

        Returns:
            The `Session`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import get_session

        return get_session.sync(session_id, client=self._client)

    def delete(self, session_id: str) -> SessionDeleteResponse:
        """Delete a session.

        Ends a session and frees its sockets. The service returns 410 if the session has already ended.

        `DELETE /v1/session/{session_id}`.

        Args:
            session_id: Id of the session, as create returned it.

        Returns:
            The `SessionDeleteResponse`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            GoneError: The deployment or session has already ended (410).
            RateLimitedError: The organisation has sent too many requests (429).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import delete_session

        return delete_session.sync(session_id, client=self._client)

    def list(
        self, *, page: int | Unset = UNSET, limit: int | Unset = UNSET, page_size: int | Unset = UNSET
    ) -> Pager[SessionListItem, SessionList]:
        """List the sessions.

        Lists the organisation's sessions, page by page. An item has fewer fields than the response of `get`: it
        has the id of the deployment, but no players.

        `GET /v1/sessions`.

        Args:
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items in total. Default: all items.
            page_size: Number of items in each request. Default: `limit`, but at most 100, or the service's page size (10
                where it is known).

        Returns:
            A pager over all `SessionListItem` objects, starting at `page`. It requests each page when the iteration reaches it.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ....._core._sync.paging import Pager
        from . import list_sessions

        client = self._client

        def fetch(number: int | Unset, size: int | Unset) -> SessionList:
            return list_sessions.sync(client=client, page=number, limit=size)

        return Pager(
            "sessions.list", fetch, lambda envelope: envelope.data, start=page, limit=limit, page_size=page_size
        )

    def list_page(self, *, page: int | Unset = UNSET, limit: int | Unset = UNSET) -> SessionList:
        """List the sessions.

        Lists the organisation's sessions, page by page. An item has fewer fields than the response of `get`: it
        has the id of the deployment, but no players.

        `GET /v1/sessions`.

        Args:
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items on the page. The service's default is 10 where it is known. No maximum is
                documented.

        Returns:
            The `SessionList`: one page of the list.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import list_sessions

        return list_sessions.sync(client=self._client, page=page, limit=limit)

    def list_users(self, session_id: str) -> Pager[SessionUser, SessionUsers]:
        """List the players of a session.

        Returns every player of a session in one response, with the location of each address.

        `GET /v1/session/{session_id}/users`.

        Args:
            session_id: Id of the session, as create returned it.

        Returns:
            A pager over all `SessionUser` objects. It requests each page when the iteration reaches it.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ....._core._sync.paging import Pager
        from . import list_session_users

        client = self._client

        def fetch(number: int | Unset, size: int | Unset) -> SessionUsers:
            return list_session_users.sync(session_id, client=client)

        return Pager("sessions.list_users", fetch, lambda envelope: envelope.session_users, paged=False)

    def list_users_page(self, session_id: str) -> SessionUsers:
        """List the players of a session.

        Returns every player of a session in one response, with the location of each address.

        `GET /v1/session/{session_id}/users`.

        Args:
            session_id: Id of the session, as create returned it.

        Returns:
            The `SessionUsers`: one page of the list.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import list_session_users

        return list_session_users.sync(session_id, client=self._client)

    def add_users(self, session_id: str, ip_list: Iterable[str]) -> SessionUsers:
        """Add players to a session.

        Adds players, identified by IP address, to a session. The service returns 422 if it cannot add them.

        `PUT /v1/session/{session_id}/users`.

        Args:
            session_id: Id of the session, as create returned it.
            ip_list: Public IP addresses of the players.

        Returns:
            The `SessionUsers`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.session_users_request import SessionUsersRequest
        from . import add_session_users

        body = make_body(SessionUsersRequest, {"ip_list": ip_list})

        return add_session_users.sync(session_id, client=self._client, body=body)

    def remove_users(self, session_id: str, ip_list: Iterable[str]) -> SessionUsers:
        """Remove players from a session.

        Removes players, identified by IP address, from a session. The request is a DELETE request with a body,
        and some proxies drop the body.

        `DELETE /v1/session/{session_id}/users`.

        Args:
            session_id: Id of the session, as create returned it.
            ip_list: Public IP addresses of the players.

        Returns:
            The `SessionUsers`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.session_users_request import SessionUsersRequest
        from . import remove_session_users

        body = make_body(SessionUsersRequest, {"ip_list": ip_list})

        return remove_session_users.sync(session_id, client=self._client, body=body)

    def bulk_stop(self, *, filters: Iterable[SessionBulkStopFilterLike]) -> SessionBulkStopResponse:
        """Stop many sessions.

        Stops all sessions that match the filters. The response lists the sessions that the service stops. Treat
        every other session as not stopped.

        `POST /v1/sessions/bulk-stop`.

        Args:
            filters: Conditions on the sessions to stop.

        Returns:
            The `SessionBulkStopResponse`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.session_bulk_stop_request import SessionBulkStopRequest
        from . import bulk_stop_sessions

        body = make_body(SessionBulkStopRequest, {"filters": filters})

        return bulk_stop_sessions.sync(client=self._client, body=body)


class AsyncSessionsResource:
    """Sessions place groups of players on shared deployments."""

    __module__ = _PUBLIC_MODULE
    __slots__ = ("_client",)

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self._client).__name__}>"

    async def create(
        self,
        *,
        app_name: str,
        version_name: str | Unset = UNSET,
        ip_list: Iterable[str] | Unset = UNSET,
        geo_ip_list: Iterable[GeoIpLike] | Unset = UNSET,
        deployment_request_id: str | Unset = UNSET,
        location: CoordinatesLike | Unset = UNSET,
        city: str | Unset = UNSET,
        country: str | Unset = UNSET,
        continent: str | Unset = UNSET,
        administrative_division: str | Unset = UNSET,
        region: str | Unset = UNSET,
        selectors: Iterable[SessionSelectorLike] | Unset = UNSET,
        webhook_url: str | Unset = UNSET,
        filters: Iterable[SessionFilterLike] | Unset = UNSET,
        skip_telemetry: bool | Unset = UNSET,
    ) -> SessionCreateResponse:
        """Create a session.

        Requests a place for a group of players on a deployment. The app version must have a session
        configuration. The service links the session to a deployment with free sockets, or to the deployment in
        `deployment_request_id`. It does so after the response. To learn the result, read the session or set
        `webhook_url`. The service returns 400 if the version is disabled.

        `POST /v1/session`.

        Args:
            app_name: Name of the application.
            version_name: Name of the application version. The default is not documented.
            ip_list: Public IP addresses of the players, which determine their locations.
            geo_ip_list: Public IP addresses of players whose positions are known already.
            deployment_request_id: Id of the deployment to link to. By default, the service chooses one.
            location: The position that the deployment should be near.
            city: The deployment must be in this city.
            country: The deployment must be in this country.
            continent: The deployment must be on this continent.
            administrative_division: The deployment must be in this state or province.
            region: The deployment must be in this region.
            selectors: Selectors for suitable deployments, by tag and environment variable.
            webhook_url: URL that receives a POST when the session is linked, cannot be placed or fails. The
                receiver has 10 seconds to respond, and the service does not retry.
            filters: Conditions on the location of the deployment.
            skip_telemetry: Whether to choose a place without measuring the latency to the players.

        Returns:
            The `SessionCreateResponse`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            ConflictError: The name is already taken, or the state does not allow the request (409).
            RateLimitedError: The organisation has sent too many requests (429).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.session_create_request import SessionCreateRequest
        from . import create_session

        hidden = Secret(
            {
                "app_name": app_name,
                "version_name": version_name,
                "ip_list": ip_list,
                "geo_ip_list": geo_ip_list,
                "deployment_request_id": deployment_request_id,
                "location": location,
                "city": city,
                "country": country,
                "continent": continent,
                "administrative_division": administrative_division,
                "region": region,
                "selectors": selectors,
                "webhook_url": webhook_url,
                "filters": filters,
                "skip_telemetry": skip_telemetry,
            }
        )
        del selectors
        body = make_body(SessionCreateRequest, hidden)

        return await create_session.asyncio(client=self._client, body=body)

    async def get(self, session_id: str) -> Session:
        """Read a session.

        Returns one session with its players. After the session is linked, the response also has the deployment.

        `GET /v1/session/{session_id}`.

        Args:
            session_id: Id of the session, as create returned it.

        Returns:
            The `Session`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import get_session

        return await get_session.asyncio(session_id, client=self._client)

    async def delete(self, session_id: str) -> SessionDeleteResponse:
        """Delete a session.

        Ends a session and frees its sockets. The service returns 410 if the session has already ended.

        `DELETE /v1/session/{session_id}`.

        Args:
            session_id: Id of the session, as create returned it.

        Returns:
            The `SessionDeleteResponse`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
            GoneError: The deployment or session has already ended (410).
            RateLimitedError: The organisation has sent too many requests (429).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import delete_session

        return await delete_session.asyncio(session_id, client=self._client)

    def list(
        self, *, page: int | Unset = UNSET, limit: int | Unset = UNSET, page_size: int | Unset = UNSET
    ) -> AsyncPager[SessionListItem, SessionList]:
        """List the sessions.

        Lists the organisation's sessions, page by page. An item has fewer fields than the response of `get`: it
        has the id of the deployment, but no players.

        `GET /v1/sessions`.

        Args:
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items in total. Default: all items.
            page_size: Number of items in each request. Default: `limit`, but at most 100, or the service's page size (10
                where it is known).

        Returns:
            A pager over all `SessionListItem` objects, starting at `page`. It requests each page when the iteration reaches it.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ....._core._async.paging import AsyncPager
        from . import list_sessions

        client = self._client

        def fetch(number: int | Unset, size: int | Unset) -> Awaitable[SessionList]:
            return list_sessions.asyncio(client=client, page=number, limit=size)

        return AsyncPager(
            "sessions.list", fetch, lambda envelope: envelope.data, start=page, limit=limit, page_size=page_size
        )

    async def list_page(self, *, page: int | Unset = UNSET, limit: int | Unset = UNSET) -> SessionList:
        """List the sessions.

        Lists the organisation's sessions, page by page. An item has fewer fields than the response of `get`: it
        has the id of the deployment, but no players.

        `GET /v1/sessions`.

        Args:
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items on the page. The service's default is 10 where it is known. No maximum is
                documented.

        Returns:
            The `SessionList`: one page of the list.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import list_sessions

        return await list_sessions.asyncio(client=self._client, page=page, limit=limit)

    def list_users(self, session_id: str) -> AsyncPager[SessionUser, SessionUsers]:
        """List the players of a session.

        Returns every player of a session in one response, with the location of each address.

        `GET /v1/session/{session_id}/users`.

        Args:
            session_id: Id of the session, as create returned it.

        Returns:
            A pager over all `SessionUser` objects. It requests each page when the iteration reaches it.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ....._core._async.paging import AsyncPager
        from . import list_session_users

        client = self._client

        def fetch(number: int | Unset, size: int | Unset) -> Awaitable[SessionUsers]:
            return list_session_users.asyncio(session_id, client=client)

        return AsyncPager("sessions.list_users", fetch, lambda envelope: envelope.session_users, paged=False)

    async def list_users_page(self, session_id: str) -> SessionUsers:
        """List the players of a session.

        Returns every player of a session in one response, with the location of each address.

        `GET /v1/session/{session_id}/users`.

        Args:
            session_id: Id of the session, as create returned it.

        Returns:
            The `SessionUsers`: one page of the list.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import list_session_users

        return await list_session_users.asyncio(session_id, client=self._client)

    async def add_users(self, session_id: str, ip_list: Iterable[str]) -> SessionUsers:
        """Add players to a session.

        Adds players, identified by IP address, to a session. The service returns 422 if it cannot add them.

        `PUT /v1/session/{session_id}/users`.

        Args:
            session_id: Id of the session, as create returned it.
            ip_list: Public IP addresses of the players.

        Returns:
            The `SessionUsers`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.session_users_request import SessionUsersRequest
        from . import add_session_users

        body = make_body(SessionUsersRequest, {"ip_list": ip_list})

        return await add_session_users.asyncio(session_id, client=self._client, body=body)

    async def remove_users(self, session_id: str, ip_list: Iterable[str]) -> SessionUsers:
        """Remove players from a session.

        Removes players, identified by IP address, from a session. The request is a DELETE request with a body,
        and some proxies drop the body.

        `DELETE /v1/session/{session_id}/users`.

        Args:
            session_id: Id of the session, as create returned it.
            ip_list: Public IP addresses of the players.

        Returns:
            The `SessionUsers`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.session_users_request import SessionUsersRequest
        from . import remove_session_users

        body = make_body(SessionUsersRequest, {"ip_list": ip_list})

        return await remove_session_users.asyncio(session_id, client=self._client, body=body)

    async def bulk_stop(self, *, filters: Iterable[SessionBulkStopFilterLike]) -> SessionBulkStopResponse:
        """Stop many sessions.

        Stops all sessions that match the filters. The response lists the sessions that the service stops. Treat
        every other session as not stopped.

        `POST /v1/sessions/bulk-stop`.

        Args:
            filters: Conditions on the sessions to stop.

        Returns:
            The `SessionBulkStopResponse`.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.session_bulk_stop_request import SessionBulkStopRequest
        from . import bulk_stop_sessions

        body = make_body(SessionBulkStopRequest, {"filters": filters})

        return await bulk_stop_sessions.asyncio(client=self._client, body=body)
