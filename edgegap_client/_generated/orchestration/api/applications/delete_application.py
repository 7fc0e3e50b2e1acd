"""Delete an application with all its versions: DELETE /v1/app/{app_name}"""

from ...client import AsyncClient, Client, Operation, Response
from ...types import path_segment

OPERATION = Operation(
    id="delete_application",
    method="DELETE",
    path="/v1/app/{app_name}",
    tag="applications",
    statuses=("200", "204", "400", "401", "403", "404", "429", "500"),
)


def _path(app_name: str) -> str:
    return f"/v1/app/{path_segment(app_name, 'app_name')}"


def sync(app_name: str, *, client: Client) -> None:
    """Delete an application with all its versions.

    Removes the application and every version in it. You cannot undo this.

    `DELETE /v1/app/{app_name}`.

    Args:
        app_name: Name of the application.
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

    client.request(OPERATION, _path(app_name))


def sync_detailed(app_name: str, *, client: Client) -> Response[None]:
    """Delete an application with all its versions.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(app_name))
    return Response(response.status_code, response.content, response.headers, None)


async def asyncio(app_name: str, *, client: AsyncClient) -> None:
    """Delete an application with all its versions.

    Like `sync`, for `AsyncEdgegap`.
    """

    await client.request(OPERATION, _path(app_name))


async def asyncio_detailed(app_name: str, *, client: AsyncClient) -> Response[None]:
    """Delete an application with all its versions.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, _path(app_name))
    return Response(response.status_code, response.content, response.headers, None)
