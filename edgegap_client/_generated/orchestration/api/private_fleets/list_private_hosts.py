"""List the hosts of a private fleet: GET /v2/private-fleets/{fleet-name}/hosts"""

from typing import Any

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.private_host_list import PrivateHostList
from ...types import UNSET, Unset, path_segment

OPERATION = Operation(
    id="list_private_hosts",
    method="GET",
    path="/v2/private-fleets/{fleet-name}/hosts",
    tag="private_fleets",
    statuses=("200", "400", "401", "403", "429", "500"),
    rate_limit=10,
)


def _path(fleet_name: str) -> str:
    return f"/v2/private-fleets/{path_segment(fleet_name, 'fleet_name')}/hosts"


def _params(page: int | Unset, limit: int | Unset) -> dict[str, Any]:
    params: dict[str, Any] = {}
    if page is not UNSET:
        params["page"] = page
    if limit is not UNSET:
        params["limit"] = limit
    return params


def sync(fleet_name: str, *, client: Client, page: int | Unset = UNSET, limit: int | Unset = UNSET) -> PrivateHostList:
    """List the hosts of a private fleet.

    Lists the hosts of one fleet with their capacity and their current use. A host that is still PENDING has
    no address and no capacity yet.

    `GET /v2/private-fleets/{fleet-name}/hosts`, at most 10 requests per second for an organisation.

    Args:
        fleet_name: The name of the fleet.
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.
        page: Number of the page to return, counted from 1. By default, the service returns the first page.
        limit: Maximum number of items on the page. The service's default is 10 where it is known. No maximum is
            documented.

    Returns:
        The `PrivateHostList`.

    Raises:
        BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        RateLimitedError: The organisation has sent too many requests (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, _path(fleet_name), params=_params(page, limit))
    return decode(OPERATION, response, PrivateHostList.read)


def sync_detailed(
    fleet_name: str, *, client: Client, page: int | Unset = UNSET, limit: int | Unset = UNSET
) -> Response[PrivateHostList]:
    """List the hosts of a private fleet.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(fleet_name), params=_params(page, limit))
    parsed = decode(OPERATION, response, PrivateHostList.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(
    fleet_name: str, *, client: AsyncClient, page: int | Unset = UNSET, limit: int | Unset = UNSET
) -> PrivateHostList:
    """List the hosts of a private fleet.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(OPERATION, _path(fleet_name), params=_params(page, limit))
    return decode(OPERATION, response, PrivateHostList.read)


async def asyncio_detailed(
    fleet_name: str, *, client: AsyncClient, page: int | Unset = UNSET, limit: int | Unset = UNSET
) -> Response[PrivateHostList]:
    """List the hosts of a private fleet.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, _path(fleet_name), params=_params(page, limit))
    parsed = decode(OPERATION, response, PrivateHostList.read)
    return Response(response.status_code, response.content, response.headers, parsed)
