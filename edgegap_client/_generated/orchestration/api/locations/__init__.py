"""Where deployments can run, and the beacons to measure latency against.

The resource classes of `Edgegap.locations` and `AsyncEdgegap.locations`, and a module per operation.
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
    from ...models.beacon import Beacon
    from ...models.beacon_list import BeaconList
    from ...models.location_entry import LocationEntry
    from ...models.location_list import LocationList
    from . import list_beacons as list_beacons
    from . import list_locations as list_locations

# Where users import the classes below from.
_PUBLIC_MODULE = f"{PACKAGE}.api.locations"

__all__ = ("AsyncLocationsResource", "LocationsResource", "list_beacons", "list_locations")


def __getattr__(name: str) -> Any:
    if name in __all__:
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class LocationsResource:
    """Where deployments can run, and the beacons to measure latency against."""

    __module__ = _PUBLIC_MODULE
    __slots__ = ("_client",)

    def __init__(self, client: Client) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self._client).__name__}>"

    def list(
        self,
        *,
        app: str | Unset = UNSET,
        version: str | Unset = UNSET,
        type_: str | Unset = UNSET,
        tags: str | Unset = UNSET,
        page: int | Unset = UNSET,
        limit: int | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> Pager[LocationEntry, LocationList]:
        """List the locations.

        Lists the places where deployments can run. With an app and one of its versions, it lists only places
        with enough resources for that version. The server's notes about the query are in messages.

        `GET /v1/locations`.

        Args:
            app: The application to run there.
            version: The version of that application.
            type_: A type of location, such as standard. Documented in 2024 only; a newer server may ignore it.
            tags: Requests the tags of the locations. Documented in 2024 only; a newer server may ignore it.
            page: Number of the page to return, counted from 1. The server starts with the first page.
            limit: At most so many items in all. Default: all of them.
            page_size: How many items to request at once. Default: `limit`, at most 100, or the server's page size (10
                where it is known).

        Returns:
            A pager over every `LocationEntry`, from `page` on. It requests a page when you iterate to it.

        Raises:
            BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
            AuthenticationError: The token is missing or not understood (401).
            PermissionDeniedError: The token was deleted, or the organisation lacks the feature (403).
            RateLimitedError: Too many requests from this organisation (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ....._core._sync.paging import Pager
        from . import list_locations

        client = self._client

        def fetch(number: int | Unset, size: int | Unset) -> LocationList:
            return list_locations.sync(
                client=client, app=app, version=version, type_=type_, tags=tags, page=number, limit=size
            )

        return Pager(
            "locations.list", fetch, lambda envelope: envelope.locations, start=page, limit=limit, page_size=page_size
        )

    def list_page(
        self,
        *,
        app: str | Unset = UNSET,
        version: str | Unset = UNSET,
        type_: str | Unset = UNSET,
        tags: str | Unset = UNSET,
        page: int | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> LocationList:
        """List the locations.

        Lists the places where deployments can run. With an app and one of its versions, it lists only places
        with enough resources for that version. The server's notes about the query are in messages.

        `GET /v1/locations`.

        Args:
            app: The application to run there.
            version: The version of that application.
            type_: A type of location, such as standard. Documented in 2024 only; a newer server may ignore it.
            tags: Requests the tags of the locations. Documented in 2024 only; a newer server may ignore it.
            page: Number of the page to return, counted from 1. The server starts with the first page.
            limit: At most so many items on the page. The server's default is 10 where it is known; no maximum is
                documented.

        Returns:
            The `LocationList`: one page of the list.

        Raises:
            BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
            AuthenticationError: The token is missing or not understood (401).
            PermissionDeniedError: The token was deleted, or the organisation lacks the feature (403).
            RateLimitedError: Too many requests from this organisation (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import list_locations

        return list_locations.sync(
            client=self._client, app=app, version=version, type_=type_, tags=tags, page=page, limit=limit
        )

    def list_beacons(
        self, *, page: int | Unset = UNSET, limit: int | Unset = UNSET, page_size: int | Unset = UNSET
    ) -> Pager[Beacon, BeaconList]:
        """List the beacons.

        Lists the servers that players can measure their latency against. Nothing can be deployed on a beacon.
        The response has no pagination, although a request can name a page.

        `GET /v1/locations/beacons`.

        Args:
            page: Number of the page to return, counted from 1. The server starts with the first page.
            limit: At most so many items in all. Default: all of them.
            page_size: How many items to request at once. Default: `limit`, at most 100, or the server's page size (10
                where it is known).

        Returns:
            A pager over every `Beacon`, from `page` on. It requests a page when you iterate to it.

        Raises:
            BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
            AuthenticationError: The token is missing or not understood (401).
            PermissionDeniedError: The token was deleted, or the organisation lacks the feature (403).
            RateLimitedError: Too many requests from this organisation (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ....._core._sync.paging import Pager
        from . import list_beacons

        client = self._client

        def fetch(number: int | Unset, size: int | Unset) -> BeaconList:
            return list_beacons.sync(client=client, page=number, limit=size)

        return Pager(
            "locations.list_beacons",
            fetch,
            lambda envelope: envelope.locations,
            start=page,
            limit=limit,
            page_size=page_size,
        )

    def list_beacons_page(self, *, page: int | Unset = UNSET, limit: int | Unset = UNSET) -> BeaconList:
        """List the beacons.

        Lists the servers that players can measure their latency against. Nothing can be deployed on a beacon.
        The response has no pagination, although a request can name a page.

        `GET /v1/locations/beacons`.

        Args:
            page: Number of the page to return, counted from 1. The server starts with the first page.
            limit: At most so many items on the page. The server's default is 10 where it is known; no maximum is
                documented.

        Returns:
            The `BeaconList`: one page of the list.

        Raises:
            BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
            AuthenticationError: The token is missing or not understood (401).
            PermissionDeniedError: The token was deleted, or the organisation lacks the feature (403).
            RateLimitedError: Too many requests from this organisation (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import list_beacons

        return list_beacons.sync(client=self._client, page=page, limit=limit)


class AsyncLocationsResource:
    """Where deployments can run, and the beacons to measure latency against."""

    __module__ = _PUBLIC_MODULE
    __slots__ = ("_client",)

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self._client).__name__}>"

    def list(
        self,
        *,
        app: str | Unset = UNSET,
        version: str | Unset = UNSET,
        type_: str | Unset = UNSET,
        tags: str | Unset = UNSET,
        page: int | Unset = UNSET,
        limit: int | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> AsyncPager[LocationEntry, LocationList]:
        """List the locations.

        Lists the places where deployments can run. With an app and one of its versions, it lists only places
        with enough resources for that version. The server's notes about the query are in messages.

        `GET /v1/locations`.

        Args:
            app: The application to run there.
            version: The version of that application.
            type_: A type of location, such as standard. Documented in 2024 only; a newer server may ignore it.
            tags: Requests the tags of the locations. Documented in 2024 only; a newer server may ignore it.
            page: Number of the page to return, counted from 1. The server starts with the first page.
            limit: At most so many items in all. Default: all of them.
            page_size: How many items to request at once. Default: `limit`, at most 100, or the server's page size (10
                where it is known).

        Returns:
            A pager over every `LocationEntry`, from `page` on. It requests a page when you iterate to it.

        Raises:
            BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
            AuthenticationError: The token is missing or not understood (401).
            PermissionDeniedError: The token was deleted, or the organisation lacks the feature (403).
            RateLimitedError: Too many requests from this organisation (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ....._core._async.paging import AsyncPager
        from . import list_locations

        client = self._client

        def fetch(number: int | Unset, size: int | Unset) -> Awaitable[LocationList]:
            return list_locations.asyncio(
                client=client, app=app, version=version, type_=type_, tags=tags, page=number, limit=size
            )

        return AsyncPager(
            "locations.list", fetch, lambda envelope: envelope.locations, start=page, limit=limit, page_size=page_size
        )

    async def list_page(
        self,
        *,
        app: str | Unset = UNSET,
        version: str | Unset = UNSET,
        type_: str | Unset = UNSET,
        tags: str | Unset = UNSET,
        page: int | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> LocationList:
        """List the locations.

        Lists the places where deployments can run. With an app and one of its versions, it lists only places
        with enough resources for that version. The server's notes about the query are in messages.

        `GET /v1/locations`.

        Args:
            app: The application to run there.
            version: The version of that application.
            type_: A type of location, such as standard. Documented in 2024 only; a newer server may ignore it.
            tags: Requests the tags of the locations. Documented in 2024 only; a newer server may ignore it.
            page: Number of the page to return, counted from 1. The server starts with the first page.
            limit: At most so many items on the page. The server's default is 10 where it is known; no maximum is
                documented.

        Returns:
            The `LocationList`: one page of the list.

        Raises:
            BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
            AuthenticationError: The token is missing or not understood (401).
            PermissionDeniedError: The token was deleted, or the organisation lacks the feature (403).
            RateLimitedError: Too many requests from this organisation (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import list_locations

        return await list_locations.asyncio(
            client=self._client, app=app, version=version, type_=type_, tags=tags, page=page, limit=limit
        )

    def list_beacons(
        self, *, page: int | Unset = UNSET, limit: int | Unset = UNSET, page_size: int | Unset = UNSET
    ) -> AsyncPager[Beacon, BeaconList]:
        """List the beacons.

        Lists the servers that players can measure their latency against. Nothing can be deployed on a beacon.
        The response has no pagination, although a request can name a page.

        `GET /v1/locations/beacons`.

        Args:
            page: Number of the page to return, counted from 1. The server starts with the first page.
            limit: At most so many items in all. Default: all of them.
            page_size: How many items to request at once. Default: `limit`, at most 100, or the server's page size (10
                where it is known).

        Returns:
            A pager over every `Beacon`, from `page` on. It requests a page when you iterate to it.

        Raises:
            BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
            AuthenticationError: The token is missing or not understood (401).
            PermissionDeniedError: The token was deleted, or the organisation lacks the feature (403).
            RateLimitedError: Too many requests from this organisation (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ....._core._async.paging import AsyncPager
        from . import list_beacons

        client = self._client

        def fetch(number: int | Unset, size: int | Unset) -> Awaitable[BeaconList]:
            return list_beacons.asyncio(client=client, page=number, limit=size)

        return AsyncPager(
            "locations.list_beacons",
            fetch,
            lambda envelope: envelope.locations,
            start=page,
            limit=limit,
            page_size=page_size,
        )

    async def list_beacons_page(self, *, page: int | Unset = UNSET, limit: int | Unset = UNSET) -> BeaconList:
        """List the beacons.

        Lists the servers that players can measure their latency against. Nothing can be deployed on a beacon.
        The response has no pagination, although a request can name a page.

        `GET /v1/locations/beacons`.

        Args:
            page: Number of the page to return, counted from 1. The server starts with the first page.
            limit: At most so many items on the page. The server's default is 10 where it is known; no maximum is
                documented.

        Returns:
            The `BeaconList`: one page of the list.

        Raises:
            BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
            AuthenticationError: The token is missing or not understood (401).
            PermissionDeniedError: The token was deleted, or the organisation lacks the feature (403).
            RateLimitedError: Too many requests from this organisation (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import list_beacons

        return await list_beacons.asyncio(client=self._client, page=page, limit=limit)
