"""Stop a deployment: DELETE /v1/stop/{deployment_id}"""

from typing import Any

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.deployment_stop_response import DeploymentStopResponse
from ...types import UNSET, Unset, path_segment

OPERATION = Operation(
    id="stop_deployment",
    method="DELETE",
    path="/v1/stop/{deployment_id}",
    tag="deployments",
    statuses=("200", "202", "400", "401", "403", "404", "410", "429", "500"),
)


def _path(deployment_id: str) -> str:
    return f"/v1/stop/{path_segment(deployment_id, 'deployment_id')}"


def _params(container_log_storage: str | Unset) -> dict[str, Any]:
    params: dict[str, Any] = {}
    if container_log_storage is not UNSET:
        params["container_log_storage"] = container_log_storage
    return params


def sync(deployment_id: str, *, client: Client, container_log_storage: str | Unset = UNSET) -> DeploymentStopResponse:
    """Stop a deployment.

    Stops a deployment. The service stops a deployment in READY or ERROR at once. If the deployment is still
    starting, the service stops it when it reaches READY or ERROR. You can safely repeat the request: 410
    means that the deployment has already ended. For an unknown id, the live service returns 400, although
    404 is documented.

    `DELETE /v1/stop/{deployment_id}`.

    Args:
        deployment_id: The deployment's id, called `request_id` in bodies.
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.
        container_log_storage: Whether to store the container's logs: `true`, `false`, or the name of the
            endpoint storage that receives them.

    Returns:
        The `DeploymentStopResponse`.

    Raises:
        BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
        GoneError: The deployment or session has already ended (410).
        RateLimitedError: The organisation has sent too many requests (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, _path(deployment_id), params=_params(container_log_storage))
    return decode(OPERATION, response, DeploymentStopResponse.read)


def sync_detailed(
    deployment_id: str, *, client: Client, container_log_storage: str | Unset = UNSET
) -> Response[DeploymentStopResponse]:
    """Stop a deployment.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(deployment_id), params=_params(container_log_storage))
    parsed = decode(OPERATION, response, DeploymentStopResponse.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(
    deployment_id: str, *, client: AsyncClient, container_log_storage: str | Unset = UNSET
) -> DeploymentStopResponse:
    """Stop a deployment.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(OPERATION, _path(deployment_id), params=_params(container_log_storage))
    return decode(OPERATION, response, DeploymentStopResponse.read)


async def asyncio_detailed(
    deployment_id: str, *, client: AsyncClient, container_log_storage: str | Unset = UNSET
) -> Response[DeploymentStopResponse]:
    """Stop a deployment.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, _path(deployment_id), params=_params(container_log_storage))
    parsed = decode(OPERATION, response, DeploymentStopResponse.read)
    return Response(response.status_code, response.content, response.headers, parsed)
