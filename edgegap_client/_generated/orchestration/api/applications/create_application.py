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
    statuses=("200", "400", "401", "409", "429", "500"),
)


def sync_detailed(*, client: Client, body: AppCreateRequest) -> Response[Application]:
    """Create an application.

    Makes an empty application; add versions to it before deploying. A name that is already taken answers
    409, a used-up quota 400.

    `POST /v1/app`.

    Args:
        client: The `Edgegap` that sends the request.
        body: The request's body.

    Returns:
        The answer with status, headers and content; `parsed` is the Application.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        ConflictError: The name is taken, or the state does not allow it (409).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = client.request(OPERATION, OPERATION.path, json=json_body(body))
    parsed = decode(OPERATION, response, Application.read)
    return Response(response.status_code, response.content, response.headers, parsed)


def sync(*, client: Client, body: AppCreateRequest) -> Application:
    """Create an application.

    Makes an empty application; add versions to it before deploying. A name that is already taken answers
    409, a used-up quota 400.

    `POST /v1/app`.

    Args:
        client: The `Edgegap` that sends the request.
        body: The request's body.

    Returns:
        The Application.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        ConflictError: The name is taken, or the state does not allow it (409).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = client.request(OPERATION, OPERATION.path, json=json_body(body))
    return decode(OPERATION, response, Application.read)


async def asyncio_detailed(*, client: AsyncClient, body: AppCreateRequest) -> Response[Application]:
    """Create an application.

    Makes an empty application; add versions to it before deploying. A name that is already taken answers
    409, a used-up quota 400.

    `POST /v1/app`.

    Args:
        client: The `AsyncEdgegap` that sends the request.
        body: The request's body.

    Returns:
        The answer with status, headers and content; `parsed` is the Application.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        ConflictError: The name is taken, or the state does not allow it (409).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body))
    parsed = decode(OPERATION, response, Application.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(*, client: AsyncClient, body: AppCreateRequest) -> Application:
    """Create an application.

    Makes an empty application; add versions to it before deploying. A name that is already taken answers
    409, a used-up quota 400.

    `POST /v1/app`.

    Args:
        client: The `AsyncEdgegap` that sends the request.
        body: The request's body.

    Returns:
        The Application.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        ConflictError: The name is taken, or the state does not allow it (409).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body))
    return decode(OPERATION, response, Application.read)
