"""Create a pull profile: POST /v1/storage/endpoint/{endpoint_name}/pull-profile"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.pull_profile import PullProfile
from ...models.pull_profile_create_request import PullProfileCreateRequest
from ...types import json_body, path_segment

OPERATION = Operation(
    id="create_pull_profile",
    method="POST",
    path="/v1/storage/endpoint/{endpoint_name}/pull-profile",
    tag="pull_profiles",
    statuses=("200", "400", "401", "403", "404", "429", "500"),
)


def _path(endpoint_name: str) -> str:
    return f"/v1/storage/endpoint/{path_segment(endpoint_name, 'endpoint_name')}/pull-profile"


def sync(endpoint_name: str, *, client: Client, body: PullProfileCreateRequest) -> PullProfile:
    """Create a pull profile.

    Describes a file or folder in the bucket and its destination in a container. Link the profile to a
    version afterwards. The service then copies the files each time a container of the version starts.

    `POST /v1/storage/endpoint/{endpoint_name}/pull-profile`.

    Args:
        endpoint_name: Name of the endpoint storage.
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.
        body: The request body.

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

    response = client.request(OPERATION, _path(endpoint_name), json=json_body(body))
    return decode(OPERATION, response, PullProfile.read)


def sync_detailed(endpoint_name: str, *, client: Client, body: PullProfileCreateRequest) -> Response[PullProfile]:
    """Create a pull profile.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(endpoint_name), json=json_body(body))
    parsed = decode(OPERATION, response, PullProfile.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(endpoint_name: str, *, client: AsyncClient, body: PullProfileCreateRequest) -> PullProfile:
    """Create a pull profile.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(OPERATION, _path(endpoint_name), json=json_body(body))
    return decode(OPERATION, response, PullProfile.read)


async def asyncio_detailed(
    endpoint_name: str, *, client: AsyncClient, body: PullProfileCreateRequest
) -> Response[PullProfile]:
    """Create a pull profile.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, _path(endpoint_name), json=json_body(body))
    parsed = decode(OPERATION, response, PullProfile.read)
    return Response(response.status_code, response.content, response.headers, parsed)
