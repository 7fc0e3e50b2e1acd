"""Change an application: PATCH /v1/app/{app_name}"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.app_update_request import AppUpdateRequest
from ...models.application import Application
from ...types import json_body, path_segment

OPERATION = Operation(
    id="update_application",
    method="PATCH",
    path="/v1/app/{app_name}",
    tag="applications",
    statuses=("200", "400", "401", "403", "404", "409", "429", "500"),
)


def _path(app_name: str) -> str:
    return f"/v1/app/{path_segment(app_name, 'app_name')}"


def sync(app_name: str, *, client: Client, body: AppUpdateRequest) -> Application:
    """Change an application.

    Changes the given fields and keeps the others. The service returns 409 if the new name is taken. After a
    rename, the old name no longer works.

    `PATCH /v1/app/{app_name}`.

    Args:
        app_name: Name of the application.
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.
        body: The request body.

    Returns:
        The `Application`.

    Raises:
        BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
        ConflictError: The name is already taken, or the state does not allow the request (409).
        RateLimitedError: The organisation has sent too many requests (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, _path(app_name), json=json_body(body, is_update=True))
    return decode(OPERATION, response, Application.read)


def sync_detailed(app_name: str, *, client: Client, body: AppUpdateRequest) -> Response[Application]:
    """Change an application.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(app_name), json=json_body(body, is_update=True))
    parsed = decode(OPERATION, response, Application.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(app_name: str, *, client: AsyncClient, body: AppUpdateRequest) -> Application:
    """Change an application.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(OPERATION, _path(app_name), json=json_body(body, is_update=True))
    return decode(OPERATION, response, Application.read)


async def asyncio_detailed(app_name: str, *, client: AsyncClient, body: AppUpdateRequest) -> Response[Application]:
    """Change an application.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, _path(app_name), json=json_body(body, is_update=True))
    parsed = decode(OPERATION, response, Application.read)
    return Response(response.status_code, response.content, response.headers, parsed)
