"""Remove the link between a pull profile and a version: DELETE /v1/storage/endpoint/{endpoint_name}/pull-profile/{pull_profile_name}/app/{app_name}/version/{version_name}"""

from ...client import AsyncClient, Client, Operation, Response
from ...types import path_segment

OPERATION = Operation(
    id="unlink_pull_profile",
    method="DELETE",
    path="/v1/storage/endpoint/{endpoint_name}/pull-profile/{pull_profile_name}/app/{app_name}/version/{version_name}",
    tag="pull_profiles",
    statuses=("200", "204", "400", "401", "403", "404", "429", "500"),
)


def _path(endpoint_name: str, pull_profile_name: str, app_name: str, version_name: str) -> str:
    return f"/v1/storage/endpoint/{path_segment(endpoint_name, 'endpoint_name')}/pull-profile/{path_segment(pull_profile_name, 'pull_profile_name')}/app/{path_segment(app_name, 'app_name')}/version/{path_segment(version_name, 'version_name')}"


def sync(endpoint_name: str, pull_profile_name: str, app_name: str, version_name: str, *, client: Client) -> None:
    """Remove the link between a pull profile and a version.

    Containers of the version no longer receive the profile's files. Both the profile and the version stay.

    `DELETE /v1/storage/endpoint/{endpoint_name}/pull-profile/{pull_profile_name}/app/{app_name}/version/{version_name}`.

    Args:
        endpoint_name: Name of the endpoint storage.
        pull_profile_name: Name of the pull profile.
        app_name: Name of the application.
        version_name: Name of the version.
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.

    Returns:
        None.

    Raises:
        BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
        RateLimitedError: The organisation has sent too many requests (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    client.request(OPERATION, _path(endpoint_name, pull_profile_name, app_name, version_name))


def sync_detailed(
    endpoint_name: str, pull_profile_name: str, app_name: str, version_name: str, *, client: Client
) -> Response[None]:
    """Remove the link between a pull profile and a version.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(endpoint_name, pull_profile_name, app_name, version_name))
    return Response(response.status_code, response.content, response.headers, None)


async def asyncio(
    endpoint_name: str, pull_profile_name: str, app_name: str, version_name: str, *, client: AsyncClient
) -> None:
    """Remove the link between a pull profile and a version.

    Like `sync`, for `AsyncEdgegap`.
    """

    await client.request(OPERATION, _path(endpoint_name, pull_profile_name, app_name, version_name))


async def asyncio_detailed(
    endpoint_name: str, pull_profile_name: str, app_name: str, version_name: str, *, client: AsyncClient
) -> Response[None]:
    """Remove the link between a pull profile and a version.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, _path(endpoint_name, pull_profile_name, app_name, version_name))
    return Response(response.status_code, response.content, response.headers, None)
