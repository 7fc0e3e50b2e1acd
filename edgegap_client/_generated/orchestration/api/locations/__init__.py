"""Locations are the places where deployments can run. Players measure their latency to beacons.

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
    """Locations are the places where deployments can run. Players measure their latency to beacons."""

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

        Lists the places where deployments can run. If you pass `app` and `version`, it lists only the places
        with enough resources for that version. `messages` has the service's notes about the query.

        `GET /v1/locations`.

        Args:
            app: The application to run there.
            version: The version of that application.
            type_: A type of location, such as standard. Only documents of 2024 have this parameter, so the service
                may ignore it.
            tags: A text that requests the tags of the locations. Only documents of 2024 have this parameter, so the
                service may ignore it.
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items in total. Default: all items.
            page_size: Number of items in each request. Default: `limit`, but at most 100, or the service's page size (10
                where it is known).

        Returns:
            A pager over all `LocationEntry` objects, starting at `page`. It requests each page when the iteration reaches it.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
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

        Lists the places where deployments can run. If you pass `app` and `version`, it lists only the places
        with enough resources for that version. `messages` has the service's notes about the query.

        `GET /v1/locations`.

        Args:
            app: The application to run there.
            version: The version of that application.
            type_: A type of location, such as standard. Only documents of 2024 have this parameter, so the service
                may ignore it.
            tags: A text that requests the tags of the locations. Only documents of 2024 have this parameter, so the
                service may ignore it.
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items on the page. The service's default is 10 where it is known. No maximum is
                documented.

        Returns:
            The `LocationList`: one page of the list.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
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

        Lists the servers that players measure their latency to. You cannot deploy on a beacon. A request can
        name a page, but the response has no pagination.

        `GET /v1/locations/beacons`.

        Args:
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items in total. Default: all items.
            page_size: Number of items in each request. Default: `limit`, but at most 100, or the service's page size (10
                where it is known).

        Returns:
            A pager over all `Beacon` objects, starting at `page`. It requests each page when the iteration reaches it.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
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

        Lists the servers that players measure their latency to. You cannot deploy on a beacon. A request can
        name a page, but the response has no pagination.

        `GET /v1/locations/beacons`.

        Args:
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items on the page. The service's default is 10 where it is known. No maximum is
                documented.

        Returns:
            The `BeaconList`: one page of the list.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import list_beacons

        return list_beacons.sync(client=self._client, page=page, limit=limit)


class AsyncLocationsResource:
    """Locations are the places where deployments can run. Players measure their latency to beacons."""

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

        Lists the places where deployments can run. If you pass `app` and `version`, it lists only the places
        with enough resources for that version. `messages` has the service's notes about the query.

        `GET /v1/locations`.

        Args:
            app: The application to run there.
            version: The version of that application.
            type_: A type of location, such as standard. Only documents of 2024 have this parameter, so the service
                may ignore it.
            tags: A text that requests the tags of the locations. Only documents of 2024 have this parameter, so the
                service may ignore it.
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items in total. Default: all items.
            page_size: Number of items in each request. Default: `limit`, but at most 100, or the service's page size (10
                where it is known).

        Returns:
            A pager over all `LocationEntry` objects, starting at `page`. It requests each page when the iteration reaches it.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
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

        Lists the places where deployments can run. If you pass `app` and `version`, it lists only the places
        with enough resources for that version. `messages` has the service's notes about the query.

        `GET /v1/locations`.

        Args:
            app: The application to run there.
            version: The version of that application.
            type_: A type of location, such as standard. Only documents of 2024 have this parameter, so the service
                may ignore it.
            tags: A text that requests the tags of the locations. Only documents of 2024 have this parameter, so the
                service may ignore it.
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items on the page. The service's default is 10 where it is known. No maximum is
                documented.

        Returns:
            The `LocationList`: one page of the list.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
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

        Lists the servers that players measure their latency to. You cannot deploy on a beacon. A request can
        name a page, but the response has no pagination.

        `GET /v1/locations/beacons`.

        Args:
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items in total. Default: all items.
            page_size: Number of items in each request. Default: `limit`, but at most 100, or the service's page size (10
                where it is known).

        Returns:
            A pager over all `Beacon` objects, starting at `page`. It requests each page when the iteration reaches it.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
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

        Lists the servers that players measure their latency to. You cannot deploy on a beacon. A request can
        name a page, but the response has no pagination.

        `GET /v1/locations/beacons`.

        Args:
            page: Number of the page to return, counted from 1. By default, the service returns the first page.
            limit: Maximum number of items on the page. The service's default is 10 where it is known. No maximum is
                documented.

        Returns:
            The `BeaconList`: one page of the list.

        Raises:
            BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
            AuthenticationError: The token is missing or not valid (401).
            PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
            RateLimitedError: The organisation has sent too many requests (429).
            ServerError: The service failed (5xx).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from . import list_beacons

        return await list_beacons.asyncio(client=self._client, page=page, limit=limit)
