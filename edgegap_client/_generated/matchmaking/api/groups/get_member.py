"""Read a member of a group: GET /groups/{group_id}/members/{member_id}"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.member import Member
from ...types import path_segment

OPERATION = Operation(
    id="get_member",
    method="GET",
    path="/groups/{group_id}/members/{member_id}",
    tag="groups",
    statuses=("2XX", "401", "404", "429", "500"),
    rate_group="read",
)


def _path(group_id: str, member_id: str) -> str:
    return f"/groups/{path_segment(group_id, 'group_id')}/members/{path_segment(member_id, 'member_id')}"


def sync(group_id: str, member_id: str, *, client: Client) -> Member:
    """Read a member of a group.

    Returns the state of one player. After a server is assigned, the response has the assignment. Poll this
    request.

    `GET /groups/{group_id}/members/{member_id}`, counted in the limit `read` of the tier.

    Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.5;
    EdgegapIntegrationKit for Unreal, by a third party.

    Args:
        group_id: Id of the group.
        member_id: Id of the member.
        client: The client that sends the request: `Matchmaker` here, `AsyncMatchmaker` in `asyncio`.

    Returns:
        The `Member`.

    Raises:
        AuthenticationError: The token is missing, wrong, or has a word before it (401).
        NotFoundError: The record does not exist, or the service has removed it after its end (404).
        RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
        ServerError: The service failed (500).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, _path(group_id, member_id))
    return decode(OPERATION, response, Member.read)


def sync_detailed(group_id: str, member_id: str, *, client: Client) -> Response[Member]:
    """Read a member of a group.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(group_id, member_id))
    parsed = decode(OPERATION, response, Member.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(group_id: str, member_id: str, *, client: AsyncClient) -> Member:
    """Read a member of a group.

    Like `sync`, for `AsyncMatchmaker`.
    """

    response = await client.request(OPERATION, _path(group_id, member_id))
    return decode(OPERATION, response, Member.read)


async def asyncio_detailed(group_id: str, member_id: str, *, client: AsyncClient) -> Response[Member]:
    """Read a member of a group.

    Like `sync_detailed`, for `AsyncMatchmaker`; see `sync`.
    """

    response = await client.request(OPERATION, _path(group_id, member_id))
    parsed = decode(OPERATION, response, Member.read)
    return Response(response.status_code, response.content, response.headers, parsed)
