"""Register an S3 bucket: POST /v1/storage/endpoint"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.endpoint_storage import EndpointStorage
from ...models.endpoint_storage_create_request import EndpointStorageCreateRequest
from ...types import json_body

OPERATION = Operation(
    id="create_endpoint_storage",
    method="POST",
    path="/v1/storage/endpoint",
    tag="endpoint_storage",
    statuses=("200", "400", "401", "403", "429", "500"),
)


def sync(*, client: Client, body: EndpointStorageCreateRequest) -> EndpointStorage:
    """Register an S3 bucket.

    Registers an S3 bucket under a name. If a version or deployment names it, the service stores the
    container logs in the bucket at the end of a deployment. Pull profiles read from the bucket. Responses
    never contain the secret key.

    `POST /v1/storage/endpoint`.

    Args:
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.
        body: The request body.

    Returns:
        The `EndpointStorage`.

    Raises:
        BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        RateLimitedError: The organisation has sent too many requests (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, OPERATION.path, json=json_body(body))
    return decode(OPERATION, response, EndpointStorage.read)


def sync_detailed(*, client: Client, body: EndpointStorageCreateRequest) -> Response[EndpointStorage]:
    """Register an S3 bucket.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, OPERATION.path, json=json_body(body))
    parsed = decode(OPERATION, response, EndpointStorage.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(*, client: AsyncClient, body: EndpointStorageCreateRequest) -> EndpointStorage:
    """Register an S3 bucket.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body))
    return decode(OPERATION, response, EndpointStorage.read)


async def asyncio_detailed(*, client: AsyncClient, body: EndpointStorageCreateRequest) -> Response[EndpointStorage]:
    """Register an S3 bucket.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body))
    parsed = decode(OPERATION, response, EndpointStorage.read)
    return Response(response.status_code, response.content, response.headers, parsed)
