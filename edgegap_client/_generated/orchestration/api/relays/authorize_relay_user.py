"""Add a player to a relay session: POST /v1/relays/sessions:authorize-user"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.relay_user_authorize_request import RelayUserAuthorizeRequest
from ...models.relay_user_authorize_response import RelayUserAuthorizeResponse
from ...types import json_body

OPERATION = Operation(
    id="authorize_relay_user",
    method="POST",
    path="/v1/relays/sessions:authorize-user",
    tag="relays",
    statuses=("200", "400", "401", "403", "409", "429", "500", "503"),
)


def sync(*, client: Client, body: RelayUserAuthorizeRequest) -> RelayUserAuthorizeResponse:
    """Add a player to a relay session.

    Adds one player, identified by IP address, to an existing relay session. `session_user` in the response
    has the new player's own token. The service returns 409 if the player is already in the session, so a
    retry can fail.

    `POST /v1/relays/sessions:authorize-user`.

    Args:
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.
        body: The request body.

    Returns:
        The `RelayUserAuthorizeResponse`.

    Raises:
        BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        ConflictError: The name is already taken, or the state does not allow the request (409).
        RateLimitedError: The organisation has sent too many requests (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, OPERATION.path, json=json_body(body))
    return decode(OPERATION, response, RelayUserAuthorizeResponse.read)


def sync_detailed(*, client: Client, body: RelayUserAuthorizeRequest) -> Response[RelayUserAuthorizeResponse]:
    """Add a player to a relay session.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, OPERATION.path, json=json_body(body))
    parsed = decode(OPERATION, response, RelayUserAuthorizeResponse.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(*, client: AsyncClient, body: RelayUserAuthorizeRequest) -> RelayUserAuthorizeResponse:
    """Add a player to a relay session.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body))
    return decode(OPERATION, response, RelayUserAuthorizeResponse.read)


async def asyncio_detailed(
    *, client: AsyncClient, body: RelayUserAuthorizeRequest
) -> Response[RelayUserAuthorizeResponse]:
    """Add a player to a relay session.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body))
    parsed = decode(OPERATION, response, RelayUserAuthorizeResponse.read)
    return Response(response.status_code, response.content, response.headers, parsed)
