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
    statuses=("200", "202", "400", "401", "429", "500"),
)


def sync_detailed(*, client: Client, body: DeploymentBulkStopRequest) -> Response[DeploymentBulkStopResponse]:
    """Stop many deployments.

    Stops every deployment that the filters select, by id or by tag. The answer lists those whose stop was
    accepted; one that is not in the list will not be stopped by this call.

    `POST /v1/deployments/bulk-stop`.

    Args:
        client: The `Edgegap` that sends the request.
        body: The request's body.

    Returns:
        The answer with status, headers and content; `parsed` is the DeploymentBulkStopResponse.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = client.request(OPERATION, OPERATION.path, json=json_body(body))
    parsed = decode(OPERATION, response, DeploymentBulkStopResponse.read)
    return Response(response.status_code, response.content, response.headers, parsed)


def sync(*, client: Client, body: DeploymentBulkStopRequest) -> DeploymentBulkStopResponse:
    """Stop many deployments.

    Stops every deployment that the filters select, by id or by tag. The answer lists those whose stop was
    accepted; one that is not in the list will not be stopped by this call.

    `POST /v1/deployments/bulk-stop`.

    Args:
        client: The `Edgegap` that sends the request.
        body: The request's body.

    Returns:
        The DeploymentBulkStopResponse.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = client.request(OPERATION, OPERATION.path, json=json_body(body))
    return decode(OPERATION, response, DeploymentBulkStopResponse.read)


async def asyncio_detailed(
    *, client: AsyncClient, body: DeploymentBulkStopRequest
) -> Response[DeploymentBulkStopResponse]:
    """Stop many deployments.

    Stops every deployment that the filters select, by id or by tag. The answer lists those whose stop was
    accepted; one that is not in the list will not be stopped by this call.

    `POST /v1/deployments/bulk-stop`.

    Args:
        client: The `AsyncEdgegap` that sends the request.
        body: The request's body.

    Returns:
        The answer with status, headers and content; `parsed` is the DeploymentBulkStopResponse.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body))
    parsed = decode(OPERATION, response, DeploymentBulkStopResponse.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(*, client: AsyncClient, body: DeploymentBulkStopRequest) -> DeploymentBulkStopResponse:
    """Stop many deployments.

    Stops every deployment that the filters select, by id or by tag. The answer lists those whose stop was
    accepted; one that is not in the list will not be stopped by this call.

    `POST /v1/deployments/bulk-stop`.

    Args:
        client: The `AsyncEdgegap` that sends the request.
        body: The request's body.

    Returns:
        The DeploymentBulkStopResponse.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body))
    return decode(OPERATION, response, DeploymentBulkStopResponse.read)
