"""Stop many sessions: POST /v1/sessions/bulk-stop"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.session_bulk_stop_request import SessionBulkStopRequest
from ...models.session_bulk_stop_response import SessionBulkStopResponse
from ...types import json_body

OPERATION = Operation(
    id="bulk_stop_sessions",
    method="POST",
    path="/v1/sessions/bulk-stop",
    tag="sessions",
    statuses=("200", "400", "401", "403", "429", "500"),
)


def sync(*, client: Client, body: SessionBulkStopRequest) -> SessionBulkStopResponse:
    """Stop many sessions.

    Stops all sessions that match the filters. The response lists the sessions that the service stops. Treat
    every other session as not stopped.

    `POST /v1/sessions/bulk-stop`.

    Args:
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.
        body: The request body.

    Returns:
        The `SessionBulkStopResponse`.

    Raises:
        BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        RateLimitedError: The organisation has sent too many requests (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, OPERATION.path, json=json_body(body, not_empty=("filters",)))
    return decode(OPERATION, response, SessionBulkStopResponse.read)


def sync_detailed(*, client: Client, body: SessionBulkStopRequest) -> Response[SessionBulkStopResponse]:
    """Stop many sessions.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, OPERATION.path, json=json_body(body, not_empty=("filters",)))
    parsed = decode(OPERATION, response, SessionBulkStopResponse.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(*, client: AsyncClient, body: SessionBulkStopRequest) -> SessionBulkStopResponse:
    """Stop many sessions.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body, not_empty=("filters",)))
    return decode(OPERATION, response, SessionBulkStopResponse.read)


async def asyncio_detailed(*, client: AsyncClient, body: SessionBulkStopRequest) -> Response[SessionBulkStopResponse]:
    """Stop many sessions.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body, not_empty=("filters",)))
    parsed = decode(OPERATION, response, SessionBulkStopResponse.read)
    return Response(response.status_code, response.content, response.headers, parsed)
