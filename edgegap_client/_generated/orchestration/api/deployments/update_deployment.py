"""Open or close a deployment to sessions: PATCH /v1/deployments/{request_id}"""

from ....._core.deprecation import warn_deprecated
from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.deployment_update_request import DeploymentUpdateRequest
from ...models.deployment_update_response import DeploymentUpdateResponse
from ...types import json_body, path_segment

OPERATION = Operation(
    id="update_deployment",
    method="PATCH",
    path="/v1/deployments/{request_id}",
    tag="deployments",
    statuses=("200", "400", "401", "403", "404", "429", "500"),
)


def _path(request_id: str) -> str:
    return f"/v1/deployments/{path_segment(request_id, 'request_id')}"


def sync(request_id: str, *, client: Client, body: DeploymentUpdateRequest) -> DeploymentUpdateResponse:
    """Open or close a deployment to sessions.

    Changes whether the service places further sessions on a running deployment. This request changes
    nothing else.

    `PATCH /v1/deployments/{request_id}`. Deprecated.

    Args:
        request_id: The deployment's id.
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.
        body: The request body.

    Returns:
        The `DeploymentUpdateResponse`.

    Raises:
        BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
        RateLimitedError: The organisation has sent too many requests (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    warn_deprecated(f"{OPERATION}")

    response = client.request(OPERATION, _path(request_id), json=json_body(body, is_update=True))
    return decode(OPERATION, response, DeploymentUpdateResponse.read)


def sync_detailed(
    request_id: str, *, client: Client, body: DeploymentUpdateRequest
) -> Response[DeploymentUpdateResponse]:
    """Open or close a deployment to sessions.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    warn_deprecated(f"{OPERATION}")

    response = client.request(OPERATION, _path(request_id), json=json_body(body, is_update=True))
    parsed = decode(OPERATION, response, DeploymentUpdateResponse.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(request_id: str, *, client: AsyncClient, body: DeploymentUpdateRequest) -> DeploymentUpdateResponse:
    """Open or close a deployment to sessions.

    Like `sync`, for `AsyncEdgegap`.
    """

    warn_deprecated(f"{OPERATION}")

    response = await client.request(OPERATION, _path(request_id), json=json_body(body, is_update=True))
    return decode(OPERATION, response, DeploymentUpdateResponse.read)


async def asyncio_detailed(
    request_id: str, *, client: AsyncClient, body: DeploymentUpdateRequest
) -> Response[DeploymentUpdateResponse]:
    """Open or close a deployment to sessions.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    warn_deprecated(f"{OPERATION}")

    response = await client.request(OPERATION, _path(request_id), json=json_body(body, is_update=True))
    parsed = decode(OPERATION, response, DeploymentUpdateResponse.read)
    return Response(response.status_code, response.content, response.headers, parsed)
