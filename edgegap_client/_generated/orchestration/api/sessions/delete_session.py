"""Delete a session: DELETE /v1/session/{session_id}"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.session_delete_response import SessionDeleteResponse
from ...types import path_segment

OPERATION = Operation(
    id="delete_session",
    method="DELETE",
    path="/v1/session/{session_id}",
    tag="sessions",
    statuses=("200", "400", "401", "404", "410", "429"),
)


def _path(session_id: str) -> str:
    return f"/v1/session/{path_segment(session_id, 'session_id')}"


def sync_detailed(session_id: str, *, client: Client) -> Response[SessionDeleteResponse]:
    """Delete a session.

    Ends a session and frees the sockets it holds. Answers 410 when the session has ended already.

    `DELETE /v1/session/{session_id}`.

    Args:
        session_id: Id of the session, as returned on creation.
        client: The `Edgegap` that sends the request.

    Returns:
        The answer with status, headers and content; `parsed` is the SessionDeleteResponse.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        GoneError: It has ended already (410).
        RateLimitedError: Too many requests from this organisation (429).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = client.request(OPERATION, _path(session_id))
    parsed = decode(OPERATION, response, SessionDeleteResponse.read)
    return Response(response.status_code, response.content, response.headers, parsed)


def sync(session_id: str, *, client: Client) -> SessionDeleteResponse:
    """Delete a session.

    Ends a session and frees the sockets it holds. Answers 410 when the session has ended already.

    `DELETE /v1/session/{session_id}`.

    Args:
        session_id: Id of the session, as returned on creation.
        client: The `Edgegap` that sends the request.

    Returns:
        The SessionDeleteResponse.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        GoneError: It has ended already (410).
        RateLimitedError: Too many requests from this organisation (429).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = client.request(OPERATION, _path(session_id))
    return decode(OPERATION, response, SessionDeleteResponse.read)


async def asyncio_detailed(session_id: str, *, client: AsyncClient) -> Response[SessionDeleteResponse]:
    """Delete a session.

    Ends a session and frees the sockets it holds. Answers 410 when the session has ended already.

    `DELETE /v1/session/{session_id}`.

    Args:
        session_id: Id of the session, as returned on creation.
        client: The `AsyncEdgegap` that sends the request.

    Returns:
        The answer with status, headers and content; `parsed` is the SessionDeleteResponse.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        GoneError: It has ended already (410).
        RateLimitedError: Too many requests from this organisation (429).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = await client.request(OPERATION, _path(session_id))
    parsed = decode(OPERATION, response, SessionDeleteResponse.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(session_id: str, *, client: AsyncClient) -> SessionDeleteResponse:
    """Delete a session.

    Ends a session and frees the sockets it holds. Answers 410 when the session has ended already.

    `DELETE /v1/session/{session_id}`.

    Args:
        session_id: Id of the session, as returned on creation.
        client: The `AsyncEdgegap` that sends the request.

    Returns:
        The SessionDeleteResponse.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        GoneError: It has ended already (410).
        RateLimitedError: Too many requests from this organisation (429).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = await client.request(OPERATION, _path(session_id))
    return decode(OPERATION, response, SessionDeleteResponse.read)
