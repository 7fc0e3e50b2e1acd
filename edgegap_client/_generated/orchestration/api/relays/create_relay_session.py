"""Create a relay session: POST /v1/relays/sessions"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.relay_session import RelaySession
from ...models.relay_session_create_request import RelaySessionCreateRequest
from ...types import json_body

OPERATION = Operation(
    id="create_relay_session",
    method="POST",
    path="/v1/relays/sessions",
    tag="relays",
    statuses=("200", "400", "401", "403", "429", "500", "503"),
)


def sync(*, client: Client, body: RelaySessionCreateRequest) -> RelaySession:
    """Create a relay session.

    Creates a relay session for a group of players. The service uses the public IP addresses of the players
    to choose a relay near all of them. The response comes before the service assigns a relay. At first,
    `ready` and `linked` are false, the list of users can be empty and there is no relay. To learn when the
    session is linked, read it again or set `webhook_url`. The service returns 403 if the organisation has
    no access to relays.

    `POST /v1/relays/sessions`.

    Args:
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.
        body: The request body.

    Returns:
        The `RelaySession`.

    Raises:
        BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        RateLimitedError: The organisation has sent too many requests (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, OPERATION.path, json=json_body(body, not_empty=("users",)))
    return decode(OPERATION, response, RelaySession.read)


def sync_detailed(*, client: Client, body: RelaySessionCreateRequest) -> Response[RelaySession]:
    """Create a relay session.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, OPERATION.path, json=json_body(body, not_empty=("users",)))
    parsed = decode(OPERATION, response, RelaySession.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(*, client: AsyncClient, body: RelaySessionCreateRequest) -> RelaySession:
    """Create a relay session.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body, not_empty=("users",)))
    return decode(OPERATION, response, RelaySession.read)


async def asyncio_detailed(*, client: AsyncClient, body: RelaySessionCreateRequest) -> Response[RelaySession]:
    """Create a relay session.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body, not_empty=("users",)))
    parsed = decode(OPERATION, response, RelaySession.read)
    return Response(response.status_code, response.content, response.headers, parsed)
