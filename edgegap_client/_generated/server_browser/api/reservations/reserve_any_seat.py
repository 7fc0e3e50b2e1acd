"""Reserve seats in any server of a policy: POST /server-instances/reservations"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.any_seat import AnySeat
from ...models.any_seat_request import AnySeatRequest
from ...types import json_body

OPERATION = Operation(
    id="reserve_any_seat",
    method="POST",
    path="/server-instances/reservations",
    tag="reservations",
    statuses=("2XX", "400", "401", "404", "409", "429", "500"),
)


def sync(*, client: Client, body: AnySeatRequest) -> AnySeat:
    """Reserve seats in any server of a policy.

    Reserves a seat for each user in a server that the scaling policy allows. The service can start a new
    server for this. It returns 409 if no seat is left, and also if a user already has a reservation.

    `POST /server-instances/reservations`.

    Preview, not verified live. Confidence: medium; known from Edgegap's SDK for Unity 3.4. No source names
    the statuses 400, 401, 429, 500.

    Args:
        client: The client that sends the request: `ServerBrowser` here, `AsyncServerBrowser` in `asyncio`.
        body: The request body.

    Returns:
        The `AnySeat`.

    Raises:
        BadRequestError: The request is not valid, or the service cannot read the filter (400).
        AuthenticationError: The token is missing or wrong, or the request has the client token but needs the server token (401).
        NotFoundError: The server instance, slot or policy does not exist, or it has expired (404).
        ConflictError: The server is already registered, the name of the slot is taken, no seat is left, or a user already has a reservation (409).
        RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
        ServerError: The service failed (500).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, OPERATION.path, json=json_body(body))
    return decode(OPERATION, response, AnySeat.read)


def sync_detailed(*, client: Client, body: AnySeatRequest) -> Response[AnySeat]:
    """Reserve seats in any server of a policy.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, OPERATION.path, json=json_body(body))
    parsed = decode(OPERATION, response, AnySeat.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(*, client: AsyncClient, body: AnySeatRequest) -> AnySeat:
    """Reserve seats in any server of a policy.

    Like `sync`, for `AsyncServerBrowser`.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body))
    return decode(OPERATION, response, AnySeat.read)


async def asyncio_detailed(*, client: AsyncClient, body: AnySeatRequest) -> Response[AnySeat]:
    """Reserve seats in any server of a policy.

    Like `sync_detailed`, for `AsyncServerBrowser`; see `sync`.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body))
    parsed = decode(OPERATION, response, AnySeat.read)
    return Response(response.status_code, response.content, response.headers, parsed)
