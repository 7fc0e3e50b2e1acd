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
    statuses=("200", "400", "401", "404", "409", "424", "429", "500"),
)


def _path(app_name: str) -> str:
    return f"/v1/app/{path_segment(app_name, 'app_name')}/version"


def sync_detailed(
    app_name: str, *, client: Client, body: AppVersionCreateRequest
) -> Response[AppVersionCreateResponse]:
    """Create a version of an application.

    Describes a container image with its resources, ports and variables, ready to deploy. With verify_image
    the server first tries the registry: a refused login answers 400, an image that cannot be pulled 424. A
    name the application already has answers 409, memory above twice the vCPU units 400. The answer repeats
    private_token in clear text.

    `POST /v1/app/{app_name}/version`.

    Args:
        app_name: Name of the application.
        client: The `Edgegap` that sends the request.
        body: The request's body.

    Returns:
        The answer with status, headers and content; `parsed` is the AppVersionCreateResponse.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        ConflictError: The name is taken, or the state does not allow it (409).
        ImagePullError: The container image cannot be pulled (424).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = client.request(OPERATION, _path(app_name), json=json_body(body))
    parsed = decode(OPERATION, response, AppVersionCreateResponse.read)
    return Response(response.status_code, response.content, response.headers, parsed)


def sync(app_name: str, *, client: Client, body: AppVersionCreateRequest) -> AppVersionCreateResponse:
    """Create a version of an application.

    Describes a container image with its resources, ports and variables, ready to deploy. With verify_image
    the server first tries the registry: a refused login answers 400, an image that cannot be pulled 424. A
    name the application already has answers 409, memory above twice the vCPU units 400. The answer repeats
    private_token in clear text.

    `POST /v1/app/{app_name}/version`.

    Args:
        app_name: Name of the application.
        client: The `Edgegap` that sends the request.
        body: The request's body.

    Returns:
        The AppVersionCreateResponse.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        ConflictError: The name is taken, or the state does not allow it (409).
        ImagePullError: The container image cannot be pulled (424).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = client.request(OPERATION, _path(app_name), json=json_body(body))
    return decode(OPERATION, response, AppVersionCreateResponse.read)


async def asyncio_detailed(
    app_name: str, *, client: AsyncClient, body: AppVersionCreateRequest
) -> Response[AppVersionCreateResponse]:
    """Create a version of an application.

    Describes a container image with its resources, ports and variables, ready to deploy. With verify_image
    the server first tries the registry: a refused login answers 400, an image that cannot be pulled 424. A
    name the application already has answers 409, memory above twice the vCPU units 400. The answer repeats
    private_token in clear text.

    `POST /v1/app/{app_name}/version`.

    Args:
        app_name: Name of the application.
        client: The `AsyncEdgegap` that sends the request.
        body: The request's body.

    Returns:
        The answer with status, headers and content; `parsed` is the AppVersionCreateResponse.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        ConflictError: The name is taken, or the state does not allow it (409).
        ImagePullError: The container image cannot be pulled (424).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = await client.request(OPERATION, _path(app_name), json=json_body(body))
    parsed = decode(OPERATION, response, AppVersionCreateResponse.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(app_name: str, *, client: AsyncClient, body: AppVersionCreateRequest) -> AppVersionCreateResponse:
    """Create a version of an application.

    Describes a container image with its resources, ports and variables, ready to deploy. With verify_image
    the server first tries the registry: a refused login answers 400, an image that cannot be pulled 424. A
    name the application already has answers 409, memory above twice the vCPU units 400. The answer repeats
    private_token in clear text.

    `POST /v1/app/{app_name}/version`.

    Args:
        app_name: Name of the application.
        client: The `AsyncEdgegap` that sends the request.
        body: The request's body.

    Returns:
        The AppVersionCreateResponse.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        ConflictError: The name is taken, or the state does not allow it (409).
        ImagePullError: The container image cannot be pulled (424).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = await client.request(OPERATION, _path(app_name), json=json_body(body))
    return decode(OPERATION, response, AppVersionCreateResponse.read)
