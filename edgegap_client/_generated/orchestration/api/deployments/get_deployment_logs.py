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
    statuses=("200", "400", "401", "403", "404", "429", "500"),
)


def _path(deployment_id: str) -> str:
    return f"/v1/deployment/{path_segment(deployment_id, 'deployment_id')}/container-logs"


def _params(format_: LogFormat | Unset) -> dict[str, Any]:
    params: dict[str, Any] = {}
    if format_ is not UNSET:
        params["format"] = str(format_)
    return params


def sync(deployment_id: str, *, client: Client, format_: LogFormat | Unset = UNSET) -> ContainerLogs:
    """Read the logs of a deployment.

    Returns the container's output, and its output before the last crash. The service deletes the logs with
    the deployment, unless an endpoint storage receives them.

    `GET /v1/deployment/{deployment_id}/container-logs`.

    Args:
        deployment_id: The deployment's id, called `request_id` in bodies.
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.
        format_: The format of the logs. No specification names this parameter, but Edgegap's own tools send it.

    Returns:
        The `ContainerLogs`.

    Raises:
        BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
        RateLimitedError: The organisation has sent too many requests (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, _path(deployment_id), params=_params(format_))
    return decode(OPERATION, response, ContainerLogs.read)


def sync_detailed(deployment_id: str, *, client: Client, format_: LogFormat | Unset = UNSET) -> Response[ContainerLogs]:
    """Read the logs of a deployment.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(deployment_id), params=_params(format_))
    parsed = decode(OPERATION, response, ContainerLogs.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(deployment_id: str, *, client: AsyncClient, format_: LogFormat | Unset = UNSET) -> ContainerLogs:
    """Read the logs of a deployment.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(OPERATION, _path(deployment_id), params=_params(format_))
    return decode(OPERATION, response, ContainerLogs.read)


async def asyncio_detailed(
    deployment_id: str, *, client: AsyncClient, format_: LogFormat | Unset = UNSET
) -> Response[ContainerLogs]:
    """Read the logs of a deployment.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, _path(deployment_id), params=_params(format_))
    parsed = decode(OPERATION, response, ContainerLogs.read)
    return Response(response.status_code, response.content, response.headers, parsed)
