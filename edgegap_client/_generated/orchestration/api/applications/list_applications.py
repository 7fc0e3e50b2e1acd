"""List the applications of the organisation: GET /v1/apps"""

from typing import Any

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.app_list import AppList
from ...types import UNSET, Unset

OPERATION = Operation(
    id="list_applications",
    method="GET",
    path="/v1/apps",
    tag="applications",
    statuses=("200", "400", "401", "403", "429", "500"),
)


def _params(page: int | Unset, limit: int | Unset) -> dict[str, Any]:
    params: dict[str, Any] = {}
    if page is not UNSET:
        params["page"] = page
    if limit is not UNSET:
        params["limit"] = limit
    return params


def sync(*, client: Client, page: int | Unset = UNSET, limit: int | Unset = UNSET) -> AppList:
    """List the applications of the organisation.

    Returns the applications page by page, each with its picture. Older versions of the service send neither
    a count nor a pagination.

    `GET /v1/apps`.

    Args:
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.
        page: Number of the page to return, counted from 1. By default, the service returns the first page.
        limit: Maximum number of items on the page. The service's default is 10 where it is known. No maximum is
            documented.

    Returns:
        The `AppList`.

    Raises:
        BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        RateLimitedError: The organisation has sent too many requests (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, OPERATION.path, params=_params(page, limit))
    return decode(OPERATION, response, AppList.read)


def sync_detailed(*, client: Client, page: int | Unset = UNSET, limit: int | Unset = UNSET) -> Response[AppList]:
    """List the applications of the organisation.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, OPERATION.path, params=_params(page, limit))
    parsed = decode(OPERATION, response, AppList.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(*, client: AsyncClient, page: int | Unset = UNSET, limit: int | Unset = UNSET) -> AppList:
    """List the applications of the organisation.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(OPERATION, OPERATION.path, params=_params(page, limit))
    return decode(OPERATION, response, AppList.read)


async def asyncio_detailed(
    *, client: AsyncClient, page: int | Unset = UNSET, limit: int | Unset = UNSET
) -> Response[AppList]:
    """List the applications of the organisation.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, OPERATION.path, params=_params(page, limit))
    parsed = decode(OPERATION, response, AppList.read)
    return Response(response.status_code, response.content, response.headers, parsed)
