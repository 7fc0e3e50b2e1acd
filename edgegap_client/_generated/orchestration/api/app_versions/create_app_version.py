"""Create a version of an application: POST /v1/app/{app_name}/version"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.app_version_create_request import AppVersionCreateRequest
from ...models.app_version_create_response import AppVersionCreateResponse
from ...types import json_body, path_segment

OPERATION = Operation(
    id="create_app_version",
    method="POST",
    path="/v1/app/{app_name}/version",
    tag="app_versions",
    statuses=("200", "400", "401", "403", "404", "409", "424", "429", "500"),
)


def _path(app_name: str) -> str:
    return f"/v1/app/{path_segment(app_name, 'app_name')}/version"


def sync(app_name: str, *, client: Client, body: AppVersionCreateRequest) -> AppVersionCreateResponse:
    """Create a version of an application.

    Creates a version: a container image with its resources, ports and variables, ready to deploy. If
    `verify_image` is true, the service first tries to pull the image. It returns 400 if the login to the
    registry fails, and 424 if it cannot pull the image. It returns 409 if the application already has a
    version of that name. It returns 400 if `req_memory` exceeds twice `req_cpu`. The response can contain
    `private_token` in clear text.

    `POST /v1/app/{app_name}/version`.

    Args:
        app_name: Name of the application, 3 to 64 characters.
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.
        body: The request body.

    Returns:
        The `AppVersionCreateResponse`.

    Raises:
        BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
        ConflictError: The name is already taken, or the state does not allow the request (409).
        ImagePullError: The service cannot pull the container image (424).
        RateLimitedError: The organisation has sent too many requests (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(
        OPERATION, _path(app_name), json=json_body(body, deprecated=("inject_context_env", "enable_all_locations"))
    )
    return decode(OPERATION, response, AppVersionCreateResponse.read)


def sync_detailed(
    app_name: str, *, client: Client, body: AppVersionCreateRequest
) -> Response[AppVersionCreateResponse]:
    """Create a version of an application.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(
        OPERATION, _path(app_name), json=json_body(body, deprecated=("inject_context_env", "enable_all_locations"))
    )
    parsed = decode(OPERATION, response, AppVersionCreateResponse.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(app_name: str, *, client: AsyncClient, body: AppVersionCreateRequest) -> AppVersionCreateResponse:
    """Create a version of an application.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(
        OPERATION, _path(app_name), json=json_body(body, deprecated=("inject_context_env", "enable_all_locations"))
    )
    return decode(OPERATION, response, AppVersionCreateResponse.read)


async def asyncio_detailed(
    app_name: str, *, client: AsyncClient, body: AppVersionCreateRequest
) -> Response[AppVersionCreateResponse]:
    """Create a version of an application.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(
        OPERATION, _path(app_name), json=json_body(body, deprecated=("inject_context_env", "enable_all_locations"))
    )
    parsed = decode(OPERATION, response, AppVersionCreateResponse.read)
    return Response(response.status_code, response.content, response.headers, parsed)
