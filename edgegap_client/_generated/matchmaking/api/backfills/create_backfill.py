"""Request one more group of players: POST /backfills"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.backfill_request import BackfillRequest
from ...models.backfill_response import BackfillResponse
from ...types import json_body

OPERATION = Operation(
    id="create_backfill",
    method="POST",
    path="/backfills",
    tag="backfills",
    statuses=("2XX", "400", "401", "429", "500"),
    rate_group="backfill",
)


def sync(*, client: Client, body: BackfillRequest) -> BackfillResponse:
    """Request one more group of players.

    Offers the free seats of a team to one group. The service matches a backfill once only, so create one
    for each team with free seats. It removes the backfill after the profile's `ticket_expiration_period`.
    Each request creates another backfill.

    `POST /backfills`, counted in the limit `backfill` of the tier.

    Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.5;
    EdgegapIntegrationKit for Unreal, by a third party.

    Args:
        client: The client that sends the request: `Matchmaker` here, `AsyncMatchmaker` in `asyncio`.
        body: The request body.

    Returns:
        The `BackfillResponse`.

    Raises:
        BadRequestError: The profile does not exist, or the attributes do not match its rules (400).
        AuthenticationError: The token is missing, wrong, or has a word before it (401).
        RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
        ServerError: The service failed (500).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, OPERATION.path, json=json_body(body))
    return decode(OPERATION, response, BackfillResponse.read)


def sync_detailed(*, client: Client, body: BackfillRequest) -> Response[BackfillResponse]:
    """Request one more group of players.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, OPERATION.path, json=json_body(body))
    parsed = decode(OPERATION, response, BackfillResponse.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(*, client: AsyncClient, body: BackfillRequest) -> BackfillResponse:
    """Request one more group of players.

    Like `sync`, for `AsyncMatchmaker`.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body))
    return decode(OPERATION, response, BackfillResponse.read)


async def asyncio_detailed(*, client: AsyncClient, body: BackfillRequest) -> Response[BackfillResponse]:
    """Request one more group of players.

    Like `sync_detailed`, for `AsyncMatchmaker`; see `sync`.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body))
    parsed = decode(OPERATION, response, BackfillResponse.read)
    return Response(response.status_code, response.content, response.headers, parsed)
