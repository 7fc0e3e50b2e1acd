"""Locate an IP address: GET /v1/ip/{ip}/lookup"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.ip_lookup_result import IpLookupResult
from ...types import path_segment

OPERATION = Operation(
    id="lookup_ip",
    method="GET",
    path="/v1/ip/{ip}/lookup",
    tag="ip_lookup",
    statuses=("200", "400", "401", "403", "429", "500"),
)


def _path(ip: str) -> str:
    return f"/v1/ip/{path_segment(ip, 'ip')}/lookup"


def sync(ip: str, *, client: Client) -> IpLookupResult:
    """Locate an IP address.

    Returns the continent, country and approximate position of one IP address.

    `GET /v1/ip/{ip}/lookup`.

    Args:
        ip: The IP address to look up.
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.

    Returns:
        The `IpLookupResult`.

    Raises:
        BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        RateLimitedError: The organisation has sent too many requests (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, _path(ip))
    return decode(OPERATION, response, IpLookupResult.read)


def sync_detailed(ip: str, *, client: Client) -> Response[IpLookupResult]:
    """Locate an IP address.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(ip))
    parsed = decode(OPERATION, response, IpLookupResult.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(ip: str, *, client: AsyncClient) -> IpLookupResult:
    """Locate an IP address.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(OPERATION, _path(ip))
    return decode(OPERATION, response, IpLookupResult.read)


async def asyncio_detailed(ip: str, *, client: AsyncClient) -> Response[IpLookupResult]:
    """Locate an IP address.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, _path(ip))
    parsed = decode(OPERATION, response, IpLookupResult.read)
    return Response(response.status_code, response.content, response.headers, parsed)
