"""Read a lobby service: GET /v1/lobbies/{lobby_name}"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.lobby import Lobby
from ...types import path_segment

OPERATION = Operation(
    id="get_lobby",
    method="GET",
    path="/v1/lobbies/{lobby_name}",
    tag="lobbies",
    statuses=("200", "400", "401", "403", "404", "409", "429", "500"),
)


def _path(lobby_name: str) -> str:
    return f"/v1/lobbies/{path_segment(lobby_name, 'lobby_name')}"


def sync(lobby_name: str, *, client: Client) -> Lobby:
    """Read a lobby service.

    Returns one lobby service with its status. After it is deployed, `url` is the address for players.

    `GET /v1/lobbies/{lobby_name}`.

    Args:
        lobby_name: Name of the lobby service, as given to create.
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.

    Returns:
        The `Lobby`.

    Raises:
        BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
        ConflictError: The name is already taken, or the state does not allow the request (409).
        RateLimitedError: The organisation has sent too many requests (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, _path(lobby_name))
    return decode(OPERATION, response, Lobby.read)


def sync_detailed(lobby_name: str, *, client: Client) -> Response[Lobby]:
    """Read a lobby service.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(lobby_name))
    parsed = decode(OPERATION, response, Lobby.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(lobby_name: str, *, client: AsyncClient) -> Lobby:
    """Read a lobby service.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(OPERATION, _path(lobby_name))
    return decode(OPERATION, response, Lobby.read)


async def asyncio_detailed(lobby_name: str, *, client: AsyncClient) -> Response[Lobby]:
    """Read a lobby service.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, _path(lobby_name))
    parsed = decode(OPERATION, response, Lobby.read)
    return Response(response.status_code, response.content, response.headers, parsed)
