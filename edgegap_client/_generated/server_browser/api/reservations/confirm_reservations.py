"""Confirm the reservations of users who are here: POST /server-instances/{request_id}/reservations/confirm"""

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
    """Confirm the reservations of users who are here.

    Returns, for each slot, which users have a valid reservation and whose has expired. It does not change
    the seats of the slot. The path had a colon before version 0.0.7.

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
        BadRequestError: The request is not valid, or the filter is not understood (400).
        AuthenticationError: The token is missing or wrong, or the client token was sent where the server token is needed (401).
        NotFoundError: No such server instance, slot or policy exists, or it has expired (404).
        RateLimitedError: Too many requests. The limits depend on the tier of the cluster (429).
        ServerError: The service failed (500).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, _path(request_id), json=json_body(body))
    return decode(OPERATION, response, Confirmation.read)


def sync_detailed(request_id: str, *, client: Client, body: ConfirmRequest) -> Response[Confirmation]:
    """Confirm the reservations of users who are here.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(request_id), json=json_body(body))
    parsed = decode(OPERATION, response, Confirmation.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(request_id: str, *, client: AsyncClient, body: ConfirmRequest) -> Confirmation:
    """Confirm the reservations of users who are here.

    Like `sync`, for `AsyncServerBrowser`.
    """

    response = await client.request(OPERATION, _path(request_id), json=json_body(body))
    return decode(OPERATION, response, Confirmation.read)


async def asyncio_detailed(request_id: str, *, client: AsyncClient, body: ConfirmRequest) -> Response[Confirmation]:
    """Confirm the reservations of users who are here.

    Like `sync_detailed`, for `AsyncServerBrowser`; see `sync`.
    """

    response = await client.request(OPERATION, _path(request_id), json=json_body(body))
    parsed = decode(OPERATION, response, Confirmation.read)
    return Response(response.status_code, response.content, response.headers, parsed)
