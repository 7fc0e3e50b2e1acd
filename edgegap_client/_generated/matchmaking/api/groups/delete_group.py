"""Delete a group: DELETE /groups/{group_id}"""

from ...client import AsyncClient, Client, Operation, Response
from ...types import path_segment

OPERATION = Operation(
    id="delete_group",
    method="DELETE",
    path="/groups/{group_id}",
    tag="groups",
    statuses=("2XX", "401", "404", "409", "429", "500"),
)


def _path(group_id: str) -> str:
    return f"/groups/{path_segment(group_id, 'group_id')}"


def sync(group_id: str, *, client: Client) -> None:
    """Delete a group.

    Ends the group and its search for all members. By convention, only the owner sends this request. The
    service returns 409 if it has already found a match.

    `DELETE /groups/{group_id}`.

    Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.5;
    EdgegapIntegrationKit for Unreal, by a third party.

    Args:
        group_id: Id of the group.
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

    client.request(OPERATION, _path(group_id))


def sync_detailed(group_id: str, *, client: Client) -> Response[None]:
    """Delete a group.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(group_id))
    return Response(response.status_code, response.content, response.headers, None)


async def asyncio(group_id: str, *, client: AsyncClient) -> None:
    """Delete a group.

    Like `sync`, for `AsyncMatchmaker`.
    """

    await client.request(OPERATION, _path(group_id))


async def asyncio_detailed(group_id: str, *, client: AsyncClient) -> Response[None]:
    """Delete a group.

    Like `sync_detailed`, for `AsyncMatchmaker`; see `sync`.
    """

    response = await client.request(OPERATION, _path(group_id))
    return Response(response.status_code, response.content, response.headers, None)
