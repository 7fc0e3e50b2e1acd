"""List the locations: GET /v1/locations"""

from typing import Any

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.location_list import LocationList
from ...types import UNSET, Unset

OPERATION = Operation(
    id="list_locations",
    method="GET",
    path="/v1/locations",
    tag="locations",
    statuses=("200", "400", "401", "403", "429", "500"),
)


def _params(
    app: str | Unset, version: str | Unset, type_: str | Unset, tags: str | Unset, page: int | Unset, limit: int | Unset
) -> dict[str, Any]:
    params: dict[str, Any] = {}
    if app is not UNSET:
        params["app"] = app
    if version is not UNSET:
        params["version"] = version
    if type_ is not UNSET:
        params["type"] = type_
    if tags is not UNSET:
        params["tags"] = tags
    if page is not UNSET:
        params["page"] = page
    if limit is not UNSET:
        params["limit"] = limit
    return params


def sync(
    *,
    client: Client,
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
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.
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
        The `LocationList`.

    Raises:
        BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        RateLimitedError: The organisation has sent too many requests (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, OPERATION.path, params=_params(app, version, type_, tags, page, limit))
    return decode(OPERATION, response, LocationList.read)


def sync_detailed(
    *,
    client: Client,
    app: str | Unset = UNSET,
    version: str | Unset = UNSET,
    type_: str | Unset = UNSET,
    tags: str | Unset = UNSET,
    page: int | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> Response[LocationList]:
    """List the locations.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, OPERATION.path, params=_params(app, version, type_, tags, page, limit))
    parsed = decode(OPERATION, response, LocationList.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(
    *,
    client: AsyncClient,
    app: str | Unset = UNSET,
    version: str | Unset = UNSET,
    type_: str | Unset = UNSET,
    tags: str | Unset = UNSET,
    page: int | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> LocationList:
    """List the locations.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(OPERATION, OPERATION.path, params=_params(app, version, type_, tags, page, limit))
    return decode(OPERATION, response, LocationList.read)


async def asyncio_detailed(
    *,
    client: AsyncClient,
    app: str | Unset = UNSET,
    version: str | Unset = UNSET,
    type_: str | Unset = UNSET,
    tags: str | Unset = UNSET,
    page: int | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> Response[LocationList]:
    """List the locations.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, OPERATION.path, params=_params(app, version, type_, tags, page, limit))
    parsed = decode(OPERATION, response, LocationList.read)
    return Response(response.status_code, response.content, response.headers, parsed)
