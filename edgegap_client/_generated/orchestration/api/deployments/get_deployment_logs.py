"""Read the logs of a deployment: GET /v1/deployment/{deployment_id}/container-logs"""

from typing import Any

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.container_logs import ContainerLogs
from ...models.log_format import LogFormat
from ...types import UNSET, Unset, path_segment

OPERATION = Operation(
    id="get_deployment_logs",
    method="GET",
    path="/v1/deployment/{deployment_id}/container-logs",
    tag="deployments",
    statuses=("200", "400", "401", "404", "429", "500"),
)


def _path(deployment_id: str) -> str:
    return f"/v1/deployment/{path_segment(deployment_id, 'deployment_id')}/container-logs"


def _params(format_: LogFormat | Unset) -> dict[str, Any]:
    params: dict[str, Any] = {}
    if format_ is not UNSET:
        params["format"] = str(format_)
    return params


def sync_detailed(deployment_id: str, *, client: Client, format_: LogFormat | Unset = UNSET) -> Response[ContainerLogs]:
    """Read the logs of a deployment.

    Gives what the container has written, and what it wrote before a crash. After the end of the deployment
    the logs are gone, unless an endpoint storage was set to receive them.

    `GET /v1/deployment/{deployment_id}/container-logs`.

    Args:
        deployment_id: The deployment's id, called request_id in bodies.
        client: The `Edgegap` that sends the request.
        format_: How the logs are written. No specification names this parameter, but Edgegap's own tools send it.

    Returns:
        The answer with status, headers and content; `parsed` is the ContainerLogs.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = client.request(OPERATION, _path(deployment_id), params=_params(format_))
    parsed = decode(OPERATION, response, ContainerLogs.read)
    return Response(response.status_code, response.content, response.headers, parsed)


def sync(deployment_id: str, *, client: Client, format_: LogFormat | Unset = UNSET) -> ContainerLogs:
    """Read the logs of a deployment.

    Gives what the container has written, and what it wrote before a crash. After the end of the deployment
    the logs are gone, unless an endpoint storage was set to receive them.

    `GET /v1/deployment/{deployment_id}/container-logs`.

    Args:
        deployment_id: The deployment's id, called request_id in bodies.
        client: The `Edgegap` that sends the request.
        format_: How the logs are written. No specification names this parameter, but Edgegap's own tools send it.

    Returns:
        The ContainerLogs.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = client.request(OPERATION, _path(deployment_id), params=_params(format_))
    return decode(OPERATION, response, ContainerLogs.read)


async def asyncio_detailed(
    deployment_id: str, *, client: AsyncClient, format_: LogFormat | Unset = UNSET
) -> Response[ContainerLogs]:
    """Read the logs of a deployment.

    Gives what the container has written, and what it wrote before a crash. After the end of the deployment
    the logs are gone, unless an endpoint storage was set to receive them.

    `GET /v1/deployment/{deployment_id}/container-logs`.

    Args:
        deployment_id: The deployment's id, called request_id in bodies.
        client: The `AsyncEdgegap` that sends the request.
        format_: How the logs are written. No specification names this parameter, but Edgegap's own tools send it.

    Returns:
        The answer with status, headers and content; `parsed` is the ContainerLogs.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = await client.request(OPERATION, _path(deployment_id), params=_params(format_))
    parsed = decode(OPERATION, response, ContainerLogs.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(deployment_id: str, *, client: AsyncClient, format_: LogFormat | Unset = UNSET) -> ContainerLogs:
    """Read the logs of a deployment.

    Gives what the container has written, and what it wrote before a crash. After the end of the deployment
    the logs are gone, unless an endpoint storage was set to receive them.

    `GET /v1/deployment/{deployment_id}/container-logs`.

    Args:
        deployment_id: The deployment's id, called request_id in bodies.
        client: The `AsyncEdgegap` that sends the request.
        format_: How the logs are written. No specification names this parameter, but Edgegap's own tools send it.

    Returns:
        The ContainerLogs.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = await client.request(OPERATION, _path(deployment_id), params=_params(format_))
    return decode(OPERATION, response, ContainerLogs.read)
