"""List the versions of an application: GET /v1/app/{app_name}/versions"""

from typing import Any

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.app_version_list import AppVersionList
from ...types import UNSET, Unset, path_segment

OPERATION = Operation(
    id="list_app_versions",
    method="GET",
    path="/v1/app/{app_name}/versions",
    tag="app_versions",
    statuses=("200", "400", "401", "403", "404", "429", "500"),
)


def _path(app_name: str) -> str:
    return f"/v1/app/{path_segment(app_name, 'app_name')}/versions"


def _params(page: int | Unset, limit: int | Unset) -> dict[str, Any]:
    params: dict[str, Any] = {}
    if page is not UNSET:
        params["page"] = page
    if limit is not UNSET:
        params["limit"] = limit
    return params


def sync(app_name: str, *, client: Client, page: int | Unset = UNSET, limit: int | Unset = UNSET) -> AppVersionList:
    """List the versions of an application.

    Returns every version with all its settings, possibly with registry tokens in clear text. A response
    without a pagination has all versions.

    `GET /v1/app/{app_name}/versions`.

    Args:
        app_name: Name of the application.
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.
        page: Number of the page to return, counted from 1. By default, the service returns the first page.
        limit: Maximum number of items on the page. The service's default is 10 where it is known. No maximum is
            documented.

    Returns:
        The `AppVersionList`.

    Raises:
        BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
        RateLimitedError: The organisation has sent too many requests (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, _path(app_name), params=_params(page, limit))
    return decode(OPERATION, response, AppVersionList.read)


def sync_detailed(
    app_name: str, *, client: Client, page: int | Unset = UNSET, limit: int | Unset = UNSET
) -> Response[AppVersionList]:
    """List the versions of an application.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(app_name), params=_params(page, limit))
    parsed = decode(OPERATION, response, AppVersionList.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(
    app_name: str, *, client: AsyncClient, page: int | Unset = UNSET, limit: int | Unset = UNSET
) -> AppVersionList:
    """List the versions of an application.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(OPERATION, _path(app_name), params=_params(page, limit))
    return decode(OPERATION, response, AppVersionList.read)


async def asyncio_detailed(
    app_name: str, *, client: AsyncClient, page: int | Unset = UNSET, limit: int | Unset = UNSET
) -> Response[AppVersionList]:
    """List the versions of an application.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, _path(app_name), params=_params(page, limit))
    parsed = decode(OPERATION, response, AppVersionList.read)
    return Response(response.status_code, response.content, response.headers, parsed)
