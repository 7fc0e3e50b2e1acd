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
    statuses=("200", "400", "401", "429", "500"),
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

    Walks the places where deployments can run. With an app and one of its versions, only those with enough
    resources for it. Notes of the server about the query come in messages.

    `GET /v1/locations`.

    Args:
        client: The `Edgegap` that sends the request.
        app: The application that shall run there.
        version: The version of that application.
        type_: A type of location, such as standard. Documented in 2024 only; a newer server may ignore it.
        tags: Asks for the tags of the locations. Documented in 2024 only; a newer server may ignore it.
        page: Page to return, counted from 1. The server starts at the first page.
        limit: Items per page. The server's default is 10 where it is known; no maximum is documented.

    Returns:
        The answer with status, headers and content; `parsed` is the LocationList.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = client.request(OPERATION, OPERATION.path, params=_params(app, version, type_, tags, page, limit))
    parsed = decode(OPERATION, response, LocationList.read)
    return Response(response.status_code, response.content, response.headers, parsed)


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

    Walks the places where deployments can run. With an app and one of its versions, only those with enough
    resources for it. Notes of the server about the query come in messages.

    `GET /v1/locations`.

    Args:
        client: The `Edgegap` that sends the request.
        app: The application that shall run there.
        version: The version of that application.
        type_: A type of location, such as standard. Documented in 2024 only; a newer server may ignore it.
        tags: Asks for the tags of the locations. Documented in 2024 only; a newer server may ignore it.
        page: Page to return, counted from 1. The server starts at the first page.
        limit: Items per page. The server's default is 10 where it is known; no maximum is documented.

    Returns:
        The LocationList.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = client.request(OPERATION, OPERATION.path, params=_params(app, version, type_, tags, page, limit))
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

    Walks the places where deployments can run. With an app and one of its versions, only those with enough
    resources for it. Notes of the server about the query come in messages.

    `GET /v1/locations`.

    Args:
        client: The `AsyncEdgegap` that sends the request.
        app: The application that shall run there.
        version: The version of that application.
        type_: A type of location, such as standard. Documented in 2024 only; a newer server may ignore it.
        tags: Asks for the tags of the locations. Documented in 2024 only; a newer server may ignore it.
        page: Page to return, counted from 1. The server starts at the first page.
        limit: Items per page. The server's default is 10 where it is known; no maximum is documented.

    Returns:
        The answer with status, headers and content; `parsed` is the LocationList.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = await client.request(OPERATION, OPERATION.path, params=_params(app, version, type_, tags, page, limit))
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

    Walks the places where deployments can run. With an app and one of its versions, only those with enough
    resources for it. Notes of the server about the query come in messages.

    `GET /v1/locations`.

    Args:
        client: The `AsyncEdgegap` that sends the request.
        app: The application that shall run there.
        version: The version of that application.
        type_: A type of location, such as standard. Documented in 2024 only; a newer server may ignore it.
        tags: Asks for the tags of the locations. Documented in 2024 only; a newer server may ignore it.
        page: Page to return, counted from 1. The server starts at the first page.
        limit: Items per page. The server's default is 10 where it is known; no maximum is documented.

    Returns:
        The LocationList.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = await client.request(OPERATION, OPERATION.path, params=_params(app, version, type_, tags, page, limit))
    return decode(OPERATION, response, LocationList.read)
