"""Set whether a member is ready: PATCH /groups/{group_id}/members/{member_id}"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.member import Member
from ...models.member_update import MemberUpdate
from ...types import json_body, path_segment

OPERATION = Operation(
    id="update_member",
    method="PATCH",
    path="/groups/{group_id}/members/{member_id}",
    tag="groups",
    statuses=("2XX", "400", "401", "404", "409", "429", "500"),
)


def _path(group_id: str, member_id: str) -> str:
    return f"/groups/{path_segment(group_id, 'group_id')}/members/{path_segment(member_id, 'member_id')}"


def sync(group_id: str, member_id: str, *, client: Client, body: MemberUpdate) -> Member:
    """Set whether a member is ready.

    Sets whether a member is ready. The search starts when all members are ready. After the search has
    started, the service returns 409.

    `PATCH /groups/{group_id}/members/{member_id}`.

    Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.5;
    EdgegapIntegrationKit for Unreal, by a third party. No source names the statuses 400.

    Args:
        group_id: Id of the group.
        member_id: Id of the member.
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

    response = client.request(OPERATION, _path(group_id, member_id), json=json_body(body, is_update=True))
    return decode(OPERATION, response, Member.read)


def sync_detailed(group_id: str, member_id: str, *, client: Client, body: MemberUpdate) -> Response[Member]:
    """Set whether a member is ready.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(group_id, member_id), json=json_body(body, is_update=True))
    parsed = decode(OPERATION, response, Member.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(group_id: str, member_id: str, *, client: AsyncClient, body: MemberUpdate) -> Member:
    """Set whether a member is ready.

    Like `sync`, for `AsyncMatchmaker`.
    """

    response = await client.request(OPERATION, _path(group_id, member_id), json=json_body(body, is_update=True))
    return decode(OPERATION, response, Member.read)


async def asyncio_detailed(
    group_id: str, member_id: str, *, client: AsyncClient, body: MemberUpdate
) -> Response[Member]:
    """Set whether a member is ready.

    Like `sync_detailed`, for `AsyncMatchmaker`; see `sync`.
    """

    response = await client.request(OPERATION, _path(group_id, member_id), json=json_body(body, is_update=True))
    parsed = decode(OPERATION, response, Member.read)
    return Response(response.status_code, response.content, response.headers, parsed)
