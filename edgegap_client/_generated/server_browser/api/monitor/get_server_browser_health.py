"""Read the health of the server browser: GET /monitor"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.monitor import Monitor

OPERATION = Operation(
    id="get_server_browser_health", method="GET", path="/monitor", tag="monitor", statuses=("2XX", "401", "429", "500")
)


def sync(*, client: Client) -> Monitor:
    """Read the health of the server browser.

    Returns the state of the service.

    `GET /monitor`.

    Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.4;
    EdgegapIntegrationKit for Unreal, by a third party. No source names the statuses 401, 429, 500.

    Args:
        client: The client that sends the request: `ServerBrowser` here, `AsyncServerBrowser` in `asyncio`.

    Returns:
        The `Monitor`.

    Raises:
        AuthenticationError: The token is missing or wrong, or the request has the client token but needs the server token (401).
        RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
        ServerError: The service failed (500).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, OPERATION.path)
    return decode(OPERATION, response, Monitor.read)


def sync_detailed(*, client: Client) -> Response[Monitor]:
    """Read the health of the server browser.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, OPERATION.path)
    parsed = decode(OPERATION, response, Monitor.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(*, client: AsyncClient) -> Monitor:
    """Read the health of the server browser.

    Like `sync`, for `AsyncServerBrowser`.
    """

    response = await client.request(OPERATION, OPERATION.path)
    return decode(OPERATION, response, Monitor.read)


async def asyncio_detailed(*, client: AsyncClient) -> Response[Monitor]:
    """Read the health of the server browser.

    Like `sync_detailed`, for `AsyncServerBrowser`; see `sync`.
    """

    response = await client.request(OPERATION, OPERATION.path)
    parsed = decode(OPERATION, response, Monitor.read)
    return Response(response.status_code, response.content, response.headers, parsed)
