"""Join a group: POST /groups/{group_id}/members"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.member import Member
from ...models.member_request import MemberRequest
from ...types import json_body, path_segment

OPERATION = Operation(
    id="join_group",
    method="POST",
    path="/groups/{group_id}/members",
    tag="groups",
    statuses=("2XX", "400", "401", "404", "409", "429", "500"),
    rate_group="create",
)


def _path(group_id: str) -> str:
    return f"/groups/{path_segment(group_id, 'group_id')}/members"


def sync(group_id: str, *, client: Client, body: MemberRequest) -> Member:
    """Join a group.

    Adds a player to a group. The service refuses the player if the group is full or its search has started.
    The status of this response is not known. Each request adds another member.

    `POST /groups/{group_id}/members`, counted in the limit `create` of the tier.

    Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.5;
    EdgegapIntegrationKit for Unreal, by a third party. No source names the statuses 400, 409.

    Args:
        group_id: Id of the group.
        client: The client that sends the request: `Matchmaker` here, `AsyncMatchmaker` in `asyncio`.
        body: The request body.

    Returns:
        The `Member`.

    Raises:
        BadRequestError: The profile does not exist, or the attributes do not match its rules (400).
        AuthenticationError: The token is missing, wrong, or has a word before it (401).
        NotFoundError: The record does not exist, or the service has removed it after its end (404).
        ConflictError: The service has already found a match, the search has started, or the group is full (409).
        RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
        ServerError: The service failed (500).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, _path(group_id), json=json_body(body))
    return decode(OPERATION, response, Member.read)


def sync_detailed(group_id: str, *, client: Client, body: MemberRequest) -> Response[Member]:
    """Join a group.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(group_id), json=json_body(body))
    parsed = decode(OPERATION, response, Member.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(group_id: str, *, client: AsyncClient, body: MemberRequest) -> Member:
    """Join a group.

    Like `sync`, for `AsyncMatchmaker`.
    """

    response = await client.request(OPERATION, _path(group_id), json=json_body(body))
    return decode(OPERATION, response, Member.read)


async def asyncio_detailed(group_id: str, *, client: AsyncClient, body: MemberRequest) -> Response[Member]:
    """Join a group.

    Like `sync_detailed`, for `AsyncMatchmaker`; see `sync`.
    """

    response = await client.request(OPERATION, _path(group_id), json=json_body(body))
    parsed = decode(OPERATION, response, Member.read)
    return Response(response.status_code, response.content, response.headers, parsed)
