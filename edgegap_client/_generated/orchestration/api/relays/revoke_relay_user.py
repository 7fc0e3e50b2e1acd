"""Remove a player from a relay session: POST /v1/relays/sessions:revoke-user"""

from ...client import AsyncClient, Client, Operation, Response, decode, has_body
from ...models.relay_session import RelaySession
from ...models.relay_user_revoke_request import RelayUserRevokeRequest
from ...types import json_body

OPERATION = Operation(
    id="revoke_relay_user",
    method="POST",
    path="/v1/relays/sessions:revoke-user",
    tag="relays",
    statuses=("200", "204", "400", "401", "403", "404", "429", "500", "503"),
)


def sync(*, client: Client, body: RelayUserRevokeRequest) -> RelaySession | None:
    """Remove a player from a relay session.

    Revokes one player's access to a relay session. The request identifies the player by the player's own
    token, not by the address. The service returns either the session after the change or no body.

    `POST /v1/relays/sessions:revoke-user`.

    Args:
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.
        body: The request body.

    Returns:
        The `RelaySession`, or None if the response has no body.

    Raises:
        BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
        RateLimitedError: The organisation has sent too many requests (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, OPERATION.path, json=json_body(body))
    return decode(OPERATION, response, RelaySession.read) if has_body(response) else None


def sync_detailed(*, client: Client, body: RelayUserRevokeRequest) -> Response[RelaySession | None]:
    """Remove a player from a relay session.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, OPERATION.path, json=json_body(body))
    parsed = decode(OPERATION, response, RelaySession.read) if has_body(response) else None
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(*, client: AsyncClient, body: RelayUserRevokeRequest) -> RelaySession | None:
    """Remove a player from a relay session.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body))
    return decode(OPERATION, response, RelaySession.read) if has_body(response) else None


async def asyncio_detailed(*, client: AsyncClient, body: RelayUserRevokeRequest) -> Response[RelaySession | None]:
    """Remove a player from a relay session.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body))
    parsed = decode(OPERATION, response, RelaySession.read) if has_body(response) else None
    return Response(response.status_code, response.content, response.headers, parsed)
