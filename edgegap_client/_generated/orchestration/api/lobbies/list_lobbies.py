"""List the lobby services: GET /v1/lobbies"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.lobby import Lobby
from ...types import to_one_or_many

OPERATION = Operation(
    id="list_lobbies", method="GET", path="/v1/lobbies", tag="lobbies", statuses=("200", "401", "429", "500")
)


def sync_detailed(*, client: Client) -> Response[list[Lobby]]:
    """List the lobby services.

    Returns the organisation's lobby services. The documents show a single object where a list is to be
    expected, so either may come: a list of lobbies, or one lobby on its own.

    `GET /v1/lobbies`.

    Args:
        client: The `Edgegap` that sends the request.

    Returns:
        The answer with status, headers and content; `parsed` is the list[Lobby].

    Raises:
        AuthenticationError: The token is missing or not understood (401).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = client.request(OPERATION, OPERATION.path)
    parsed = decode(OPERATION, response, lambda value, field: to_one_or_many(value, Lobby.read, field))
    return Response(response.status_code, response.content, response.headers, parsed)


def sync(*, client: Client) -> list[Lobby]:
    """List the lobby services.

    Returns the organisation's lobby services. The documents show a single object where a list is to be
    expected, so either may come: a list of lobbies, or one lobby on its own.

    `GET /v1/lobbies`.

    Args:
        client: The `Edgegap` that sends the request.

    Returns:
        The list[Lobby].

    Raises:
        AuthenticationError: The token is missing or not understood (401).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = client.request(OPERATION, OPERATION.path)
    return decode(OPERATION, response, lambda value, field: to_one_or_many(value, Lobby.read, field))


async def asyncio_detailed(*, client: AsyncClient) -> Response[list[Lobby]]:
    """List the lobby services.

    Returns the organisation's lobby services. The documents show a single object where a list is to be
    expected, so either may come: a list of lobbies, or one lobby on its own.

    `GET /v1/lobbies`.

    Args:
        client: The `AsyncEdgegap` that sends the request.

    Returns:
        The answer with status, headers and content; `parsed` is the list[Lobby].

    Raises:
        AuthenticationError: The token is missing or not understood (401).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = await client.request(OPERATION, OPERATION.path)
    parsed = decode(OPERATION, response, lambda value, field: to_one_or_many(value, Lobby.read, field))
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(*, client: AsyncClient) -> list[Lobby]:
    """List the lobby services.

    Returns the organisation's lobby services. The documents show a single object where a list is to be
    expected, so either may come: a list of lobbies, or one lobby on its own.

    `GET /v1/lobbies`.

    Args:
        client: The `AsyncEdgegap` that sends the request.

    Returns:
        The list[Lobby].

    Raises:
        AuthenticationError: The token is missing or not understood (401).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = await client.request(OPERATION, OPERATION.path)
    return decode(OPERATION, response, lambda value, field: to_one_or_many(value, Lobby.read, field))
