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


def sync_detailed(*, client: Client, body: RelayUserRevokeRequest) -> Response[RelaySession | None]:
    """Remove a player from a relay session.

    Takes away one player's access to a relay session. The player is named by their own token, not by
    address. The service answers either with the session as it is afterwards or with nothing.

    `POST /v1/relays/sessions:revoke-user`.

    Args:
        client: The `Edgegap` that sends the request.
        body: The request's body.

    Returns:
        The answer with status, headers and content; `parsed` is the RelaySession, or None without a body.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        PermissionDeniedError: The token was deleted, or the organisation lacks the feature (403).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = client.request(OPERATION, OPERATION.path, json=json_body(body))
    parsed = decode(OPERATION, response, RelaySession.read) if has_body(response) else None
    return Response(response.status_code, response.content, response.headers, parsed)


def sync(*, client: Client, body: RelayUserRevokeRequest) -> RelaySession | None:
    """Remove a player from a relay session.

    Takes away one player's access to a relay session. The player is named by their own token, not by
    address. The service answers either with the session as it is afterwards or with nothing.

    `POST /v1/relays/sessions:revoke-user`.

    Args:
        client: The `Edgegap` that sends the request.
        body: The request's body.

    Returns:
        The RelaySession, or None without a body.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        PermissionDeniedError: The token was deleted, or the organisation lacks the feature (403).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = client.request(OPERATION, OPERATION.path, json=json_body(body))
    return decode(OPERATION, response, RelaySession.read) if has_body(response) else None


async def asyncio_detailed(*, client: AsyncClient, body: RelayUserRevokeRequest) -> Response[RelaySession | None]:
    """Remove a player from a relay session.

    Takes away one player's access to a relay session. The player is named by their own token, not by
    address. The service answers either with the session as it is afterwards or with nothing.

    `POST /v1/relays/sessions:revoke-user`.

    Args:
        client: The `AsyncEdgegap` that sends the request.
        body: The request's body.

    Returns:
        The answer with status, headers and content; `parsed` is the RelaySession, or None without a body.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        PermissionDeniedError: The token was deleted, or the organisation lacks the feature (403).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body))
    parsed = decode(OPERATION, response, RelaySession.read) if has_body(response) else None
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(*, client: AsyncClient, body: RelayUserRevokeRequest) -> RelaySession | None:
    """Remove a player from a relay session.

    Takes away one player's access to a relay session. The player is named by their own token, not by
    address. The service answers either with the session as it is afterwards or with nothing.

    `POST /v1/relays/sessions:revoke-user`.

    Args:
        client: The `AsyncEdgegap` that sends the request.
        body: The request's body.

    Returns:
        The RelaySession, or None without a body.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        PermissionDeniedError: The token was deleted, or the organisation lacks the feature (403).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body))
    return decode(OPERATION, response, RelaySession.read) if has_body(response) else None
