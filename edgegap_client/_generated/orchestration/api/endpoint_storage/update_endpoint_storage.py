"""Change an endpoint storage: PATCH /v1/storage/endpoint/{endpoint_name}"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.endpoint_storage import EndpointStorage
from ...models.endpoint_storage_update_request import EndpointStorageUpdateRequest
from ...types import json_body, path_segment

OPERATION = Operation(
    id="update_endpoint_storage",
    method="PATCH",
    path="/v1/storage/endpoint/{endpoint_name}",
    tag="endpoint_storage",
    statuses=("200", "400", "401", "403", "404", "429", "500"),
)


def _path(endpoint_name: str) -> str:
    return f"/v1/storage/endpoint/{path_segment(endpoint_name, 'endpoint_name')}"


def sync(endpoint_name: str, *, client: Client, body: EndpointStorageUpdateRequest) -> EndpointStorage:
    """Change an endpoint storage.

    Changes the given fields and keeps the others, for example to replace the keys.

    `PATCH /v1/storage/endpoint/{endpoint_name}`.

    Args:
        endpoint_name: Name of the endpoint storage.
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.
        body: The request body.

    Returns:
        The `EndpointStorage`.

    Raises:
        BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
        RateLimitedError: The organisation has sent too many requests (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, _path(endpoint_name), json=json_body(body, is_update=True))
    return decode(OPERATION, response, EndpointStorage.read)


def sync_detailed(
    endpoint_name: str, *, client: Client, body: EndpointStorageUpdateRequest
) -> Response[EndpointStorage]:
    """Change an endpoint storage.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(endpoint_name), json=json_body(body, is_update=True))
    parsed = decode(OPERATION, response, EndpointStorage.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(endpoint_name: str, *, client: AsyncClient, body: EndpointStorageUpdateRequest) -> EndpointStorage:
    """Change an endpoint storage.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(OPERATION, _path(endpoint_name), json=json_body(body, is_update=True))
    return decode(OPERATION, response, EndpointStorage.read)


async def asyncio_detailed(
    endpoint_name: str, *, client: AsyncClient, body: EndpointStorageUpdateRequest
) -> Response[EndpointStorage]:
    """Change an endpoint storage.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, _path(endpoint_name), json=json_body(body, is_update=True))
    parsed = decode(OPERATION, response, EndpointStorage.read)
    return Response(response.status_code, response.content, response.headers, parsed)
