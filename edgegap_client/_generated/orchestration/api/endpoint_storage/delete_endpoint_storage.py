"""Delete an endpoint storage: DELETE /v1/storage/endpoint/{endpoint_name}"""

from ...client import AsyncClient, Client, Operation, Response, decode, has_body
from ...models.endpoint_storage_delete_response import EndpointStorageDeleteResponse
from ...types import path_segment

OPERATION = Operation(
    id="delete_endpoint_storage",
    method="DELETE",
    path="/v1/storage/endpoint/{endpoint_name}",
    tag="endpoint_storage",
    statuses=("200", "204", "401", "404", "429", "500"),
)


def _path(endpoint_name: str) -> str:
    return f"/v1/storage/endpoint/{path_segment(endpoint_name, 'endpoint_name')}"


def sync_detailed(endpoint_name: str, *, client: Client) -> Response[EndpointStorageDeleteResponse | None]:
    """Delete an endpoint storage.

    Forgets the bucket. Versions that name it can no longer store their logs.

    `DELETE /v1/storage/endpoint/{endpoint_name}`.

    Args:
        endpoint_name: Name of the endpoint storage.
        client: The `Edgegap` that sends the request.

    Returns:
        The answer with status, headers and content; `parsed` is the EndpointStorageDeleteResponse, or None without a body.

    Raises:
        AuthenticationError: The token is missing or not understood (401).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = client.request(OPERATION, _path(endpoint_name))
    parsed = decode(OPERATION, response, EndpointStorageDeleteResponse.read) if has_body(response) else None
    return Response(response.status_code, response.content, response.headers, parsed)


def sync(endpoint_name: str, *, client: Client) -> EndpointStorageDeleteResponse | None:
    """Delete an endpoint storage.

    Forgets the bucket. Versions that name it can no longer store their logs.

    `DELETE /v1/storage/endpoint/{endpoint_name}`.

    Args:
        endpoint_name: Name of the endpoint storage.
        client: The `Edgegap` that sends the request.

    Returns:
        The EndpointStorageDeleteResponse, or None without a body.

    Raises:
        AuthenticationError: The token is missing or not understood (401).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = client.request(OPERATION, _path(endpoint_name))
    return decode(OPERATION, response, EndpointStorageDeleteResponse.read) if has_body(response) else None


async def asyncio_detailed(
    endpoint_name: str, *, client: AsyncClient
) -> Response[EndpointStorageDeleteResponse | None]:
    """Delete an endpoint storage.

    Forgets the bucket. Versions that name it can no longer store their logs.

    `DELETE /v1/storage/endpoint/{endpoint_name}`.

    Args:
        endpoint_name: Name of the endpoint storage.
        client: The `AsyncEdgegap` that sends the request.

    Returns:
        The answer with status, headers and content; `parsed` is the EndpointStorageDeleteResponse, or None without a body.

    Raises:
        AuthenticationError: The token is missing or not understood (401).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = await client.request(OPERATION, _path(endpoint_name))
    parsed = decode(OPERATION, response, EndpointStorageDeleteResponse.read) if has_body(response) else None
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(endpoint_name: str, *, client: AsyncClient) -> EndpointStorageDeleteResponse | None:
    """Delete an endpoint storage.

    Forgets the bucket. Versions that name it can no longer store their logs.

    `DELETE /v1/storage/endpoint/{endpoint_name}`.

    Args:
        endpoint_name: Name of the endpoint storage.
        client: The `AsyncEdgegap` that sends the request.

    Returns:
        The EndpointStorageDeleteResponse, or None without a body.

    Raises:
        AuthenticationError: The token is missing or not understood (401).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = await client.request(OPERATION, _path(endpoint_name))
    return decode(OPERATION, response, EndpointStorageDeleteResponse.read) if has_body(response) else None
