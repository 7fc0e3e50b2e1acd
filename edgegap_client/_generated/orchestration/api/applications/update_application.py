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
    statuses=("200", "400", "401", "404", "409", "429", "500"),
)


def _path(app_name: str) -> str:
    return f"/v1/app/{path_segment(app_name, 'app_name')}"


def sync_detailed(app_name: str, *, client: Client, body: AppUpdateRequest) -> Response[Application]:
    """Change an application.

    Changes the fields that are given and keeps the others. A new name must not be taken (409); after a
    rename the application is found under the new name.

    `PATCH /v1/app/{app_name}`.

    Args:
        app_name: Name of the application.
        client: The `Edgegap` that sends the request.
        body: The request's body.

    Returns:
        The answer with status, headers and content; `parsed` is the Application.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        ConflictError: The name is taken, or the state does not allow it (409).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = client.request(OPERATION, _path(app_name), json=json_body(body))
    parsed = decode(OPERATION, response, Application.read)
    return Response(response.status_code, response.content, response.headers, parsed)


def sync(app_name: str, *, client: Client, body: AppUpdateRequest) -> Application:
    """Change an application.

    Changes the fields that are given and keeps the others. A new name must not be taken (409); after a
    rename the application is found under the new name.

    `PATCH /v1/app/{app_name}`.

    Args:
        app_name: Name of the application.
        client: The `Edgegap` that sends the request.
        body: The request's body.

    Returns:
        The Application.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        ConflictError: The name is taken, or the state does not allow it (409).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = client.request(OPERATION, _path(app_name), json=json_body(body))
    return decode(OPERATION, response, Application.read)


async def asyncio_detailed(app_name: str, *, client: AsyncClient, body: AppUpdateRequest) -> Response[Application]:
    """Change an application.

    Changes the fields that are given and keeps the others. A new name must not be taken (409); after a
    rename the application is found under the new name.

    `PATCH /v1/app/{app_name}`.

    Args:
        app_name: Name of the application.
        client: The `AsyncEdgegap` that sends the request.
        body: The request's body.

    Returns:
        The answer with status, headers and content; `parsed` is the Application.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        ConflictError: The name is taken, or the state does not allow it (409).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = await client.request(OPERATION, _path(app_name), json=json_body(body))
    parsed = decode(OPERATION, response, Application.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(app_name: str, *, client: AsyncClient, body: AppUpdateRequest) -> Application:
    """Change an application.

    Changes the fields that are given and keeps the others. A new name must not be taken (409); after a
    rename the application is found under the new name.

    `PATCH /v1/app/{app_name}`.

    Args:
        app_name: Name of the application.
        client: The `AsyncEdgegap` that sends the request.
        body: The request's body.

    Returns:
        The Application.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        ConflictError: The name is taken, or the state does not allow it (409).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = await client.request(OPERATION, _path(app_name), json=json_body(body))
    return decode(OPERATION, response, Application.read)
