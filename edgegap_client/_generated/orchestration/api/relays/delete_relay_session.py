"""Delete a relay session: DELETE /v1/relays/sessions/{session_id}"""

from ...client import AsyncClient, Client, Operation, Response
from ...types import path_segment

OPERATION = Operation(
    id="delete_relay_session",
    method="DELETE",
    path="/v1/relays/sessions/{session_id}",
    tag="relays",
    statuses=("204", "401", "403", "404", "429", "500", "503"),
)


def _path(session_id: str) -> str:
    return f"/v1/relays/sessions/{path_segment(session_id, 'session_id')}"


def sync(session_id: str, *, client: Client) -> None:
    """Delete a relay session.

    Deletes a relay session. All its players lose their access.

    `DELETE /v1/relays/sessions/{session_id}`.

    Args:
        session_id: Id of the relay session, as create returned it. It ends in -S.
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.

    Returns:
        None.

    Raises:
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
        RateLimitedError: The organisation has sent too many requests (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    client.request(OPERATION, _path(session_id))


def sync_detailed(session_id: str, *, client: Client) -> Response[None]:
    """Delete a relay session.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(session_id))
    return Response(response.status_code, response.content, response.headers, None)


async def asyncio(session_id: str, *, client: AsyncClient) -> None:
    """Delete a relay session.

    Like `sync`, for `AsyncEdgegap`.
    """

    await client.request(OPERATION, _path(session_id))


async def asyncio_detailed(session_id: str, *, client: AsyncClient) -> Response[None]:
    """Delete a relay session.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, _path(session_id))
    return Response(response.status_code, response.content, response.headers, None)
