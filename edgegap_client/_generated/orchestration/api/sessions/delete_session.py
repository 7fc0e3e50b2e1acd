"""Delete a session: DELETE /v1/session/{session_id}"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.session_delete_response import SessionDeleteResponse
from ...types import path_segment

OPERATION = Operation(
    id="delete_session",
    method="DELETE",
    path="/v1/session/{session_id}",
    tag="sessions",
    statuses=("200", "400", "401", "403", "404", "410", "429"),
)


def _path(session_id: str) -> str:
    return f"/v1/session/{path_segment(session_id, 'session_id')}"


def sync(session_id: str, *, client: Client) -> SessionDeleteResponse:
    """Delete a session.

    Ends a session and frees its sockets. The service returns 410 if the session has already ended.

    `DELETE /v1/session/{session_id}`.

    Args:
        session_id: Id of the session, as create returned it.
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.

    Returns:
        The `SessionDeleteResponse`.

    Raises:
        BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
        GoneError: The deployment or session has already ended (410).
        RateLimitedError: The organisation has sent too many requests (429).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, _path(session_id))
    return decode(OPERATION, response, SessionDeleteResponse.read)


def sync_detailed(session_id: str, *, client: Client) -> Response[SessionDeleteResponse]:
    """Delete a session.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(session_id))
    parsed = decode(OPERATION, response, SessionDeleteResponse.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(session_id: str, *, client: AsyncClient) -> SessionDeleteResponse:
    """Delete a session.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(OPERATION, _path(session_id))
    return decode(OPERATION, response, SessionDeleteResponse.read)


async def asyncio_detailed(session_id: str, *, client: AsyncClient) -> Response[SessionDeleteResponse]:
    """Delete a session.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, _path(session_id))
    parsed = decode(OPERATION, response, SessionDeleteResponse.read)
    return Response(response.status_code, response.content, response.headers, parsed)
