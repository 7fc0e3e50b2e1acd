"""List the pull profiles of an endpoint storage: GET /v1/storage/endpoint/{endpoint_name}/pull-profiles"""

from typing import Any

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.pull_profile_list import PullProfileList
from ...types import UNSET, Unset, path_segment

OPERATION = Operation(
    id="list_pull_profiles",
    method="GET",
    path="/v1/storage/endpoint/{endpoint_name}/pull-profiles",
    tag="pull_profiles",
    statuses=("200", "400", "401", "403", "404", "429", "500"),
)


def _path(endpoint_name: str) -> str:
    return f"/v1/storage/endpoint/{path_segment(endpoint_name, 'endpoint_name')}/pull-profiles"


def _params(page: int | Unset, limit: int | Unset) -> dict[str, Any]:
    params: dict[str, Any] = {}
    if page is not UNSET:
        params["page"] = page
    if limit is not UNSET:
        params["limit"] = limit
    return params


def sync(
    endpoint_name: str, *, client: Client, page: int | Unset = UNSET, limit: int | Unset = UNSET
) -> PullProfileList:
    """List the pull profiles of an endpoint storage.

    Returns the pull profiles that read from this endpoint storage, page by page.

    `GET /v1/storage/endpoint/{endpoint_name}/pull-profiles`.

    Args:
        endpoint_name: Name of the endpoint storage.
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.
        page: Number of the page to return, counted from 1. By default, the service returns the first page.
        limit: Maximum number of items on the page. The service's default is 10 where it is known. No maximum is
            documented.

    Returns:
        The `PullProfileList`.

    Raises:
        BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
        RateLimitedError: The organisation has sent too many requests (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, _path(endpoint_name), params=_params(page, limit))
    return decode(OPERATION, response, PullProfileList.read)


def sync_detailed(
    endpoint_name: str, *, client: Client, page: int | Unset = UNSET, limit: int | Unset = UNSET
) -> Response[PullProfileList]:
    """List the pull profiles of an endpoint storage.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(endpoint_name), params=_params(page, limit))
    parsed = decode(OPERATION, response, PullProfileList.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(
    endpoint_name: str, *, client: AsyncClient, page: int | Unset = UNSET, limit: int | Unset = UNSET
) -> PullProfileList:
    """List the pull profiles of an endpoint storage.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(OPERATION, _path(endpoint_name), params=_params(page, limit))
    return decode(OPERATION, response, PullProfileList.read)


async def asyncio_detailed(
    endpoint_name: str, *, client: AsyncClient, page: int | Unset = UNSET, limit: int | Unset = UNSET
) -> Response[PullProfileList]:
    """List the pull profiles of an endpoint storage.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, _path(endpoint_name), params=_params(page, limit))
    parsed = decode(OPERATION, response, PullProfileList.read)
    return Response(response.status_code, response.content, response.headers, parsed)
