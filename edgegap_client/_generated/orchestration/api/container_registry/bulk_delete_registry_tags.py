"""Delete several tags of an image: POST /v1/container-registry/images/{image_name}/tags/bulk-delete"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.tag_bulk_delete_request import TagBulkDeleteRequest
from ...models.tag_bulk_delete_response import TagBulkDeleteResponse
from ...types import json_body, path_segment

OPERATION = Operation(
    id="bulk_delete_registry_tags",
    method="POST",
    path="/v1/container-registry/images/{image_name}/tags/bulk-delete",
    tag="container_registry",
    statuses=("207", "400", "401", "403", "404", "429", "500"),
)


def _path(image_name: str) -> str:
    return f"/v1/container-registry/images/{path_segment(image_name, 'image_name', slashes=True)}/tags/bulk-delete"


def sync(image_name: str, *, client: Client, body: TagBulkDeleteRequest) -> TagBulkDeleteResponse:
    """Delete several tags of an image.

    Tries to delete each tag and reports a result for each. The status is always 207, so check each result,
    or the number of failures in the summary.

    `POST /v1/container-registry/images/{image_name}/tags/bulk-delete`.

    Args:
        image_name: Name of the image without the registry and the project. The token determines the project. A
            nested name keeps its slashes.
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.
        body: The request body.

    Returns:
        The `TagBulkDeleteResponse`.

    Raises:
        BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
        RateLimitedError: The organisation has sent too many requests (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, _path(image_name), json=json_body(body))
    return decode(OPERATION, response, TagBulkDeleteResponse.read)


def sync_detailed(image_name: str, *, client: Client, body: TagBulkDeleteRequest) -> Response[TagBulkDeleteResponse]:
    """Delete several tags of an image.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(image_name), json=json_body(body))
    parsed = decode(OPERATION, response, TagBulkDeleteResponse.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(image_name: str, *, client: AsyncClient, body: TagBulkDeleteRequest) -> TagBulkDeleteResponse:
    """Delete several tags of an image.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(OPERATION, _path(image_name), json=json_body(body))
    return decode(OPERATION, response, TagBulkDeleteResponse.read)


async def asyncio_detailed(
    image_name: str, *, client: AsyncClient, body: TagBulkDeleteRequest
) -> Response[TagBulkDeleteResponse]:
    """Delete several tags of an image.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, _path(image_name), json=json_body(body))
    parsed = decode(OPERATION, response, TagBulkDeleteResponse.read)
    return Response(response.status_code, response.content, response.headers, parsed)
