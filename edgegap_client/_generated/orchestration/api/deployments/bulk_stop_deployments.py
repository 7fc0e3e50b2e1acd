"""Stop many deployments: POST /v1/deployments/bulk-stop"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.deployment_bulk_stop_request import DeploymentBulkStopRequest
from ...models.deployment_bulk_stop_response import DeploymentBulkStopResponse
from ...types import json_body

OPERATION = Operation(
    id="bulk_stop_deployments",
    method="POST",
    path="/v1/deployments/bulk-stop",
    tag="deployments",
    statuses=("200", "202", "400", "401", "403", "429", "500"),
)


def sync(*, client: Client, body: DeploymentBulkStopRequest) -> DeploymentBulkStopResponse:
    """Stop many deployments.

    Stops every deployment that the filters select, by id or by tag. The response lists the deployments that
    the service will stop. The service stops no other deployment.

    `POST /v1/deployments/bulk-stop`.

    Args:
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.
        body: The request body.

    Returns:
        The `DeploymentBulkStopResponse`.

    Raises:
        BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        RateLimitedError: The organisation has sent too many requests (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, OPERATION.path, json=json_body(body, not_empty=("filters",)))
    return decode(OPERATION, response, DeploymentBulkStopResponse.read)


def sync_detailed(*, client: Client, body: DeploymentBulkStopRequest) -> Response[DeploymentBulkStopResponse]:
    """Stop many deployments.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, OPERATION.path, json=json_body(body, not_empty=("filters",)))
    parsed = decode(OPERATION, response, DeploymentBulkStopResponse.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(*, client: AsyncClient, body: DeploymentBulkStopRequest) -> DeploymentBulkStopResponse:
    """Stop many deployments.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body, not_empty=("filters",)))
    return decode(OPERATION, response, DeploymentBulkStopResponse.read)


async def asyncio_detailed(
    *, client: AsyncClient, body: DeploymentBulkStopRequest
) -> Response[DeploymentBulkStopResponse]:
    """Stop many deployments.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body, not_empty=("filters",)))
    parsed = decode(OPERATION, response, DeploymentBulkStopResponse.read)
    return Response(response.status_code, response.content, response.headers, parsed)
