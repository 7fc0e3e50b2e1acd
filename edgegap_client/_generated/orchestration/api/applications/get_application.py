"""Read an application: GET /v1/app/{app_name}"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.application import Application
from ...types import path_segment

OPERATION = Operation(
    id="get_application",
    method="GET",
    path="/v1/app/{app_name}",
    tag="applications",
    statuses=("200", "400", "401", "403", "404", "429", "500"),
)


def _path(app_name: str) -> str:
    return f"/v1/app/{path_segment(app_name, 'app_name')}"


def sync(app_name: str, *, client: Client) -> Application:
    """Read an application.

    Returns one application with its picture, so the response can be large. The response does not include
    its versions.

    `GET /v1/app/{app_name}`.

    Args:
        app_name: Name of the application.
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.

    Returns:
        The `Application`.

    Raises:
        BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
        RateLimitedError: The organisation has sent too many requests (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, _path(app_name))
    return decode(OPERATION, response, Application.read)


def sync_detailed(app_name: str, *, client: Client) -> Response[Application]:
    """Read an application.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(app_name))
    parsed = decode(OPERATION, response, Application.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(app_name: str, *, client: AsyncClient) -> Application:
    """Read an application.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(OPERATION, _path(app_name))
    return decode(OPERATION, response, Application.read)


async def asyncio_detailed(app_name: str, *, client: AsyncClient) -> Response[Application]:
    """Read an application.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, _path(app_name))
    parsed = decode(OPERATION, response, Application.read)
    return Response(response.status_code, response.content, response.headers, parsed)
