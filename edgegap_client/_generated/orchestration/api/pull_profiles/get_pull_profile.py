"""Read a pull profile: GET /v1/storage/endpoint/{endpoint_name}/pull-profile/{pull_profile_name}"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.pull_profile import PullProfile
from ...types import path_segment

OPERATION = Operation(
    id="get_pull_profile",
    method="GET",
    path="/v1/storage/endpoint/{endpoint_name}/pull-profile/{pull_profile_name}",
    tag="pull_profiles",
    statuses=("200", "400", "401", "403", "404", "429", "500"),
)


def _path(endpoint_name: str, pull_profile_name: str) -> str:
    return f"/v1/storage/endpoint/{path_segment(endpoint_name, 'endpoint_name')}/pull-profile/{path_segment(pull_profile_name, 'pull_profile_name')}"


def sync(endpoint_name: str, pull_profile_name: str, *, client: Client) -> PullProfile:
    """Read a pull profile.

    Returns one pull profile. The response does not include the versions that use it.

    `GET /v1/storage/endpoint/{endpoint_name}/pull-profile/{pull_profile_name}`.

    Args:
        endpoint_name: Name of the endpoint storage.
        pull_profile_name: Name of the pull profile.
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.

    Returns:
        The `PullProfile`.

    Raises:
        BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
        RateLimitedError: The organisation has sent too many requests (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, _path(endpoint_name, pull_profile_name))
    return decode(OPERATION, response, PullProfile.read)


def sync_detailed(endpoint_name: str, pull_profile_name: str, *, client: Client) -> Response[PullProfile]:
    """Read a pull profile.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(endpoint_name, pull_profile_name))
    parsed = decode(OPERATION, response, PullProfile.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(endpoint_name: str, pull_profile_name: str, *, client: AsyncClient) -> PullProfile:
    """Read a pull profile.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(OPERATION, _path(endpoint_name, pull_profile_name))
    return decode(OPERATION, response, PullProfile.read)


async def asyncio_detailed(endpoint_name: str, pull_profile_name: str, *, client: AsyncClient) -> Response[PullProfile]:
    """Read a pull profile.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, _path(endpoint_name, pull_profile_name))
    parsed = decode(OPERATION, response, PullProfile.read)
    return Response(response.status_code, response.content, response.headers, parsed)
