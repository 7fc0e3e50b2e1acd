"""List the endpoint storages of the organisation: GET /v1/storage/endpoints"""

from typing import Any

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.endpoint_storage_list import EndpointStorageList
from ...types import UNSET, Unset, header_value

OPERATION = Operation(
    id="list_endpoint_storages",
    method="GET",
    path="/v1/storage/endpoints",
    tag="endpoint_storage",
    statuses=("200", "400", "401", "403", "429", "500"),
)


def _params(page: int | Unset, limit: int | Unset) -> dict[str, Any]:
    params: dict[str, Any] = {}
    if page is not UNSET:
        params["page"] = page
    if limit is not UNSET:
        params["limit"] = limit
    return params


def _headers(x_fields: str | Unset) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if x_fields is not UNSET:
        headers["X-Fields"] = header_value(x_fields, "x_fields")
    return headers


def sync(
    *, client: Client, page: int | Unset = UNSET, limit: int | Unset = UNSET, x_fields: str | Unset = UNSET
) -> EndpointStorageList:
    """List the endpoint storages of the organisation.

    Returns the endpoint storages page by page, without secret keys and without a total count.

    `GET /v1/storage/endpoints`.

    Args:
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.
        page: Number of the page to return, counted from 1. By default, the service returns the first page.
        limit: Maximum number of items on the page. The service's default is 10 where it is known. No maximum is
            documented.
        x_fields: A mask that selects the fields of the response. By default, the response has all fields. Keep
            `pagination` in the mask if the list has several pages.

    Returns:
        The `EndpointStorageList`.

    Raises:
        BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        RateLimitedError: The organisation has sent too many requests (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, OPERATION.path, params=_params(page, limit), headers=_headers(x_fields))
    return decode(OPERATION, response, EndpointStorageList.read)


def sync_detailed(
    *, client: Client, page: int | Unset = UNSET, limit: int | Unset = UNSET, x_fields: str | Unset = UNSET
) -> Response[EndpointStorageList]:
    """List the endpoint storages of the organisation.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, OPERATION.path, params=_params(page, limit), headers=_headers(x_fields))
    parsed = decode(OPERATION, response, EndpointStorageList.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(
    *, client: AsyncClient, page: int | Unset = UNSET, limit: int | Unset = UNSET, x_fields: str | Unset = UNSET
) -> EndpointStorageList:
    """List the endpoint storages of the organisation.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(OPERATION, OPERATION.path, params=_params(page, limit), headers=_headers(x_fields))
    return decode(OPERATION, response, EndpointStorageList.read)


async def asyncio_detailed(
    *, client: AsyncClient, page: int | Unset = UNSET, limit: int | Unset = UNSET, x_fields: str | Unset = UNSET
) -> Response[EndpointStorageList]:
    """List the endpoint storages of the organisation.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, OPERATION.path, params=_params(page, limit), headers=_headers(x_fields))
    parsed = decode(OPERATION, response, EndpointStorageList.read)
    return Response(response.status_code, response.content, response.headers, parsed)
