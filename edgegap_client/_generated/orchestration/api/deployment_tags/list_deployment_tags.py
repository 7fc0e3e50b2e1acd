"""List the tags of a deployment: GET /v1/deployments/{deployment_id}/tags"""

from typing import Any

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.deployment_tag_list import DeploymentTagList
from ...types import UNSET, Unset, path_segment

OPERATION = Operation(
    id="list_deployment_tags",
    method="GET",
    path="/v1/deployments/{deployment_id}/tags",
    tag="deployment_tags",
    statuses=("200", "400", "401", "403", "404", "429", "500"),
)


def _path(deployment_id: str) -> str:
    return f"/v1/deployments/{path_segment(deployment_id, 'deployment_id')}/tags"


def _params(page: int | Unset, limit: int | Unset) -> dict[str, Any]:
    params: dict[str, Any] = {}
    if page is not UNSET:
        params["page"] = page
    if limit is not UNSET:
        params["limit"] = limit
    return params


def sync(
    deployment_id: str, *, client: Client, page: int | Unset = UNSET, limit: int | Unset = UNSET
) -> DeploymentTagList:
    """List the tags of a deployment.

    Lists the tags of one deployment, including the tags of the create request.

    `GET /v1/deployments/{deployment_id}/tags`.

    Args:
        deployment_id: The deployment's id, called `request_id` in bodies.
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.
        page: Number of the page to return, counted from 1. By default, the service returns the first page.
        limit: Maximum number of items on the page. The service's default is 10 where it is known. No maximum is
            documented.

    Returns:
        The `DeploymentTagList`.

    Raises:
        BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
        RateLimitedError: The organisation has sent too many requests (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, _path(deployment_id), params=_params(page, limit))
    return decode(OPERATION, response, DeploymentTagList.read)


def sync_detailed(
    deployment_id: str, *, client: Client, page: int | Unset = UNSET, limit: int | Unset = UNSET
) -> Response[DeploymentTagList]:
    """List the tags of a deployment.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(deployment_id), params=_params(page, limit))
    parsed = decode(OPERATION, response, DeploymentTagList.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(
    deployment_id: str, *, client: AsyncClient, page: int | Unset = UNSET, limit: int | Unset = UNSET
) -> DeploymentTagList:
    """List the tags of a deployment.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(OPERATION, _path(deployment_id), params=_params(page, limit))
    return decode(OPERATION, response, DeploymentTagList.read)


async def asyncio_detailed(
    deployment_id: str, *, client: AsyncClient, page: int | Unset = UNSET, limit: int | Unset = UNSET
) -> Response[DeploymentTagList]:
    """List the tags of a deployment.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, _path(deployment_id), params=_params(page, limit))
    parsed = decode(OPERATION, response, DeploymentTagList.read)
    return Response(response.status_code, response.content, response.headers, parsed)
