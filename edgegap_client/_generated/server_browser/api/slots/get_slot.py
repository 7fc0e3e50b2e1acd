"""Read a slot: GET /server-instances/{request_id}/slots/{slot_name}"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.slot import Slot
from ...types import path_segment

OPERATION = Operation(
    id="get_slot",
    method="GET",
    path="/server-instances/{request_id}/slots/{slot_name}",
    tag="slots",
    statuses=("2XX", "401", "404", "429", "500"),
)


def _path(request_id: str, slot_name: str) -> str:
    return f"/server-instances/{path_segment(request_id, 'request_id')}/slots/{path_segment(slot_name, 'slot_name')}"


def sync(request_id: str, slot_name: str, *, client: Client) -> Slot:
    """Read a slot.

    Returns one slot with its seats.

    `GET /server-instances/{request_id}/slots/{slot_name}`.

    Preview, not verified live. Confidence: medium; known from EdgegapIntegrationKit for Unreal, by a third
    party. No source names the statuses 401, 429, 500.

    Args:
        request_id: Id of the deployment that runs the server.
        slot_name: Name of the slot.
        client: The client that sends the request: `ServerBrowser` here, `AsyncServerBrowser` in `asyncio`.

    Returns:
        The `Slot`.

    Raises:
        AuthenticationError: The token is missing or wrong, or the request has the client token but needs the server token (401).
        NotFoundError: The server instance, slot or policy does not exist, or it has expired (404).
        RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
        ServerError: The service failed (500).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, _path(request_id, slot_name))
    return decode(OPERATION, response, Slot.read)


def sync_detailed(request_id: str, slot_name: str, *, client: Client) -> Response[Slot]:
    """Read a slot.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(request_id, slot_name))
    parsed = decode(OPERATION, response, Slot.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(request_id: str, slot_name: str, *, client: AsyncClient) -> Slot:
    """Read a slot.

    Like `sync`, for `AsyncServerBrowser`.
    """

    response = await client.request(OPERATION, _path(request_id, slot_name))
    return decode(OPERATION, response, Slot.read)


async def asyncio_detailed(request_id: str, slot_name: str, *, client: AsyncClient) -> Response[Slot]:
    """Read a slot.

    Like `sync_detailed`, for `AsyncServerBrowser`; see `sync`.
    """

    response = await client.request(OPERATION, _path(request_id, slot_name))
    parsed = decode(OPERATION, response, Slot.read)
    return Response(response.status_code, response.content, response.headers, parsed)
