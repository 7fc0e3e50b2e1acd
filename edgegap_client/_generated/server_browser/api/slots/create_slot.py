"""Add a slot: POST /server-instances/{request_id}/slots"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.slot import Slot
from ...models.slot_request import SlotRequest
from ...types import json_body, path_segment

OPERATION = Operation(
    id="create_slot",
    method="POST",
    path="/server-instances/{request_id}/slots",
    tag="slots",
    statuses=("2XX", "400", "401", "404", "409", "429", "500"),
    needs_server_token=True,
)


def _path(request_id: str) -> str:
    return f"/server-instances/{path_segment(request_id, 'request_id')}/slots"


def sync(request_id: str, *, client: Client, body: SlotRequest) -> Slot:
    """Add a slot.

    Adds a slot with seats to a server instance.

    `POST /server-instances/{request_id}/slots`, with the server token.

    Preview, not verified live. Confidence: medium; known from EdgegapIntegrationKit for Unreal, by a third
    party. No source names the statuses 400, 401, 404, 409, 429, 500.

    Args:
        request_id: Id of the deployment that runs the server.
        client: The client that sends the request: `ServerBrowser` here, `AsyncServerBrowser` in `asyncio`.
        body: The request body.

    Returns:
        The `Slot`.

    Raises:
        BadRequestError: The request is not valid, or the service cannot read the filter (400).
        AuthenticationError: The token is missing or wrong, or the request has the client token but needs the server token (401).
        NotFoundError: The server instance, slot or policy does not exist, or it has expired (404).
        ConflictError: The server is already registered, the name of the slot is taken, no seat is left, or a user already has a reservation (409).
        RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
        ServerError: The service failed (500).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, _path(request_id), json=json_body(body))
    return decode(OPERATION, response, Slot.read)


def sync_detailed(request_id: str, *, client: Client, body: SlotRequest) -> Response[Slot]:
    """Add a slot.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(request_id), json=json_body(body))
    parsed = decode(OPERATION, response, Slot.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(request_id: str, *, client: AsyncClient, body: SlotRequest) -> Slot:
    """Add a slot.

    Like `sync`, for `AsyncServerBrowser`.
    """

    response = await client.request(OPERATION, _path(request_id), json=json_body(body))
    return decode(OPERATION, response, Slot.read)


async def asyncio_detailed(request_id: str, *, client: AsyncClient, body: SlotRequest) -> Response[Slot]:
    """Add a slot.

    Like `sync_detailed`, for `AsyncServerBrowser`; see `sync`.
    """

    response = await client.request(OPERATION, _path(request_id), json=json_body(body))
    parsed = decode(OPERATION, response, Slot.read)
    return Response(response.status_code, response.content, response.headers, parsed)
