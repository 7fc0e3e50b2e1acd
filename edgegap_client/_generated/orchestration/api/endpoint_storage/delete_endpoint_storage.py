"""Delete an endpoint storage: DELETE /v1/storage/endpoint/{endpoint_name}"""

from ...client import AsyncClient, Client, Operation, Response, decode, has_body
from ...models.endpoint_storage_delete_response import EndpointStorageDeleteResponse
from ...types import path_segment

OPERATION = Operation(
    id="delete_endpoint_storage",
    method="DELETE",
    path="/v1/storage/endpoint/{endpoint_name}",
    tag="endpoint_storage",
    statuses=("200", "204", "401", "403", "404", "429", "500"),
)


def _path(endpoint_name: str) -> str:
    return f"/v1/storage/endpoint/{path_segment(endpoint_name, 'endpoint_name')}"


def sync(endpoint_name: str, *, client: Client) -> EndpointStorageDeleteResponse | None:
    """Delete an endpoint storage.

    Unregisters the bucket. Versions that name it no longer store their logs. According to Edgegap's own
    tools, the service also deletes its pull profiles and leaves the files in the bucket.

    `DELETE /v1/storage/endpoint/{endpoint_name}`.

    Args:
        endpoint_name: Name of the endpoint storage.
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.

    Returns:
        The `EndpointStorageDeleteResponse`, or None if the response has no body.

    Raises:
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
        RateLimitedError: The organisation has sent too many requests (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, _path(endpoint_name))
    return decode(OPERATION, response, EndpointStorageDeleteResponse.read) if has_body(response) else None


def sync_detailed(endpoint_name: str, *, client: Client) -> Response[EndpointStorageDeleteResponse | None]:
    """Delete an endpoint storage.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(endpoint_name))
    parsed = decode(OPERATION, response, EndpointStorageDeleteResponse.read) if has_body(response) else None
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(endpoint_name: str, *, client: AsyncClient) -> EndpointStorageDeleteResponse | None:
    """Delete an endpoint storage.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(OPERATION, _path(endpoint_name))
    return decode(OPERATION, response, EndpointStorageDeleteResponse.read) if has_body(response) else None


async def asyncio_detailed(
    endpoint_name: str, *, client: AsyncClient
) -> Response[EndpointStorageDeleteResponse | None]:
    """Delete an endpoint storage.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, _path(endpoint_name))
    parsed = decode(OPERATION, response, EndpointStorageDeleteResponse.read) if has_body(response) else None
    return Response(response.status_code, response.content, response.headers, parsed)
