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
    statuses=("207", "400", "401", "404", "429", "500"),
)


def _path(image_name: str) -> str:
    return f"/v1/container-registry/images/{path_segment(image_name, 'image_name', slashes=True)}/tags/bulk-delete"


def sync_detailed(image_name: str, *, client: Client, body: TagBulkDeleteRequest) -> Response[TagBulkDeleteResponse]:
    """Delete several tags of an image.

    Tries to remove each tag and reports on each. The status is 207 whatever happens: look at the results,
    or at the number of failures in the summary.

    `POST /v1/container-registry/images/{image_name}/tags/bulk-delete`.

    Args:
        image_name: Name of the image without the registry and the project, which follows from the token. Slashes of a
            nested name stay as they are.
        client: The `Edgegap` that sends the request.
        body: The request's body.

    Returns:
        The answer with status, headers and content; `parsed` is the TagBulkDeleteResponse.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = client.request(OPERATION, _path(image_name), json=json_body(body))
    parsed = decode(OPERATION, response, TagBulkDeleteResponse.read)
    return Response(response.status_code, response.content, response.headers, parsed)


def sync(image_name: str, *, client: Client, body: TagBulkDeleteRequest) -> TagBulkDeleteResponse:
    """Delete several tags of an image.

    Tries to remove each tag and reports on each. The status is 207 whatever happens: look at the results,
    or at the number of failures in the summary.

    `POST /v1/container-registry/images/{image_name}/tags/bulk-delete`.

    Args:
        image_name: Name of the image without the registry and the project, which follows from the token. Slashes of a
            nested name stay as they are.
        client: The `Edgegap` that sends the request.
        body: The request's body.

    Returns:
        The TagBulkDeleteResponse.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = client.request(OPERATION, _path(image_name), json=json_body(body))
    return decode(OPERATION, response, TagBulkDeleteResponse.read)


async def asyncio_detailed(
    image_name: str, *, client: AsyncClient, body: TagBulkDeleteRequest
) -> Response[TagBulkDeleteResponse]:
    """Delete several tags of an image.

    Tries to remove each tag and reports on each. The status is 207 whatever happens: look at the results,
    or at the number of failures in the summary.

    `POST /v1/container-registry/images/{image_name}/tags/bulk-delete`.

    Args:
        image_name: Name of the image without the registry and the project, which follows from the token. Slashes of a
            nested name stay as they are.
        client: The `AsyncEdgegap` that sends the request.
        body: The request's body.

    Returns:
        The answer with status, headers and content; `parsed` is the TagBulkDeleteResponse.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = await client.request(OPERATION, _path(image_name), json=json_body(body))
    parsed = decode(OPERATION, response, TagBulkDeleteResponse.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(image_name: str, *, client: AsyncClient, body: TagBulkDeleteRequest) -> TagBulkDeleteResponse:
    """Delete several tags of an image.

    Tries to remove each tag and reports on each. The status is 207 whatever happens: look at the results,
    or at the number of failures in the summary.

    `POST /v1/container-registry/images/{image_name}/tags/bulk-delete`.

    Args:
        image_name: Name of the image without the registry and the project, which follows from the token. Slashes of a
            nested name stay as they are.
        client: The `AsyncEdgegap` that sends the request.
        body: The request's body.

    Returns:
        The TagBulkDeleteResponse.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = await client.request(OPERATION, _path(image_name), json=json_body(body))
    return decode(OPERATION, response, TagBulkDeleteResponse.read)
