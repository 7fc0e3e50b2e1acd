"""Read a session: GET /v1/session/{session_id}"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.session import Session
from ...types import path_segment

OPERATION = Operation(
    id="get_session",
    method="GET",
    path="/v1/session/{session_id}",
    tag="sessions",
    statuses=("200", "400", "401", "403", "429"),
)


def _path(session_id: str) -> str:
    return f"/v1/session/{path_segment(session_id, 'session_id')}"


def sync(session_id: str, *, client: Client) -> Session:
    """Read a session.

    Returns one session with its players. After the session is linked, the response also has the deployment.

    `GET /v1/session/{session_id}`.

    Args:
        session_id: Id of the session, as create returned it.
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.

    Returns:
        The `Session`.

    Raises:
        BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        RateLimitedError: The organisation has sent too many requests (429).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, _path(session_id))
    return decode(OPERATION, response, Session.read)


def sync_detailed(session_id: str, *, client: Client) -> Response[Session]:
    """Read a session.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(session_id))
    parsed = decode(OPERATION, response, Session.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(session_id: str, *, client: AsyncClient) -> Session:
    """Read a session.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(OPERATION, _path(session_id))
    return decode(OPERATION, response, Session.read)


async def asyncio_detailed(session_id: str, *, client: AsyncClient) -> Response[Session]:
    """Read a session.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, _path(session_id))
    parsed = decode(OPERATION, response, Session.read)
    return Response(response.status_code, response.content, response.headers, parsed)
