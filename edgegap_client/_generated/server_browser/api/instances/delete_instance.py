"""Unregister a server: DELETE /server-instances/{request_id}"""

from ...client import AsyncClient, Client, Operation, Response
from ...types import path_segment

OPERATION = Operation(
    id="delete_instance",
    method="DELETE",
    path="/server-instances/{request_id}",
    tag="instances",
    statuses=("2XX", "401", "404", "429", "500"),
    needs_server_token=True,
)


def _path(request_id: str) -> str:
    return f"/server-instances/{path_segment(request_id, 'request_id')}"


def sync(request_id: str, *, client: Client) -> None:
    """Unregister a server.

    Hides a server from players. The server itself continues to run.

    `DELETE /server-instances/{request_id}`, with the server token.

    Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.4;
    EdgegapIntegrationKit for Unreal, by a third party. No source names the statuses 401, 429, 500.

    Args:
        request_id: Id of the deployment that runs the server.
        client: The client that sends the request: `ServerBrowser` here, `AsyncServerBrowser` in `asyncio`.

    Returns:
        None.

    Raises:
        AuthenticationError: The token is missing or wrong, or the request has the client token but needs the server token (401).
        NotFoundError: The server instance, slot or policy does not exist, or it has expired (404).
        RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
        ServerError: The service failed (500).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    client.request(OPERATION, _path(request_id))


def sync_detailed(request_id: str, *, client: Client) -> Response[None]:
    """Unregister a server.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(request_id))
    return Response(response.status_code, response.content, response.headers, None)


async def asyncio(request_id: str, *, client: AsyncClient) -> None:
    """Unregister a server.

    Like `sync`, for `AsyncServerBrowser`.
    """

    await client.request(OPERATION, _path(request_id))


async def asyncio_detailed(request_id: str, *, client: AsyncClient) -> Response[None]:
    """Unregister a server.

    Like `sync_detailed`, for `AsyncServerBrowser`; see `sync`.
    """

    response = await client.request(OPERATION, _path(request_id))
    return Response(response.status_code, response.content, response.headers, None)
