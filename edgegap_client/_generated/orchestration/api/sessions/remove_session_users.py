"""Remove players from a session: DELETE /v1/session/{session_id}/users"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.session_users import SessionUsers
from ...models.session_users_request import SessionUsersRequest
from ...types import json_body, path_segment

OPERATION = Operation(
    id="remove_session_users",
    method="DELETE",
    path="/v1/session/{session_id}/users",
    tag="sessions",
    statuses=("200", "400", "401", "429"),
)


def _path(session_id: str) -> str:
    return f"/v1/session/{path_segment(session_id, 'session_id')}/users"


def sync_detailed(session_id: str, *, client: Client, body: SessionUsersRequest) -> Response[SessionUsers]:
    """Remove players from a session.

    Removes players, known by IP address, from a session. The addresses travel in the body of the DELETE
    request, which some proxies drop.

    `DELETE /v1/session/{session_id}/users`.

    Args:
        session_id: Id of the session, as returned on creation.
        client: The `Edgegap` that sends the request.
        body: The request's body.

    Returns:
        The answer with status, headers and content; `parsed` is the SessionUsers.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        RateLimitedError: Too many requests from this organisation (429).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = client.request(OPERATION, _path(session_id), json=json_body(body))
    parsed = decode(OPERATION, response, SessionUsers.read)
    return Response(response.status_code, response.content, response.headers, parsed)


def sync(session_id: str, *, client: Client, body: SessionUsersRequest) -> SessionUsers:
    """Remove players from a session.

    Removes players, known by IP address, from a session. The addresses travel in the body of the DELETE
    request, which some proxies drop.

    `DELETE /v1/session/{session_id}/users`.

    Args:
        session_id: Id of the session, as returned on creation.
        client: The `Edgegap` that sends the request.
        body: The request's body.

    Returns:
        The SessionUsers.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        RateLimitedError: Too many requests from this organisation (429).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = client.request(OPERATION, _path(session_id), json=json_body(body))
    return decode(OPERATION, response, SessionUsers.read)


async def asyncio_detailed(
    session_id: str, *, client: AsyncClient, body: SessionUsersRequest
) -> Response[SessionUsers]:
    """Remove players from a session.

    Removes players, known by IP address, from a session. The addresses travel in the body of the DELETE
    request, which some proxies drop.

    `DELETE /v1/session/{session_id}/users`.

    Args:
        session_id: Id of the session, as returned on creation.
        client: The `AsyncEdgegap` that sends the request.
        body: The request's body.

    Returns:
        The answer with status, headers and content; `parsed` is the SessionUsers.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        RateLimitedError: Too many requests from this organisation (429).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = await client.request(OPERATION, _path(session_id), json=json_body(body))
    parsed = decode(OPERATION, response, SessionUsers.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(session_id: str, *, client: AsyncClient, body: SessionUsersRequest) -> SessionUsers:
    """Remove players from a session.

    Removes players, known by IP address, from a session. The addresses travel in the body of the DELETE
    request, which some proxies drop.

    `DELETE /v1/session/{session_id}/users`.

    Args:
        session_id: Id of the session, as returned on creation.
        client: The `AsyncEdgegap` that sends the request.
        body: The request's body.

    Returns:
        The SessionUsers.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        RateLimitedError: Too many requests from this organisation (429).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = await client.request(OPERATION, _path(session_id), json=json_body(body))
    return decode(OPERATION, response, SessionUsers.read)
