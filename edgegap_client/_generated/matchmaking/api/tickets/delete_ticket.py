"""End the search of one player: DELETE /tickets/{ticket_id}"""

from ...client import AsyncClient, Client, Operation, Response
from ...types import path_segment

OPERATION = Operation(
    id="delete_ticket",
    method="DELETE",
    path="/tickets/{ticket_id}",
    tag="tickets",
    statuses=("2XX", "401", "404", "409", "429", "500"),
)


def _path(ticket_id: str) -> str:
    return f"/tickets/{path_segment(ticket_id, 'ticket_id')}"


def sync(ticket_id: str, *, client: Client) -> None:
    """End the search of one player.

    Removes a player from the search. The service returns 409 if it has already found a match. The player
    then gets a server, so continue to read the ticket.

    `DELETE /tickets/{ticket_id}`.

    Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.5;
    EdgegapIntegrationKit for Unreal, by a third party; a third party's test against a live matchmaker
    3.2.5.

    Args:
        ticket_id: Id of the ticket.
        client: The client that sends the request: `Matchmaker` here, `AsyncMatchmaker` in `asyncio`.

    Returns:
        None.

    Raises:
        AuthenticationError: The token is missing, wrong, or has a word before it (401).
        NotFoundError: The record does not exist, or the service has removed it after its end (404).
        ConflictError: The service has already found a match, the search has started, or the group is full (409).
        RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
        ServerError: The service failed (500).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    client.request(OPERATION, _path(ticket_id))


def sync_detailed(ticket_id: str, *, client: Client) -> Response[None]:
    """End the search of one player.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(ticket_id))
    return Response(response.status_code, response.content, response.headers, None)


async def asyncio(ticket_id: str, *, client: AsyncClient) -> None:
    """End the search of one player.

    Like `sync`, for `AsyncMatchmaker`.
    """

    await client.request(OPERATION, _path(ticket_id))


async def asyncio_detailed(ticket_id: str, *, client: AsyncClient) -> Response[None]:
    """End the search of one player.

    Like `sync_detailed`, for `AsyncMatchmaker`; see `sync`.
    """

    response = await client.request(OPERATION, _path(ticket_id))
    return Response(response.status_code, response.content, response.headers, None)
