"""Delete a backfill: DELETE /backfills/{backfill_id}"""

from ...client import AsyncClient, Client, Operation, Response
from ...types import path_segment

OPERATION = Operation(
    id="delete_backfill",
    method="DELETE",
    path="/backfills/{backfill_id}",
    tag="backfills",
    statuses=("2XX", "401", "404", "429", "500"),
)


def _path(backfill_id: str) -> str:
    return f"/backfills/{path_segment(backfill_id, 'backfill_id')}"


def sync(backfill_id: str, *, client: Client) -> None:
    """Delete a backfill.

    Ends a backfill. Delete all backfills before the server stops. Otherwise the service can send players to
    a server that no longer exists.

    `DELETE /backfills/{backfill_id}`.

    Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.5;
    EdgegapIntegrationKit for Unreal, by a third party.

    Args:
        backfill_id: Id of the backfill.
        client: The client that sends the request: `Matchmaker` here, `AsyncMatchmaker` in `asyncio`.

    Returns:
        None.

    Raises:
        AuthenticationError: The token is missing, wrong, or has a word before it (401).
        NotFoundError: The record does not exist, or the service has removed it after its end (404).
        RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
        ServerError: The service failed (500).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    client.request(OPERATION, _path(backfill_id))


def sync_detailed(backfill_id: str, *, client: Client) -> Response[None]:
    """Delete a backfill.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(backfill_id))
    return Response(response.status_code, response.content, response.headers, None)


async def asyncio(backfill_id: str, *, client: AsyncClient) -> None:
    """Delete a backfill.

    Like `sync`, for `AsyncMatchmaker`.
    """

    await client.request(OPERATION, _path(backfill_id))


async def asyncio_detailed(backfill_id: str, *, client: AsyncClient) -> Response[None]:
    """Delete a backfill.

    Like `sync_detailed`, for `AsyncMatchmaker`; see `sync`.
    """

    response = await client.request(OPERATION, _path(backfill_id))
    return Response(response.status_code, response.content, response.headers, None)
