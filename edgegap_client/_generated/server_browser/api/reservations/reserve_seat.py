"""Reserve seats in a slot: POST /server-instances/{request_id}/slots/{slot_name}/reservations"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.reservation import Reservation
from ...models.reservation_request import ReservationRequest
from ...types import json_body, path_segment

OPERATION = Operation(
    id="reserve_seat",
    method="POST",
    path="/server-instances/{request_id}/slots/{slot_name}/reservations",
    tag="reservations",
    statuses=("2XX", "400", "401", "404", "409", "429", "500"),
)


def _path(request_id: str, slot_name: str) -> str:
    return f"/server-instances/{path_segment(request_id, 'request_id')}/slots/{path_segment(slot_name, 'slot_name')}/reservations"


def sync(request_id: str, slot_name: str, *, client: Client, body: ReservationRequest) -> Reservation:
    """Reserve seats in a slot.

    Reserves a seat for each user, by default for 30 seconds. The service returns 409 if no seat is left,
    and also if a user already has a reservation.

    `POST /server-instances/{request_id}/slots/{slot_name}/reservations`.

    Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.4;
    EdgegapIntegrationKit for Unreal, by a third party. No source names the statuses 400, 401, 429, 500.

    Args:
        request_id: Id of the deployment that runs the server.
        slot_name: Name of the slot.
        client: The client that sends the request: `ServerBrowser` here, `AsyncServerBrowser` in `asyncio`.
        body: The request body.

    Returns:
        The `Reservation`.

    Raises:
        BadRequestError: The request is not valid, or the service cannot read the filter (400).
        AuthenticationError: The token is missing or wrong, or the request has the client token but needs the server token (401).
        NotFoundError: The server instance, slot or policy does not exist, or it has expired (404).
        ConflictError: The server is already registered, the name of the slot is taken, no seat is left, or a user already has a reservation (409).
        RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
        ServerError: The service failed (500).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, _path(request_id, slot_name), json=json_body(body))
    return decode(OPERATION, response, Reservation.read)


def sync_detailed(
    request_id: str, slot_name: str, *, client: Client, body: ReservationRequest
) -> Response[Reservation]:
    """Reserve seats in a slot.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(request_id, slot_name), json=json_body(body))
    parsed = decode(OPERATION, response, Reservation.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(request_id: str, slot_name: str, *, client: AsyncClient, body: ReservationRequest) -> Reservation:
    """Reserve seats in a slot.

    Like `sync`, for `AsyncServerBrowser`.
    """

    response = await client.request(OPERATION, _path(request_id, slot_name), json=json_body(body))
    return decode(OPERATION, response, Reservation.read)


async def asyncio_detailed(
    request_id: str, slot_name: str, *, client: AsyncClient, body: ReservationRequest
) -> Response[Reservation]:
    """Reserve seats in a slot.

    Like `sync_detailed`, for `AsyncServerBrowser`; see `sync`.
    """

    response = await client.request(OPERATION, _path(request_id, slot_name), json=json_body(body))
    parsed = decode(OPERATION, response, Reservation.read)
    return Response(response.status_code, response.content, response.headers, parsed)
