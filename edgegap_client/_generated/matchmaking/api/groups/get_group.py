"""Read a group: GET /groups/{group_id}"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.group import Group
from ...types import path_segment

OPERATION = Operation(
    id="get_group",
    method="GET",
    path="/groups/{group_id}",
    tag="groups",
    statuses=("2XX", "401", "404", "429", "500"),
    rate_group="read",
)


def _path(group_id: str) -> str:
    return f"/groups/{path_segment(group_id, 'group_id')}"


def sync(group_id: str, *, client: Client) -> Group:
    """Read a group.

    Returns the state of a group. The response does not list the members.

    `GET /groups/{group_id}`, counted in the limit `read` of the tier.

    Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.5;
    EdgegapIntegrationKit for Unreal, by a third party.

    Args:
        group_id: Id of the group.
        client: The client that sends the request: `Matchmaker` here, `AsyncMatchmaker` in `asyncio`.

    Returns:
        The `Group`.

    Raises:
        AuthenticationError: The token is missing, wrong, or has a word before it (401).
        NotFoundError: The record does not exist, or the service has removed it after its end (404).
        RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
        ServerError: The service failed (500).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, _path(group_id))
    return decode(OPERATION, response, Group.read)


def sync_detailed(group_id: str, *, client: Client) -> Response[Group]:
    """Read a group.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(group_id))
    parsed = decode(OPERATION, response, Group.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(group_id: str, *, client: AsyncClient) -> Group:
    """Read a group.

    Like `sync`, for `AsyncMatchmaker`.
    """

    response = await client.request(OPERATION, _path(group_id))
    return decode(OPERATION, response, Group.read)


async def asyncio_detailed(group_id: str, *, client: AsyncClient) -> Response[Group]:
    """Read a group.

    Like `sync_detailed`, for `AsyncMatchmaker`; see `sync`.
    """

    response = await client.request(OPERATION, _path(group_id))
    parsed = decode(OPERATION, response, Group.read)
    return Response(response.status_code, response.content, response.headers, parsed)
