"""List the beacons: GET /locations/beacons"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.beacons import Beacons

OPERATION = Operation(
    id="list_matchmaker_beacons",
    method="GET",
    path="/locations/beacons",
    tag="locations",
    statuses=("2XX", "401", "429", "500"),
    rate_group="read",
)


def sync(*, client: Client) -> Beacons:
    """List the beacons.

    Lists the servers that players measure their latency to. A ticket has the latencies in milliseconds by
    city.

    `GET /locations/beacons`, counted in the limit `read` of the tier.

    Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.5;
    EdgegapIntegrationKit for Unreal, by a third party.

    Args:
        client: The client that sends the request: `Matchmaker` here, `AsyncMatchmaker` in `asyncio`.

    Returns:
        The `Beacons`.

    Raises:
        AuthenticationError: The token is missing, wrong, or has a word before it (401).
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

    Like `sync`, for `AsyncMatchmaker`.
    """

    response = await client.request(OPERATION, OPERATION.path)
    return decode(OPERATION, response, Beacons.read)


async def asyncio_detailed(*, client: AsyncClient) -> Response[Beacons]:
    """List the beacons.

    Like `sync_detailed`, for `AsyncMatchmaker`; see `sync`.
    """

    response = await client.request(OPERATION, OPERATION.path)
    parsed = decode(OPERATION, response, Beacons.read)
    return Response(response.status_code, response.content, response.headers, parsed)
