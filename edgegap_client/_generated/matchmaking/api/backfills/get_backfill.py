"""Read a backfill: GET /backfills/{backfill_id}"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.backfill_response import BackfillResponse
from ...types import path_segment

OPERATION = Operation(
    id="get_backfill",
    method="GET",
    path="/backfills/{backfill_id}",
    tag="backfills",
    statuses=("2XX", "401", "404", "429", "500"),
    rate_group="read",
)


def _path(backfill_id: str) -> str:
    return f"/backfills/{path_segment(backfill_id, 'backfill_id')}"


def sync(backfill_id: str, *, client: Client) -> BackfillResponse:
    """Read a backfill.

    Returns the state of a backfill. After a group is assigned, the response has the first ticket of the
    group. The service returns 404 for an expired backfill: create it again.

    `GET /backfills/{backfill_id}`, counted in the limit `read` of the tier.

    Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.5;
    EdgegapIntegrationKit for Unreal, by a third party.

    Args:
        backfill_id: Id of the backfill.
        client: The client that sends the request: `Matchmaker` here, `AsyncMatchmaker` in `asyncio`.

    Returns:
        The `BackfillResponse`.

    Raises:
        AuthenticationError: The token is missing, wrong, or has a word before it (401).
        NotFoundError: The record does not exist, or the service has removed it after its end (404).
        RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
        ServerError: The service failed (500).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, _path(backfill_id))
    return decode(OPERATION, response, BackfillResponse.read)


def sync_detailed(backfill_id: str, *, client: Client) -> Response[BackfillResponse]:
    """Read a backfill.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(backfill_id))
    parsed = decode(OPERATION, response, BackfillResponse.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(backfill_id: str, *, client: AsyncClient) -> BackfillResponse:
    """Read a backfill.

    Like `sync`, for `AsyncMatchmaker`.
    """

    response = await client.request(OPERATION, _path(backfill_id))
    return decode(OPERATION, response, BackfillResponse.read)


async def asyncio_detailed(backfill_id: str, *, client: AsyncClient) -> Response[BackfillResponse]:
    """Read a backfill.

    Like `sync_detailed`, for `AsyncMatchmaker`; see `sync`.
    """

    response = await client.request(OPERATION, _path(backfill_id))
    parsed = decode(OPERATION, response, BackfillResponse.read)
    return Response(response.status_code, response.content, response.headers, parsed)
