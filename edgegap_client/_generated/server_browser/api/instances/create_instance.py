"""Register a server: POST /server-instances"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.instance import Instance
from ...models.instance_request import InstanceRequest
from ...types import json_body

OPERATION = Operation(
    id="create_instance",
    method="POST",
    path="/server-instances",
    tag="instances",
    statuses=("2XX", "400", "401", "409", "429", "500"),
    needs_server_token=True,
)


def sync(*, client: Client, body: InstanceRequest) -> Instance:
    """Register a server.

    Makes a running server visible to players. The server instance expires without keep-alive requests, by
    default after 30 seconds. The service returns 409 if the server is already registered.

    `POST /server-instances`, with the server token.

    Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.4;
    EdgegapIntegrationKit for Unreal, by a third party. No source names the statuses 400, 401, 429, 500.

    Args:
        client: The client that sends the request: `ServerBrowser` here, `AsyncServerBrowser` in `asyncio`.
        body: The request body.

    Returns:
        The `Instance`.

    Raises:
        BadRequestError: The request is not valid, or the service cannot read the filter (400).
        AuthenticationError: The token is missing or wrong, or the request has the client token but needs the server token (401).
        ConflictError: The server is already registered, the name of the slot is taken, no seat is left, or a user already has a reservation (409).
        RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
        ServerError: The service failed (500).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, OPERATION.path, json=json_body(body, not_empty=("slots",)))
    return decode(OPERATION, response, Instance.read)


def sync_detailed(*, client: Client, body: InstanceRequest) -> Response[Instance]:
    """Register a server.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, OPERATION.path, json=json_body(body, not_empty=("slots",)))
    parsed = decode(OPERATION, response, Instance.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(*, client: AsyncClient, body: InstanceRequest) -> Instance:
    """Register a server.

    Like `sync`, for `AsyncServerBrowser`.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body, not_empty=("slots",)))
    return decode(OPERATION, response, Instance.read)


async def asyncio_detailed(*, client: AsyncClient, body: InstanceRequest) -> Response[Instance]:
    """Register a server.

    Like `sync_detailed`, for `AsyncServerBrowser`; see `sync`.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body, not_empty=("slots",)))
    parsed = decode(OPERATION, response, Instance.read)
    return Response(response.status_code, response.content, response.headers, parsed)
