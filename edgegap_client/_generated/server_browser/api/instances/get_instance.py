"""Read a server instance: GET /server-instances/{request_id}"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.instance import Instance
from ...types import path_segment

OPERATION = Operation(
    id="get_instance",
    method="GET",
    path="/server-instances/{request_id}",
    tag="instances",
    statuses=("2XX", "401", "404", "429", "500"),
)


def _path(request_id: str) -> str:
    return f"/server-instances/{path_segment(request_id, 'request_id')}"


def sync(request_id: str, *, client: Client) -> Instance:
    """Read a server instance.

    Returns one server instance with its slots.

    `GET /server-instances/{request_id}`.

    Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.4;
    EdgegapIntegrationKit for Unreal, by a third party. No source names the statuses 401, 429, 500.

    Args:
        request_id: Id of the deployment that runs the server.
        client: The client that sends the request: `ServerBrowser` here, `AsyncServerBrowser` in `asyncio`.

    Returns:
        The `Instance`.

    Raises:
        AuthenticationError: The token is missing or wrong, or the request has the client token but needs the server token (401).
        NotFoundError: The server instance, slot or policy does not exist, or it has expired (404).
        RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
        ServerError: The service failed (500).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, _path(request_id))
    return decode(OPERATION, response, Instance.read)


def sync_detailed(request_id: str, *, client: Client) -> Response[Instance]:
    """Read a server instance.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(request_id))
    parsed = decode(OPERATION, response, Instance.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(request_id: str, *, client: AsyncClient) -> Instance:
    """Read a server instance.

    Like `sync`, for `AsyncServerBrowser`.
    """

    response = await client.request(OPERATION, _path(request_id))
    return decode(OPERATION, response, Instance.read)


async def asyncio_detailed(request_id: str, *, client: AsyncClient) -> Response[Instance]:
    """Read a server instance.

    Like `sync_detailed`, for `AsyncServerBrowser`; see `sync`.
    """

    response = await client.request(OPERATION, _path(request_id))
    parsed = decode(OPERATION, response, Instance.read)
    return Response(response.status_code, response.content, response.headers, parsed)
