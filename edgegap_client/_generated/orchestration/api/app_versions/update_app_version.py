"""Change a version of an application: PATCH /v1/app/{app_name}/version/{version_name}"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.app_version_update_request import AppVersionUpdateRequest
from ...models.app_version_update_response import AppVersionUpdateResponse
from ...types import json_body, path_segment

OPERATION = Operation(
    id="update_app_version",
    method="PATCH",
    path="/v1/app/{app_name}/version/{version_name}",
    tag="app_versions",
    statuses=("200", "400", "401", "403", "404", "424", "429", "500"),
)


def _path(app_name: str, version_name: str) -> str:
    return f"/v1/app/{path_segment(app_name, 'app_name')}/version/{path_segment(version_name, 'version_name')}"


def sync(
    app_name: str, version_name: str, *, client: Client, body: AppVersionUpdateRequest
) -> AppVersionUpdateResponse:
    """Change a version of an application.

    Changes the given fields and keeps the others. A new name renames the version. The live service returns
    400 (Unknown Args) for `req_cpu`, `req_memory` and `req_video`. To change resources, create another
    version. If `verify_image` is true, the service returns 400 if the login to the registry fails, and 424
    if it cannot pull the image.

    `PATCH /v1/app/{app_name}/version/{version_name}`.

    Args:
        app_name: Name of the application.
        version_name: Name of the version.
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.
        body: The request body.

    Returns:
        The `AppVersionUpdateResponse`.

    Raises:
        BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
        ImagePullError: The service cannot pull the container image (424).
        RateLimitedError: The organisation has sent too many requests (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(
        OPERATION,
        _path(app_name, version_name),
        json=json_body(body, is_update=True, deprecated=("inject_context_env", "enable_all_locations")),
    )
    return decode(OPERATION, response, AppVersionUpdateResponse.read)


def sync_detailed(
    app_name: str, version_name: str, *, client: Client, body: AppVersionUpdateRequest
) -> Response[AppVersionUpdateResponse]:
    """Change a version of an application.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(
        OPERATION,
        _path(app_name, version_name),
        json=json_body(body, is_update=True, deprecated=("inject_context_env", "enable_all_locations")),
    )
    parsed = decode(OPERATION, response, AppVersionUpdateResponse.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(
    app_name: str, version_name: str, *, client: AsyncClient, body: AppVersionUpdateRequest
) -> AppVersionUpdateResponse:
    """Change a version of an application.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(
        OPERATION,
        _path(app_name, version_name),
        json=json_body(body, is_update=True, deprecated=("inject_context_env", "enable_all_locations")),
    )
    return decode(OPERATION, response, AppVersionUpdateResponse.read)


async def asyncio_detailed(
    app_name: str, version_name: str, *, client: AsyncClient, body: AppVersionUpdateRequest
) -> Response[AppVersionUpdateResponse]:
    """Change a version of an application.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(
        OPERATION,
        _path(app_name, version_name),
        json=json_body(body, is_update=True, deprecated=("inject_context_env", "enable_all_locations")),
    )
    parsed = decode(OPERATION, response, AppVersionUpdateResponse.read)
    return Response(response.status_code, response.content, response.headers, parsed)
