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
    statuses=("200", "400", "401", "404", "429", "500"),
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


def sync_detailed(
    deployment_id: str, *, client: Client, page: int | Unset = UNSET, limit: int | Unset = UNSET
) -> Response[DeploymentTagList]:
    """List the tags of a deployment.

    Walks the tags of one deployment, those given at its start included.

    `GET /v1/deployments/{deployment_id}/tags`.

    Args:
        deployment_id: The deployment's id, called request_id in bodies.
        client: The `Edgegap` that sends the request.
        page: Page to return, counted from 1. The server starts at the first page.
        limit: Items per page. The server's default is 10 where it is known; no maximum is documented.

    Returns:
        The answer with status, headers and content; `parsed` is the DeploymentTagList.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = client.request(OPERATION, _path(deployment_id), params=_params(page, limit))
    parsed = decode(OPERATION, response, DeploymentTagList.read)
    return Response(response.status_code, response.content, response.headers, parsed)


def sync(
    deployment_id: str, *, client: Client, page: int | Unset = UNSET, limit: int | Unset = UNSET
) -> DeploymentTagList:
    """List the tags of a deployment.

    Walks the tags of one deployment, those given at its start included.

    `GET /v1/deployments/{deployment_id}/tags`.

    Args:
        deployment_id: The deployment's id, called request_id in bodies.
        client: The `Edgegap` that sends the request.
        page: Page to return, counted from 1. The server starts at the first page.
        limit: Items per page. The server's default is 10 where it is known; no maximum is documented.

    Returns:
        The DeploymentTagList.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = client.request(OPERATION, _path(deployment_id), params=_params(page, limit))
    return decode(OPERATION, response, DeploymentTagList.read)


async def asyncio_detailed(
    deployment_id: str, *, client: AsyncClient, page: int | Unset = UNSET, limit: int | Unset = UNSET
) -> Response[DeploymentTagList]:
    """List the tags of a deployment.

    Walks the tags of one deployment, those given at its start included.

    `GET /v1/deployments/{deployment_id}/tags`.

    Args:
        deployment_id: The deployment's id, called request_id in bodies.
        client: The `AsyncEdgegap` that sends the request.
        page: Page to return, counted from 1. The server starts at the first page.
        limit: Items per page. The server's default is 10 where it is known; no maximum is documented.

    Returns:
        The answer with status, headers and content; `parsed` is the DeploymentTagList.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = await client.request(OPERATION, _path(deployment_id), params=_params(page, limit))
    parsed = decode(OPERATION, response, DeploymentTagList.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(
    deployment_id: str, *, client: AsyncClient, page: int | Unset = UNSET, limit: int | Unset = UNSET
) -> DeploymentTagList:
    """List the tags of a deployment.

    Walks the tags of one deployment, those given at its start included.

    `GET /v1/deployments/{deployment_id}/tags`.

    Args:
        deployment_id: The deployment's id, called request_id in bodies.
        client: The `AsyncEdgegap` that sends the request.
        page: Page to return, counted from 1. The server starts at the first page.
        limit: Items per page. The server's default is 10 where it is known; no maximum is documented.

    Returns:
        The DeploymentTagList.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = await client.request(OPERATION, _path(deployment_id), params=_params(page, limit))
    return decode(OPERATION, response, DeploymentTagList.read)
