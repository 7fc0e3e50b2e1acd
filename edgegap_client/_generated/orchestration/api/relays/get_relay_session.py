"""Read a relay session: GET /v1/relays/sessions/{session_id}"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.relay_session import RelaySession
from ...types import path_segment

OPERATION = Operation(
    id="get_relay_session",
    method="GET",
    path="/v1/relays/sessions/{session_id}",
    tag="relays",
    statuses=("200", "401", "403", "404", "429", "500"),
)


def _path(session_id: str) -> str:
    return f"/v1/relays/sessions/{path_segment(session_id, 'session_id')}"


def sync(session_id: str, *, client: Client) -> RelaySession:
    """Read a relay session.

    Returns one relay session. After the session is linked, `relay` has the address to connect to, and
    `session_users` has the token of each player. No polling interval is documented. A few seconds between
    two requests are enough.

    `GET /v1/relays/sessions/{session_id}`.

    Args:
        session_id: Id of the relay session, as create returned it. It ends in -S.
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.

    Returns:
        The `RelaySession`.

    Raises:
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
        RateLimitedError: The organisation has sent too many requests (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, _path(session_id))
    return decode(OPERATION, response, RelaySession.read)


def sync_detailed(session_id: str, *, client: Client) -> Response[RelaySession]:
    """Read a relay session.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(session_id))
    parsed = decode(OPERATION, response, RelaySession.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(session_id: str, *, client: AsyncClient) -> RelaySession:
    """Read a relay session.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(OPERATION, _path(session_id))
    return decode(OPERATION, response, RelaySession.read)


async def asyncio_detailed(session_id: str, *, client: AsyncClient) -> Response[RelaySession]:
    """Read a relay session.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, _path(session_id))
    parsed = decode(OPERATION, response, RelaySession.read)
    return Response(response.status_code, response.content, response.headers, parsed)
