"""Rename a tag of a deployment: PATCH /v1/deployments/{deployment_id}/tags/{tag_name}"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.deployment_tag import DeploymentTag
from ...models.deployment_tag_request import DeploymentTagRequest
from ...types import json_body, path_segment

OPERATION = Operation(
    id="update_deployment_tag",
    method="PATCH",
    path="/v1/deployments/{deployment_id}/tags/{tag_name}",
    tag="deployment_tags",
    statuses=("200", "400", "401", "403", "404", "409", "429", "500"),
)


def _path(deployment_id: str, tag_name: str) -> str:
    return f"/v1/deployments/{path_segment(deployment_id, 'deployment_id')}/tags/{path_segment(tag_name, 'tag_name')}"


def sync(deployment_id: str, tag_name: str, *, client: Client, body: DeploymentTagRequest) -> DeploymentTag:
    """Rename a tag of a deployment.

    Renames a tag. The service returns 409 if the deployment already has a tag with the new name.

    `PATCH /v1/deployments/{deployment_id}/tags/{tag_name}`.

    Args:
        deployment_id: The deployment's id, called `request_id` in bodies.
        tag_name: The tag with its current name.
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.
        body: The request body.

    Returns:
        The `DeploymentTag`.

    Raises:
        BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
        ConflictError: The name is already taken, or the state does not allow the request (409).
        RateLimitedError: The organisation has sent too many requests (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, _path(deployment_id, tag_name), json=json_body(body, is_update=True))
    return decode(OPERATION, response, DeploymentTag.read)


def sync_detailed(
    deployment_id: str, tag_name: str, *, client: Client, body: DeploymentTagRequest
) -> Response[DeploymentTag]:
    """Rename a tag of a deployment.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(deployment_id, tag_name), json=json_body(body, is_update=True))
    parsed = decode(OPERATION, response, DeploymentTag.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(
    deployment_id: str, tag_name: str, *, client: AsyncClient, body: DeploymentTagRequest
) -> DeploymentTag:
    """Rename a tag of a deployment.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(OPERATION, _path(deployment_id, tag_name), json=json_body(body, is_update=True))
    return decode(OPERATION, response, DeploymentTag.read)


async def asyncio_detailed(
    deployment_id: str, tag_name: str, *, client: AsyncClient, body: DeploymentTagRequest
) -> Response[DeploymentTag]:
    """Rename a tag of a deployment.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, _path(deployment_id, tag_name), json=json_body(body, is_update=True))
    parsed = decode(OPERATION, response, DeploymentTag.read)
    return Response(response.status_code, response.content, response.headers, parsed)
