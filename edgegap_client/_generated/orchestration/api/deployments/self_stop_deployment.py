"""Stop a deployment from its own container: DELETE /v1/self/stop/{deployment_id}/{stop_key}"""

from typing import Any

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.deployment_stop_response import DeploymentStopResponse
from ...types import UNSET, Secret, Unset, header_value, hide, path_segment

OPERATION = Operation(
    id="self_stop_deployment",
    method="DELETE",
    path="/v1/self/stop/{deployment_id}/{stop_key}",
    tag="deployments",
    statuses=("200", "202", "400", "401", "403", "404", "410", "429", "500"),
    own_token=True,
)


def _path(deployment_id: str, stop_key: str | Secret[str]) -> Secret[str]:
    return hide(f"/v1/self/stop/{path_segment(deployment_id, 'deployment_id')}/{path_segment(stop_key, 'stop_key')}")


def _params(container_log_storage: str | Unset) -> dict[str, Any]:
    params: dict[str, Any] = {}
    if container_log_storage is not UNSET:
        params["container_log_storage"] = container_log_storage
    return params


def _headers(authorization: str | Secret[str]) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    headers["authorization"] = header_value(authorization, "authorization")
    return headers


def sync(
    deployment_id: str,
    stop_key: str | Secret[str],
    *,
    client: Client,
    container_log_storage: str | Unset = UNSET,
    authorization: str | Secret[str],
) -> DeploymentStopResponse:
    """Stop a deployment from its own container.

    Stops the deployment that the calling game server runs in. The request does not need the organisation's
    token. In the container, the environment variable ARBITRIUM_DELETE_URL has the full URL of this request,
    and ARBITRIUM_DELETE_TOKEN has the token.

    `DELETE /v1/self/stop/{deployment_id}/{stop_key}`.

    Args:
        deployment_id: The deployment's id, which is the second to last part of ARBITRIUM_DELETE_URL.
        stop_key: The last part of ARBITRIUM_DELETE_URL.
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.
        container_log_storage: Whether to store the container's logs: `true`, `false`, or the name of the
            endpoint storage that receives them.
        authorization: The value of ARBITRIUM_DELETE_TOKEN, without a prefix.

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

    stop_key, authorization = hide(stop_key), hide(authorization)

    response = client.request(
        OPERATION,
        _path(deployment_id, stop_key),
        params=_params(container_log_storage),
        headers=_headers(authorization),
    )
    return decode(OPERATION, response, DeploymentStopResponse.read)


def sync_detailed(
    deployment_id: str,
    stop_key: str | Secret[str],
    *,
    client: Client,
    container_log_storage: str | Unset = UNSET,
    authorization: str | Secret[str],
) -> Response[DeploymentStopResponse]:
    """Stop a deployment from its own container.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    stop_key, authorization = hide(stop_key), hide(authorization)

    response = client.request(
        OPERATION,
        _path(deployment_id, stop_key),
        params=_params(container_log_storage),
        headers=_headers(authorization),
    )
    parsed = decode(OPERATION, response, DeploymentStopResponse.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(
    deployment_id: str,
    stop_key: str | Secret[str],
    *,
    client: AsyncClient,
    container_log_storage: str | Unset = UNSET,
    authorization: str | Secret[str],
) -> DeploymentStopResponse:
    """Stop a deployment from its own container.

    Like `sync`, for `AsyncEdgegap`.
    """

    stop_key, authorization = hide(stop_key), hide(authorization)

    response = await client.request(
        OPERATION,
        _path(deployment_id, stop_key),
        params=_params(container_log_storage),
        headers=_headers(authorization),
    )
    return decode(OPERATION, response, DeploymentStopResponse.read)


async def asyncio_detailed(
    deployment_id: str,
    stop_key: str | Secret[str],
    *,
    client: AsyncClient,
    container_log_storage: str | Unset = UNSET,
    authorization: str | Secret[str],
) -> Response[DeploymentStopResponse]:
    """Stop a deployment from its own container.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    stop_key, authorization = hide(stop_key), hide(authorization)

    response = await client.request(
        OPERATION,
        _path(deployment_id, stop_key),
        params=_params(container_log_storage),
        headers=_headers(authorization),
    )
    parsed = decode(OPERATION, response, DeploymentStopResponse.read)
    return Response(response.status_code, response.content, response.headers, parsed)
