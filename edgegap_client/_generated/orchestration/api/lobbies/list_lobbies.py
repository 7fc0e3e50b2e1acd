"""List the lobby services: GET /v1/lobbies"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.lobby import Lobby
from ...types import to_one_or_many

OPERATION = Operation(
    id="list_lobbies", method="GET", path="/v1/lobbies", tag="lobbies", statuses=("200", "401", "403", "429", "500")
)


def sync(*, client: Client) -> list[Lobby]:
    """List the lobby services.

    Returns the organisation's lobby services. The documents show one object in place of a list. The service
    may therefore return a list of lobbies or a single lobby.

    `GET /v1/lobbies`.

    Args:
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.

    Returns:
        A list of `Lobby`.

    Raises:
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        RateLimitedError: The organisation has sent too many requests (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, OPERATION.path)
    return decode(OPERATION, response, lambda value, field: to_one_or_many(value, Lobby, field))


def sync_detailed(*, client: Client) -> Response[list[Lobby]]:
    """List the lobby services.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, OPERATION.path)
    parsed = decode(OPERATION, response, lambda value, field: to_one_or_many(value, Lobby, field))
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(*, client: AsyncClient) -> list[Lobby]:
    """List the lobby services.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(OPERATION, OPERATION.path)
    return decode(OPERATION, response, lambda value, field: to_one_or_many(value, Lobby, field))


async def asyncio_detailed(*, client: AsyncClient) -> Response[list[Lobby]]:
    """List the lobby services.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, OPERATION.path)
    parsed = decode(OPERATION, response, lambda value, field: to_one_or_many(value, Lobby, field))
    return Response(response.status_code, response.content, response.headers, parsed)
