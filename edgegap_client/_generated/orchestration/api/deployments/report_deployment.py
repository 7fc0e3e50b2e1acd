"""Report a problem with a deployment: POST /v1/deployments/{deployment_id}:report"""

from ...client import AsyncClient, Client, Operation, Response
from ...models.deployment_report_request import DeploymentReportRequest
from ...types import json_body, path_segment

OPERATION = Operation(
    id="report_deployment",
    method="POST",
    path="/v1/deployments/{deployment_id}:report",
    tag="deployments",
    statuses=("200", "400", "401", "403", "429", "500", "503"),
)


def _path(deployment_id: str) -> str:
    return f"/v1/deployments/{path_segment(deployment_id, 'deployment_id')}:report"


def sync_detailed(deployment_id: str, *, client: Client, body: DeploymentReportRequest) -> Response[None]:
    """Report a problem with a deployment.

    Tells Edgegap that something is wrong with a deployment. The answer has no body.

    `POST /v1/deployments/{deployment_id}:report`.

    Args:
        deployment_id: The deployment's id, called request_id in bodies.
        client: The `Edgegap` that sends the request.
        body: The request's body.

    Returns:
        The answer with status, headers and content; `parsed` is None.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        PermissionDeniedError: The token was deleted, or the organisation lacks the feature (403).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = client.request(OPERATION, _path(deployment_id), json=json_body(body))
    return Response(response.status_code, response.content, response.headers, None)


def sync(deployment_id: str, *, client: Client, body: DeploymentReportRequest) -> None:
    """Report a problem with a deployment.

    Tells Edgegap that something is wrong with a deployment. The answer has no body.

    `POST /v1/deployments/{deployment_id}:report`.

    Args:
        deployment_id: The deployment's id, called request_id in bodies.
        client: The `Edgegap` that sends the request.
        body: The request's body.

    Returns:
        Nothing.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        PermissionDeniedError: The token was deleted, or the organisation lacks the feature (403).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    client.request(OPERATION, _path(deployment_id), json=json_body(body))


async def asyncio_detailed(deployment_id: str, *, client: AsyncClient, body: DeploymentReportRequest) -> Response[None]:
    """Report a problem with a deployment.

    Tells Edgegap that something is wrong with a deployment. The answer has no body.

    `POST /v1/deployments/{deployment_id}:report`.

    Args:
        deployment_id: The deployment's id, called request_id in bodies.
        client: The `AsyncEdgegap` that sends the request.
        body: The request's body.

    Returns:
        The answer with status, headers and content; `parsed` is None.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        PermissionDeniedError: The token was deleted, or the organisation lacks the feature (403).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = await client.request(OPERATION, _path(deployment_id), json=json_body(body))
    return Response(response.status_code, response.content, response.headers, None)


async def asyncio(deployment_id: str, *, client: AsyncClient, body: DeploymentReportRequest) -> None:
    """Report a problem with a deployment.

    Tells Edgegap that something is wrong with a deployment. The answer has no body.

    `POST /v1/deployments/{deployment_id}:report`.

    Args:
        deployment_id: The deployment's id, called request_id in bodies.
        client: The `AsyncEdgegap` that sends the request.
        body: The request's body.

    Returns:
        Nothing.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        PermissionDeniedError: The token was deleted, or the organisation lacks the feature (403).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    await client.request(OPERATION, _path(deployment_id), json=json_body(body))
