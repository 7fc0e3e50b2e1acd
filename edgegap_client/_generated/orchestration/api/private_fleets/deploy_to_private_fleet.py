"""Start a deployment on private hosts: POST /v2/private-fleets/deployments"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.deploy_response_v2 import DeployResponseV2
from ...models.private_fleet_deploy_request import PrivateFleetDeployRequest
from ...types import json_body

OPERATION = Operation(
    id="deploy_to_private_fleet",
    method="POST",
    path="/v2/private-fleets/deployments",
    tag="private_fleets",
    statuses=("202", "400", "401", "422", "429", "500"),
    rate_limit=40,
)


def sync_detailed(*, client: Client, body: PrivateFleetDeployRequest) -> Response[DeployResponseV2]:
    """Start a deployment on private hosts.

    Starts one game server on one of the private hosts named. The answer comes at once and holds only the
    request_id. Not idempotent: a repeated call starts a second deployment. An answer of 422 means that the
    deployment exists all the same, in error.

    `POST /v2/private-fleets/deployments`, at most 40 requests a second for an organisation.

    Args:
        client: The `Edgegap` that sends the request.
        body: The request's body.

    Returns:
        The answer with status, headers and content; `parsed` is the DeployResponseV2.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        NoCapacityError: No server could be started (422); stop the `deployment_id` that it names.
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = client.request(OPERATION, OPERATION.path, json=json_body(body))
    parsed = decode(OPERATION, response, DeployResponseV2.read)
    return Response(response.status_code, response.content, response.headers, parsed)


def sync(*, client: Client, body: PrivateFleetDeployRequest) -> DeployResponseV2:
    """Start a deployment on private hosts.

    Starts one game server on one of the private hosts named. The answer comes at once and holds only the
    request_id. Not idempotent: a repeated call starts a second deployment. An answer of 422 means that the
    deployment exists all the same, in error.

    `POST /v2/private-fleets/deployments`, at most 40 requests a second for an organisation.

    Args:
        client: The `Edgegap` that sends the request.
        body: The request's body.

    Returns:
        The DeployResponseV2.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        NoCapacityError: No server could be started (422); stop the `deployment_id` that it names.
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = client.request(OPERATION, OPERATION.path, json=json_body(body))
    return decode(OPERATION, response, DeployResponseV2.read)


async def asyncio_detailed(*, client: AsyncClient, body: PrivateFleetDeployRequest) -> Response[DeployResponseV2]:
    """Start a deployment on private hosts.

    Starts one game server on one of the private hosts named. The answer comes at once and holds only the
    request_id. Not idempotent: a repeated call starts a second deployment. An answer of 422 means that the
    deployment exists all the same, in error.

    `POST /v2/private-fleets/deployments`, at most 40 requests a second for an organisation.

    Args:
        client: The `AsyncEdgegap` that sends the request.
        body: The request's body.

    Returns:
        The answer with status, headers and content; `parsed` is the DeployResponseV2.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        NoCapacityError: No server could be started (422); stop the `deployment_id` that it names.
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body))
    parsed = decode(OPERATION, response, DeployResponseV2.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(*, client: AsyncClient, body: PrivateFleetDeployRequest) -> DeployResponseV2:
    """Start a deployment on private hosts.

    Starts one game server on one of the private hosts named. The answer comes at once and holds only the
    request_id. Not idempotent: a repeated call starts a second deployment. An answer of 422 means that the
    deployment exists all the same, in error.

    `POST /v2/private-fleets/deployments`, at most 40 requests a second for an organisation.

    Args:
        client: The `AsyncEdgegap` that sends the request.
        body: The request's body.

    Returns:
        The DeployResponseV2.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        NoCapacityError: No server could be started (422); stop the `deployment_id` that it names.
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body))
    return decode(OPERATION, response, DeployResponseV2.read)
