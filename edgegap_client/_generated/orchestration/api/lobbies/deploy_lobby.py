"""Start a lobby service: POST /v1/lobbies:deploy"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.lobby import Lobby
from ...models.lobby_name_request import LobbyNameRequest
from ...types import json_body

OPERATION = Operation(
    id="deploy_lobby",
    method="POST",
    path="/v1/lobbies:deploy",
    tag="lobbies",
    statuses=("202", "400", "401", "403", "409", "429", "500"),
)


def sync(*, client: Client, body: LobbyNameRequest) -> Lobby:
    """Start a lobby service.

    Starts an existing lobby service. The service accepts the request and carries it out later. Read the
    lobby service again until it has a `url`.

    `POST /v1/lobbies:deploy`.

    Args:
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.
        body: The request body.

    Returns:
        The `Lobby`.

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
    return decode(OPERATION, response, Lobby.read)


def sync_detailed(*, client: Client, body: LobbyNameRequest) -> Response[Lobby]:
    """Start a lobby service.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, OPERATION.path, json=json_body(body))
    parsed = decode(OPERATION, response, Lobby.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(*, client: AsyncClient, body: LobbyNameRequest) -> Lobby:
    """Start a lobby service.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body))
    return decode(OPERATION, response, Lobby.read)


async def asyncio_detailed(*, client: AsyncClient, body: LobbyNameRequest) -> Response[Lobby]:
    """Start a lobby service.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body))
    parsed = decode(OPERATION, response, Lobby.read)
    return Response(response.status_code, response.content, response.headers, parsed)
