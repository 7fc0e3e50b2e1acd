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
    statuses=("200", "400", "401", "404", "429", "500"),
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


def sync_detailed(
    image_name: str, *, client: Client, page: int | Unset = UNSET, limit: int | Unset = UNSET
) -> Response[RegistryTagList]:
    """List the tags of an image.

    Returns the tags of one image in the organisation's registry, each with the artifact it points to. An
    image the project does not have answers 404, and so does a name that includes the project.

    `GET /v1/container-registry/images/{image_name}/tags`.

    Args:
        image_name: Name of the image without the registry and the project, which follows from the token. Slashes of a
            nested name stay as they are.
        client: The `Edgegap` that sends the request.
        page: Page to return, counted from 1. The server starts at the first page.
        limit: Items per page. The server's default is 10 where it is known; no maximum is documented.

    Returns:
        The answer with status, headers and content; `parsed` is the RegistryTagList.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = client.request(OPERATION, _path(image_name), params=_params(page, limit))
    parsed = decode(OPERATION, response, RegistryTagList.read)
    return Response(response.status_code, response.content, response.headers, parsed)


def sync(image_name: str, *, client: Client, page: int | Unset = UNSET, limit: int | Unset = UNSET) -> RegistryTagList:
    """List the tags of an image.

    Returns the tags of one image in the organisation's registry, each with the artifact it points to. An
    image the project does not have answers 404, and so does a name that includes the project.

    `GET /v1/container-registry/images/{image_name}/tags`.

    Args:
        image_name: Name of the image without the registry and the project, which follows from the token. Slashes of a
            nested name stay as they are.
        client: The `Edgegap` that sends the request.
        page: Page to return, counted from 1. The server starts at the first page.
        limit: Items per page. The server's default is 10 where it is known; no maximum is documented.

    Returns:
        The RegistryTagList.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = client.request(OPERATION, _path(image_name), params=_params(page, limit))
    return decode(OPERATION, response, RegistryTagList.read)


async def asyncio_detailed(
    image_name: str, *, client: AsyncClient, page: int | Unset = UNSET, limit: int | Unset = UNSET
) -> Response[RegistryTagList]:
    """List the tags of an image.

    Returns the tags of one image in the organisation's registry, each with the artifact it points to. An
    image the project does not have answers 404, and so does a name that includes the project.

    `GET /v1/container-registry/images/{image_name}/tags`.

    Args:
        image_name: Name of the image without the registry and the project, which follows from the token. Slashes of a
            nested name stay as they are.
        client: The `AsyncEdgegap` that sends the request.
        page: Page to return, counted from 1. The server starts at the first page.
        limit: Items per page. The server's default is 10 where it is known; no maximum is documented.

    Returns:
        The answer with status, headers and content; `parsed` is the RegistryTagList.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = await client.request(OPERATION, _path(image_name), params=_params(page, limit))
    parsed = decode(OPERATION, response, RegistryTagList.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(
    image_name: str, *, client: AsyncClient, page: int | Unset = UNSET, limit: int | Unset = UNSET
) -> RegistryTagList:
    """List the tags of an image.

    Returns the tags of one image in the organisation's registry, each with the artifact it points to. An
    image the project does not have answers 404, and so does a name that includes the project.

    `GET /v1/container-registry/images/{image_name}/tags`.

    Args:
        image_name: Name of the image without the registry and the project, which follows from the token. Slashes of a
            nested name stay as they are.
        client: The `AsyncEdgegap` that sends the request.
        page: Page to return, counted from 1. The server starts at the first page.
        limit: Items per page. The server's default is 10 where it is known; no maximum is documented.

    Returns:
        The RegistryTagList.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = await client.request(OPERATION, _path(image_name), params=_params(page, limit))
    return decode(OPERATION, response, RegistryTagList.read)
