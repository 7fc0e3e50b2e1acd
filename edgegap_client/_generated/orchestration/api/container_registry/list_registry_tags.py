"""List the tags of an image: GET /v1/container-registry/images/{image_name}/tags"""

from typing import Any

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.registry_tag_list import RegistryTagList
from ...types import UNSET, Unset, path_segment

OPERATION = Operation(
    id="list_registry_tags",
    method="GET",
    path="/v1/container-registry/images/{image_name}/tags",
    tag="container_registry",
    statuses=("200", "400", "401", "403", "404", "429", "500"),
)


def _path(image_name: str) -> str:
    return f"/v1/container-registry/images/{path_segment(image_name, 'image_name', slashes=True)}/tags"


def _params(page: int | Unset, limit: int | Unset) -> dict[str, Any]:
    params: dict[str, Any] = {}
    if page is not UNSET:
        params["page"] = page
    if limit is not UNSET:
        params["limit"] = limit
    return params


def sync(image_name: str, *, client: Client, page: int | Unset = UNSET, limit: int | Unset = UNSET) -> RegistryTagList:
    """List the tags of an image.

    Returns the tags of one image in the organisation's registry, each with the artifact it points to. The
    service returns 404 for an unknown image, and for a name that includes the project.

    `GET /v1/container-registry/images/{image_name}/tags`.

    Args:
        image_name: Name of the image without the registry and the project. The token determines the project. A
            nested name keeps its slashes.
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.
        page: Number of the page to return, counted from 1. By default, the service returns the first page.
        limit: Maximum number of items on the page. The service's default is 10 where it is known. No maximum is
            documented.

    Returns:
        The `RegistryTagList`.

    Raises:
        BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
        RateLimitedError: The organisation has sent too many requests (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, _path(image_name), params=_params(page, limit))
    return decode(OPERATION, response, RegistryTagList.read)


def sync_detailed(
    image_name: str, *, client: Client, page: int | Unset = UNSET, limit: int | Unset = UNSET
) -> Response[RegistryTagList]:
    """List the tags of an image.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(image_name), params=_params(page, limit))
    parsed = decode(OPERATION, response, RegistryTagList.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(
    image_name: str, *, client: AsyncClient, page: int | Unset = UNSET, limit: int | Unset = UNSET
) -> RegistryTagList:
    """List the tags of an image.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(OPERATION, _path(image_name), params=_params(page, limit))
    return decode(OPERATION, response, RegistryTagList.read)


async def asyncio_detailed(
    image_name: str, *, client: AsyncClient, page: int | Unset = UNSET, limit: int | Unset = UNSET
) -> Response[RegistryTagList]:
    """List the tags of an image.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, _path(image_name), params=_params(page, limit))
    parsed = decode(OPERATION, response, RegistryTagList.read)
    return Response(response.status_code, response.content, response.headers, parsed)
