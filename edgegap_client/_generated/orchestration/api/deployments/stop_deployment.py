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


def sync_detailed(
    deployment_id: str, *, client: Client, container_log_storage: str | Unset = UNSET
) -> Response[DeploymentStopResponse]:
    """Stop a deployment.

    Asks for the end of a deployment. One that is READY or in ERROR is stopped at once; one that is still
    being started is stopped as soon as it reaches either. Repeating the call is safe: 410 means that the
    deployment has ended already. An unknown id is answered with 400 by the live service, where 404 is
    documented.

    `DELETE /v1/stop/{deployment_id}`.

    Args:
        deployment_id: The deployment's id, called request_id in bodies.
        client: The `Edgegap` that sends the request.
        container_log_storage: Whether to keep the container's logs: the text true, the text false, or the name of the endpoint
            storage that shall receive them.

    Returns:
        The answer with status, headers and content; `parsed` is the DeploymentStopResponse.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        PermissionDeniedError: The token was deleted, or the organisation lacks the feature (403).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        GoneError: It has ended already (410).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = client.request(OPERATION, _path(deployment_id), params=_params(container_log_storage))
    parsed = decode(OPERATION, response, DeploymentStopResponse.read)
    return Response(response.status_code, response.content, response.headers, parsed)


def sync(deployment_id: str, *, client: Client, container_log_storage: str | Unset = UNSET) -> DeploymentStopResponse:
    """Stop a deployment.

    Asks for the end of a deployment. One that is READY or in ERROR is stopped at once; one that is still
    being started is stopped as soon as it reaches either. Repeating the call is safe: 410 means that the
    deployment has ended already. An unknown id is answered with 400 by the live service, where 404 is
    documented.

    `DELETE /v1/stop/{deployment_id}`.

    Args:
        deployment_id: The deployment's id, called request_id in bodies.
        client: The `Edgegap` that sends the request.
        container_log_storage: Whether to keep the container's logs: the text true, the text false, or the name of the endpoint
            storage that shall receive them.

    Returns:
        The DeploymentStopResponse.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        PermissionDeniedError: The token was deleted, or the organisation lacks the feature (403).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        GoneError: It has ended already (410).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = client.request(OPERATION, _path(deployment_id), params=_params(container_log_storage))
    return decode(OPERATION, response, DeploymentStopResponse.read)


async def asyncio_detailed(
    deployment_id: str, *, client: AsyncClient, container_log_storage: str | Unset = UNSET
) -> Response[DeploymentStopResponse]:
    """Stop a deployment.

    Asks for the end of a deployment. One that is READY or in ERROR is stopped at once; one that is still
    being started is stopped as soon as it reaches either. Repeating the call is safe: 410 means that the
    deployment has ended already. An unknown id is answered with 400 by the live service, where 404 is
    documented.

    `DELETE /v1/stop/{deployment_id}`.

    Args:
        deployment_id: The deployment's id, called request_id in bodies.
        client: The `AsyncEdgegap` that sends the request.
        container_log_storage: Whether to keep the container's logs: the text true, the text false, or the name of the endpoint
            storage that shall receive them.

    Returns:
        The answer with status, headers and content; `parsed` is the DeploymentStopResponse.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        PermissionDeniedError: The token was deleted, or the organisation lacks the feature (403).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        GoneError: It has ended already (410).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = await client.request(OPERATION, _path(deployment_id), params=_params(container_log_storage))
    parsed = decode(OPERATION, response, DeploymentStopResponse.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(
    deployment_id: str, *, client: AsyncClient, container_log_storage: str | Unset = UNSET
) -> DeploymentStopResponse:
    """Stop a deployment.

    Asks for the end of a deployment. One that is READY or in ERROR is stopped at once; one that is still
    being started is stopped as soon as it reaches either. Repeating the call is safe: 410 means that the
    deployment has ended already. An unknown id is answered with 400 by the live service, where 404 is
    documented.

    `DELETE /v1/stop/{deployment_id}`.

    Args:
        deployment_id: The deployment's id, called request_id in bodies.
        client: The `AsyncEdgegap` that sends the request.
        container_log_storage: Whether to keep the container's logs: the text true, the text false, or the name of the endpoint
            storage that shall receive them.

    Returns:
        The DeploymentStopResponse.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        PermissionDeniedError: The token was deleted, or the organisation lacks the feature (403).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        GoneError: It has ended already (410).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = await client.request(OPERATION, _path(deployment_id), params=_params(container_log_storage))
    return decode(OPERATION, response, DeploymentStopResponse.read)
