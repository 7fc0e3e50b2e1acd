"""Read the resource use of a deployment: GET /v1/metrics/deployment/{deployment_id}"""

import datetime
from typing import Any

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.deployment_metrics import DeploymentMetrics
from ...types import UNSET, Unset, path_segment, query_time

OPERATION = Operation(
    id="get_deployment_metrics",
    method="GET",
    path="/v1/metrics/deployment/{deployment_id}",
    tag="deployments",
    statuses=("200", "400", "401", "403", "404", "422", "429", "500"),
)


def _path(deployment_id: str) -> str:
    return f"/v1/metrics/deployment/{path_segment(deployment_id, 'deployment_id')}"


def _params(
    start_time: datetime.datetime | Unset, end_time: datetime.datetime | Unset, steps: str | Unset, raw: bool | Unset
) -> dict[str, Any]:
    params: dict[str, Any] = {}
    if start_time is not UNSET:
        params["start_time"] = query_time(start_time)
    if end_time is not UNSET:
        params["end_time"] = query_time(end_time)
    if steps is not UNSET:
        params["steps"] = steps
    if raw is not UNSET:
        params["raw"] = raw
    return params


def sync(
    deployment_id: str,
    *,
    client: Client,
    start_time: datetime.datetime | Unset = UNSET,
    end_time: datetime.datetime | Unset = UNSET,
    steps: str | Unset = UNSET,
    raw: bool | Unset = UNSET,
) -> DeploymentMetrics:
    """Read the resource use of a deployment.

    Returns processor, memory, network and disk use over time, one series for each. A 422 response means
    that the service has no metrics for this deployment.

    `GET /v1/metrics/deployment/{deployment_id}`.

    Args:
        deployment_id: The deployment's id, called `request_id` in bodies.
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.
        start_time: The start of the time range.
        end_time: The end of the time range.
        steps: The time between two samples, as a number and its unit, such as 30s.
        raw: Whether to return the samples as measured. The service's default is false.

    Returns:
        The `DeploymentMetrics`.

    Raises:
        BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
        RateLimitedError: The organisation has sent too many requests (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, _path(deployment_id), params=_params(start_time, end_time, steps, raw))
    return decode(OPERATION, response, DeploymentMetrics.read)


def sync_detailed(
    deployment_id: str,
    *,
    client: Client,
    start_time: datetime.datetime | Unset = UNSET,
    end_time: datetime.datetime | Unset = UNSET,
    steps: str | Unset = UNSET,
    raw: bool | Unset = UNSET,
) -> Response[DeploymentMetrics]:
    """Read the resource use of a deployment.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(deployment_id), params=_params(start_time, end_time, steps, raw))
    parsed = decode(OPERATION, response, DeploymentMetrics.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(
    deployment_id: str,
    *,
    client: AsyncClient,
    start_time: datetime.datetime | Unset = UNSET,
    end_time: datetime.datetime | Unset = UNSET,
    steps: str | Unset = UNSET,
    raw: bool | Unset = UNSET,
) -> DeploymentMetrics:
    """Read the resource use of a deployment.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(OPERATION, _path(deployment_id), params=_params(start_time, end_time, steps, raw))
    return decode(OPERATION, response, DeploymentMetrics.read)


async def asyncio_detailed(
    deployment_id: str,
    *,
    client: AsyncClient,
    start_time: datetime.datetime | Unset = UNSET,
    end_time: datetime.datetime | Unset = UNSET,
    steps: str | Unset = UNSET,
    raw: bool | Unset = UNSET,
) -> Response[DeploymentMetrics]:
    """Read the resource use of a deployment.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, _path(deployment_id), params=_params(start_time, end_time, steps, raw))
    parsed = decode(OPERATION, response, DeploymentMetrics.read)
    return Response(response.status_code, response.content, response.headers, parsed)
