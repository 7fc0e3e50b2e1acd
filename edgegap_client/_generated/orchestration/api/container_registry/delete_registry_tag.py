"""Delete one tag of an image: DELETE /v1/container-registry/images/{image_name}/tags/{tag_name}"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.registry_tag_delete_response import RegistryTagDeleteResponse
from ...types import path_segment

OPERATION = Operation(
    id="delete_registry_tag",
    method="DELETE",
    path="/v1/container-registry/images/{image_name}/tags/{tag_name}",
    tag="container_registry",
    statuses=("200", "401", "403", "404", "429", "500"),
)


def _path(image_name: str, tag_name: str) -> str:
    return f"/v1/container-registry/images/{path_segment(image_name, 'image_name', slashes=True)}/tags/{path_segment(tag_name, 'tag_name')}"


def sync(image_name: str, tag_name: str, *, client: Client) -> RegistryTagDeleteResponse:
    """Delete one tag of an image.

    Deletes the tag. The artifact stays as long as other tags point to it. The response lists these tags.

    `DELETE /v1/container-registry/images/{image_name}/tags/{tag_name}`.

    Args:
        image_name: Name of the image without the registry and the project. The token determines the project. A
            nested name keeps its slashes.
        tag_name: The tag to delete.
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.

    Returns:
        The `RegistryTagDeleteResponse`.

    Raises:
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
        RateLimitedError: The organisation has sent too many requests (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, _path(image_name, tag_name))
    return decode(OPERATION, response, RegistryTagDeleteResponse.read)


def sync_detailed(image_name: str, tag_name: str, *, client: Client) -> Response[RegistryTagDeleteResponse]:
    """Delete one tag of an image.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(image_name, tag_name))
    parsed = decode(OPERATION, response, RegistryTagDeleteResponse.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(image_name: str, tag_name: str, *, client: AsyncClient) -> RegistryTagDeleteResponse:
    """Delete one tag of an image.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(OPERATION, _path(image_name, tag_name))
    return decode(OPERATION, response, RegistryTagDeleteResponse.read)


async def asyncio_detailed(
    image_name: str, tag_name: str, *, client: AsyncClient
) -> Response[RegistryTagDeleteResponse]:
    """Delete one tag of an image.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, _path(image_name, tag_name))
    parsed = decode(OPERATION, response, RegistryTagDeleteResponse.read)
    return Response(response.status_code, response.content, response.headers, parsed)
