"""Keep a server instance alive: POST /server-instances/{request_id}/keep-alive"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.keep_alive import KeepAlive
from ...types import path_segment

OPERATION = Operation(
    id="keep_instance_alive",
    method="POST",
    path="/server-instances/{request_id}/keep-alive",
    tag="instances",
    statuses=("2XX", "401", "404", "429", "500"),
    needs_server_token=True,
)


def _path(request_id: str) -> str:
    return f"/server-instances/{path_segment(request_id, 'request_id')}/keep-alive"


def sync(request_id: str, *, client: Client) -> KeepAlive:
    """Keep a server instance alive.

    Extends the life of the server instance. The service returns 404 if the server instance has expired:
    register the server again. Before version 0.0.7, the path had a colon.

    `POST /server-instances/{request_id}/keep-alive`, with the server token.

    Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.4;
    EdgegapIntegrationKit for Unreal, by a third party. No source names the statuses 401, 429, 500.

    Args:
        request_id: Id of the deployment that runs the server.
        client: The client that sends the request: `ServerBrowser` here, `AsyncServerBrowser` in `asyncio`.

    Returns:
        The `KeepAlive`.

    Raises:
        AuthenticationError: The token is missing or wrong, or the request has the client token but needs the server token (401).
        NotFoundError: The server instance, slot or policy does not exist, or it has expired (404).
        RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
        ServerError: The service failed (500).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, _path(request_id))
    return decode(OPERATION, response, KeepAlive.read)


def sync_detailed(request_id: str, *, client: Client) -> Response[KeepAlive]:
    """Keep a server instance alive.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(request_id))
    parsed = decode(OPERATION, response, KeepAlive.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(request_id: str, *, client: AsyncClient) -> KeepAlive:
    """Keep a server instance alive.

    Like `sync`, for `AsyncServerBrowser`.
    """

    response = await client.request(OPERATION, _path(request_id))
    return decode(OPERATION, response, KeepAlive.read)


async def asyncio_detailed(request_id: str, *, client: AsyncClient) -> Response[KeepAlive]:
    """Keep a server instance alive.

    Like `sync_detailed`, for `AsyncServerBrowser`; see `sync`.
    """

    response = await client.request(OPERATION, _path(request_id))
    parsed = decode(OPERATION, response, KeepAlive.read)
    return Response(response.status_code, response.content, response.headers, parsed)
