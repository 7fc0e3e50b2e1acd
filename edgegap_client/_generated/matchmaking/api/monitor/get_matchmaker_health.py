"""Read the health of the matchmaker: GET /monitor"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.monitor import Monitor

OPERATION = Operation(
    id="get_matchmaker_health",
    method="GET",
    path="/monitor",
    tag="monitor",
    statuses=("2XX", "401", "429", "500"),
    rate_group="read",
)


def sync(*, client: Client) -> Monitor:
    """Read the health of the matchmaker.

    Returns the state of the service and the number of its healthy components. A new matchmaker can be
    unreachable for about 5 minutes, until DNS servers know its name.

    `GET /monitor`, counted in the limit `read` of the tier.

    Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.5;
    EdgegapIntegrationKit for Unreal, by a third party; a third party's test against a live matchmaker
    3.2.5.

    Args:
        client: The client that sends the request: `Matchmaker` here, `AsyncMatchmaker` in `asyncio`.

    Returns:
        The `Monitor`.

    Raises:
        AuthenticationError: The token is missing, wrong, or has a word before it (401).
        RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
        ServerError: The service failed (500).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, OPERATION.path)
    return decode(OPERATION, response, Monitor.read)


def sync_detailed(*, client: Client) -> Response[Monitor]:
    """Read the health of the matchmaker.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, OPERATION.path)
    parsed = decode(OPERATION, response, Monitor.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(*, client: AsyncClient) -> Monitor:
    """Read the health of the matchmaker.

    Like `sync`, for `AsyncMatchmaker`.
    """

    response = await client.request(OPERATION, OPERATION.path)
    return decode(OPERATION, response, Monitor.read)


async def asyncio_detailed(*, client: AsyncClient) -> Response[Monitor]:
    """Read the health of the matchmaker.

    Like `sync_detailed`, for `AsyncMatchmaker`; see `sync`.
    """

    response = await client.request(OPERATION, OPERATION.path)
    parsed = decode(OPERATION, response, Monitor.read)
    return Response(response.status_code, response.content, response.headers, parsed)
