"""Confirm the reservations of connected users: POST /server-instances/{request_id}/reservations/confirm"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.confirm_request import ConfirmRequest
from ...models.confirmation import Confirmation
from ...types import json_body, path_segment

OPERATION = Operation(
    id="confirm_reservations",
    method="POST",
    path="/server-instances/{request_id}/reservations/confirm",
    tag="reservations",
    statuses=("2XX", "400", "401", "404", "429", "500"),
    needs_server_token=True,
)


def _path(request_id: str) -> str:
    return f"/server-instances/{path_segment(request_id, 'request_id')}/reservations/confirm"


def sync(request_id: str, *, client: Client, body: ConfirmRequest) -> Confirmation:
    """Confirm the reservations of connected users.

    Returns, for each slot, the users with a valid reservation and the users with an expired one. This does
    not change the seats of the slot. Before version 0.0.7, the path had a colon.

    `POST /server-instances/{request_id}/reservations/confirm`, with the server token.

    Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.4;
    EdgegapIntegrationKit for Unreal, by a third party. No source names the statuses 400, 401, 429, 500.

    Args:
        request_id: Id of the deployment that runs the server.
        client: The client that sends the request: `ServerBrowser` here, `AsyncServerBrowser` in `asyncio`.
        body: The request body.

    Returns:
        The `Confirmation`.

    Raises:
        BadRequestError: The request is not valid, or the service cannot read the filter (400).
        AuthenticationError: The token is missing or wrong, or the request has the client token but needs the server token (401).
        NotFoundError: The server instance, slot or policy does not exist, or it has expired (404).
        RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
        ServerError: The service failed (500).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, _path(request_id), json=json_body(body))
    return decode(OPERATION, response, Confirmation.read)


def sync_detailed(request_id: str, *, client: Client, body: ConfirmRequest) -> Response[Confirmation]:
    """Confirm the reservations of connected users.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(request_id), json=json_body(body))
    parsed = decode(OPERATION, response, Confirmation.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(request_id: str, *, client: AsyncClient, body: ConfirmRequest) -> Confirmation:
    """Confirm the reservations of connected users.

    Like `sync`, for `AsyncServerBrowser`.
    """

    response = await client.request(OPERATION, _path(request_id), json=json_body(body))
    return decode(OPERATION, response, Confirmation.read)


async def asyncio_detailed(request_id: str, *, client: AsyncClient, body: ConfirmRequest) -> Response[Confirmation]:
    """Confirm the reservations of connected users.

    Like `sync_detailed`, for `AsyncServerBrowser`; see `sync`.
    """

    response = await client.request(OPERATION, _path(request_id), json=json_body(body))
    parsed = decode(OPERATION, response, Confirmation.read)
    return Response(response.status_code, response.content, response.headers, parsed)
