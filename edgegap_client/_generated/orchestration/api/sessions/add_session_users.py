"""Add players to a session: PUT /v1/session/{session_id}/users"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.session_users import SessionUsers
from ...models.session_users_request import SessionUsersRequest
from ...types import json_body, path_segment

OPERATION = Operation(
    id="add_session_users",
    method="PUT",
    path="/v1/session/{session_id}/users",
    tag="sessions",
    statuses=("200", "400", "401", "403", "422", "429"),
)


def _path(session_id: str) -> str:
    return f"/v1/session/{path_segment(session_id, 'session_id')}/users"


def sync(session_id: str, *, client: Client, body: SessionUsersRequest) -> SessionUsers:
    """Add players to a session.

    Adds players, identified by IP address, to a session. The service returns 422 if it cannot add them.

    `PUT /v1/session/{session_id}/users`.

    Args:
        session_id: Id of the session, as create returned it.
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.
        body: The request body.

    Returns:
        The `SessionUsers`.

    Raises:
        BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        RateLimitedError: The organisation has sent too many requests (429).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, _path(session_id), json=json_body(body))
    return decode(OPERATION, response, SessionUsers.read)


def sync_detailed(session_id: str, *, client: Client, body: SessionUsersRequest) -> Response[SessionUsers]:
    """Add players to a session.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(session_id), json=json_body(body))
    parsed = decode(OPERATION, response, SessionUsers.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(session_id: str, *, client: AsyncClient, body: SessionUsersRequest) -> SessionUsers:
    """Add players to a session.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(OPERATION, _path(session_id), json=json_body(body))
    return decode(OPERATION, response, SessionUsers.read)


async def asyncio_detailed(
    session_id: str, *, client: AsyncClient, body: SessionUsersRequest
) -> Response[SessionUsers]:
    """Add players to a session.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, _path(session_id), json=json_body(body))
    parsed = decode(OPERATION, response, SessionUsers.read)
    return Response(response.status_code, response.content, response.headers, parsed)
