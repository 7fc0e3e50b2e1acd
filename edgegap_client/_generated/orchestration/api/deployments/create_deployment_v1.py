"""Start a deployment, the old way: POST /v1/deploy"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.deploy_request_v1 import DeployRequestV1
from ...models.deploy_response_v1 import DeployResponseV1
from ...types import json_body

OPERATION = Operation(
    id="create_deployment_v1",
    method="POST",
    path="/v1/deploy",
    tag="deployments",
    statuses=("200", "400", "401", "404", "409", "422", "429", "500"),
    rate_limit=40,
)


def sync_detailed(*, client: Client, body: DeployRequestV1) -> Response[DeployResponseV1]:
    """Start a deployment, the old way.

    The older form of create, kept for what only it can do: filters on the location, a command override, log
    storage. Names differ from the newer form. One of ip_list, geo_ip_list, location or filters is needed,
    and ip_list excludes geo_ip_list; otherwise the answer is 400. Not idempotent: a repeated call starts,
    and bills, a second deployment.

    `POST /v1/deploy`, at most 40 requests a second for an organisation. Deprecated.

    Args:
        client: The `Edgegap` that sends the request.
        body: The request's body.

    Returns:
        The answer with status, headers and content; `parsed` is the DeployResponseV1.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        ConflictError: The name is taken, or the state does not allow it (409).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = client.request(OPERATION, OPERATION.path, json=json_body(body))
    parsed = decode(OPERATION, response, DeployResponseV1.read)
    return Response(response.status_code, response.content, response.headers, parsed)


def sync(*, client: Client, body: DeployRequestV1) -> DeployResponseV1:
    """Start a deployment, the old way.

    The older form of create, kept for what only it can do: filters on the location, a command override, log
    storage. Names differ from the newer form. One of ip_list, geo_ip_list, location or filters is needed,
    and ip_list excludes geo_ip_list; otherwise the answer is 400. Not idempotent: a repeated call starts,
    and bills, a second deployment.

    `POST /v1/deploy`, at most 40 requests a second for an organisation. Deprecated.

    Args:
        client: The `Edgegap` that sends the request.
        body: The request's body.

    Returns:
        The DeployResponseV1.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        ConflictError: The name is taken, or the state does not allow it (409).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = client.request(OPERATION, OPERATION.path, json=json_body(body))
    return decode(OPERATION, response, DeployResponseV1.read)


async def asyncio_detailed(*, client: AsyncClient, body: DeployRequestV1) -> Response[DeployResponseV1]:
    """Start a deployment, the old way.

    The older form of create, kept for what only it can do: filters on the location, a command override, log
    storage. Names differ from the newer form. One of ip_list, geo_ip_list, location or filters is needed,
    and ip_list excludes geo_ip_list; otherwise the answer is 400. Not idempotent: a repeated call starts,
    and bills, a second deployment.

    `POST /v1/deploy`, at most 40 requests a second for an organisation. Deprecated.

    Args:
        client: The `AsyncEdgegap` that sends the request.
        body: The request's body.

    Returns:
        The answer with status, headers and content; `parsed` is the DeployResponseV1.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        ConflictError: The name is taken, or the state does not allow it (409).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body))
    parsed = decode(OPERATION, response, DeployResponseV1.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(*, client: AsyncClient, body: DeployRequestV1) -> DeployResponseV1:
    """Start a deployment, the old way.

    The older form of create, kept for what only it can do: filters on the location, a command override, log
    storage. Names differ from the newer form. One of ip_list, geo_ip_list, location or filters is needed,
    and ip_list excludes geo_ip_list; otherwise the answer is 400. Not idempotent: a repeated call starts,
    and bills, a second deployment.

    `POST /v1/deploy`, at most 40 requests a second for an organisation. Deprecated.

    Args:
        client: The `AsyncEdgegap` that sends the request.
        body: The request's body.

    Returns:
        The DeployResponseV1.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        ConflictError: The name is taken, or the state does not allow it (409).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body))
    return decode(OPERATION, response, DeployResponseV1.read)
