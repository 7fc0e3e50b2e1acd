"""List the beacons: GET /locations/beacons"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.beacons import Beacons

OPERATION = Operation(
    id="list_server_browser_beacons",
    method="GET",
    path="/locations/beacons",
    tag="locations",
    statuses=("2XX", "401", "429", "500"),
)


def sync(*, client: Client) -> Beacons:
    """List the beacons.

    Lists the servers that players measure their latency to.

    `GET /locations/beacons`.

    Preview, not verified live. Confidence: medium; known from Edgegap's SDK for Unity 3.4. No source names
    the statuses 401, 429, 500.

    Args:
        client: The client that sends the request: `ServerBrowser` here, `AsyncServerBrowser` in `asyncio`.

    Returns:
        The `Beacons`.

    Raises:
        AuthenticationError: The token is missing or wrong, or the request has the client token but needs the server token (401).
        RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
        ServerError: The service failed (500).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, OPERATION.path)
    return decode(OPERATION, response, Beacons.read)


def sync_detailed(*, client: Client) -> Response[Beacons]:
    """List the beacons.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, OPERATION.path)
    parsed = decode(OPERATION, response, Beacons.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(*, client: AsyncClient) -> Beacons:
    """List the beacons.

    Like `sync`, for `AsyncServerBrowser`.
    """

    response = await client.request(OPERATION, OPERATION.path)
    return decode(OPERATION, response, Beacons.read)


async def asyncio_detailed(*, client: AsyncClient) -> Response[Beacons]:
    """List the beacons.

    Like `sync_detailed`, for `AsyncServerBrowser`; see `sync`.
    """

    response = await client.request(OPERATION, OPERATION.path)
    parsed = decode(OPERATION, response, Beacons.read)
    return Response(response.status_code, response.content, response.headers, parsed)
