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


def sync(deployment_id: str, *, client: Client, body: DeploymentReportRequest) -> None:
    """Report a problem with a deployment.

    Reports to Edgegap that something is wrong with a deployment. The response has no body.

    `POST /v1/deployments/{deployment_id}:report`.

    Args:
        deployment_id: The deployment's id, called `request_id` in bodies.
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.
        body: The request body.

    Returns:
        None.

    Raises:
        BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        RateLimitedError: The organisation has sent too many requests (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    client.request(OPERATION, _path(deployment_id), json=json_body(body))


def sync_detailed(deployment_id: str, *, client: Client, body: DeploymentReportRequest) -> Response[None]:
    """Report a problem with a deployment.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(deployment_id), json=json_body(body))
    return Response(response.status_code, response.content, response.headers, None)


async def asyncio(deployment_id: str, *, client: AsyncClient, body: DeploymentReportRequest) -> None:
    """Report a problem with a deployment.

    Like `sync`, for `AsyncEdgegap`.
    """

    await client.request(OPERATION, _path(deployment_id), json=json_body(body))


async def asyncio_detailed(deployment_id: str, *, client: AsyncClient, body: DeploymentReportRequest) -> Response[None]:
    """Report a problem with a deployment.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, _path(deployment_id), json=json_body(body))
    return Response(response.status_code, response.content, response.headers, None)
