"""Delete a version of an application: DELETE /v1/app/{app_name}/version/{version_name}"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.app_version_delete_response import AppVersionDeleteResponse
from ...types import path_segment

OPERATION = Operation(
    id="delete_app_version",
    method="DELETE",
    path="/v1/app/{app_name}/version/{version_name}",
    tag="app_versions",
    statuses=("200", "400", "401", "403", "404", "429", "500"),
)


def _path(app_name: str, version_name: str) -> str:
    return f"/v1/app/{path_segment(app_name, 'app_name')}/version/{path_segment(version_name, 'version_name')}"


def sync(app_name: str, version_name: str, *, client: Client) -> AppVersionDeleteResponse:
    """Delete a version of an application.

    Deletes one version. The application and its other versions stay.

    `DELETE /v1/app/{app_name}/version/{version_name}`.

    Args:
        app_name: Name of the application.
        version_name: Name of the version.
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.

    Returns:
        The `AppVersionDeleteResponse`.

    Raises:
        BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
        RateLimitedError: The organisation has sent too many requests (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, _path(app_name, version_name))
    return decode(OPERATION, response, AppVersionDeleteResponse.read)


def sync_detailed(app_name: str, version_name: str, *, client: Client) -> Response[AppVersionDeleteResponse]:
    """Delete a version of an application.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(app_name, version_name))
    parsed = decode(OPERATION, response, AppVersionDeleteResponse.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(app_name: str, version_name: str, *, client: AsyncClient) -> AppVersionDeleteResponse:
    """Delete a version of an application.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(OPERATION, _path(app_name, version_name))
    return decode(OPERATION, response, AppVersionDeleteResponse.read)


async def asyncio_detailed(
    app_name: str, version_name: str, *, client: AsyncClient
) -> Response[AppVersionDeleteResponse]:
    """Delete a version of an application.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, _path(app_name, version_name))
    parsed = decode(OPERATION, response, AppVersionDeleteResponse.read)
    return Response(response.status_code, response.content, response.headers, parsed)
