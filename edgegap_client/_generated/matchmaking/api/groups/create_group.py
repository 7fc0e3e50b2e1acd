"""Create a group: POST /groups"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.member import Member
from ...models.member_request import MemberRequest
from ...types import json_body

OPERATION = Operation(
    id="create_group",
    method="POST",
    path="/groups",
    tag="groups",
    statuses=("2XX", "400", "401", "429", "500"),
    rate_group="create",
)


def sync(*, client: Client, body: MemberRequest) -> Member:
    """Create a group.

    Creates a group with its first member, who owns it. If `is_ready` is true, the search starts at once
    with this player alone. Each request creates another group.

    `POST /groups`, counted in the limit `create` of the tier.

    Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.5;
    EdgegapIntegrationKit for Unreal, by a third party; Edgegap's agent skills 0.1.3.

    Args:
        client: The client that sends the request: `Matchmaker` here, `AsyncMatchmaker` in `asyncio`.
        body: The request body.

    Returns:
        The `Member`.

    Raises:
        BadRequestError: The profile does not exist, or the attributes do not match its rules (400).
        AuthenticationError: The token is missing, wrong, or has a word before it (401).
        RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
        ServerError: The service failed (500).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, OPERATION.path, json=json_body(body))
    return decode(OPERATION, response, Member.read)


def sync_detailed(*, client: Client, body: MemberRequest) -> Response[Member]:
    """Create a group.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, OPERATION.path, json=json_body(body))
    parsed = decode(OPERATION, response, Member.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(*, client: AsyncClient, body: MemberRequest) -> Member:
    """Create a group.

    Like `sync`, for `AsyncMatchmaker`.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body))
    return decode(OPERATION, response, Member.read)


async def asyncio_detailed(*, client: AsyncClient, body: MemberRequest) -> Response[Member]:
    """Create a group.

    Like `sync_detailed`, for `AsyncMatchmaker`; see `sync`.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body))
    parsed = decode(OPERATION, response, Member.read)
    return Response(response.status_code, response.content, response.headers, parsed)
