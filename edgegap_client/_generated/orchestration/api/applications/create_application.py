"""Create an application: POST /v1/app"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.app_create_request import AppCreateRequest
from ...models.application import Application
from ...types import json_body

OPERATION = Operation(
    id="create_application",
    method="POST",
    path="/v1/app",
    tag="applications",
    statuses=("200", "400", "401", "403", "409", "429", "500"),
)


def sync(*, client: Client, body: AppCreateRequest) -> Application:
    """Create an application.

    Creates an empty application. Add versions to it before you deploy. The service returns 409 if the name
    is taken, and 400 if a quota is used up.

    `POST /v1/app`.

    Args:
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.
        body: The request body.

    Returns:
        The `Application`.

    Raises:
        BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        ConflictError: The name is already taken, or the state does not allow the request (409).
        RateLimitedError: The organisation has sent too many requests (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, OPERATION.path, json=json_body(body))
    return decode(OPERATION, response, Application.read)


def sync_detailed(*, client: Client, body: AppCreateRequest) -> Response[Application]:
    """Create an application.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, OPERATION.path, json=json_body(body))
    parsed = decode(OPERATION, response, Application.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(*, client: AsyncClient, body: AppCreateRequest) -> Application:
    """Create an application.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body))
    return decode(OPERATION, response, Application.read)


async def asyncio_detailed(*, client: AsyncClient, body: AppCreateRequest) -> Response[Application]:
    """Create an application.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body))
    parsed = decode(OPERATION, response, Application.read)
    return Response(response.status_code, response.content, response.headers, parsed)
