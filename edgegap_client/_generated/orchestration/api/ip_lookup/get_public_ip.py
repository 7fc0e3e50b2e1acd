"""Read the public IP address of the caller: GET /v1/ip"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.public_ip import PublicIp

OPERATION = Operation(
    id="get_public_ip", method="GET", path="/v1/ip", tag="ip_lookup", statuses=("200", "401", "403", "429")
)


def sync(*, client: Client) -> PublicIp:
    """Read the public IP address of the caller.

    Returns the address that this request came from, as the service sees it. Behind a proxy or NAT, this is
    the outer address.

    `GET /v1/ip`.

    Args:
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.

    Returns:
        The `PublicIp`.

    Raises:
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        RateLimitedError: The organisation has sent too many requests (429).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, OPERATION.path)
    return decode(OPERATION, response, PublicIp.read)


def sync_detailed(*, client: Client) -> Response[PublicIp]:
    """Read the public IP address of the caller.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, OPERATION.path)
    parsed = decode(OPERATION, response, PublicIp.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(*, client: AsyncClient) -> PublicIp:
    """Read the public IP address of the caller.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(OPERATION, OPERATION.path)
    return decode(OPERATION, response, PublicIp.read)


async def asyncio_detailed(*, client: AsyncClient) -> Response[PublicIp]:
    """Read the public IP address of the caller.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, OPERATION.path)
    parsed = decode(OPERATION, response, PublicIp.read)
    return Response(response.status_code, response.content, response.headers, parsed)
