"""Read a tag of a deployment: GET /v1/deployments/{deployment_id}/tags/{tag_name}"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.deployment_tag import DeploymentTag
from ...types import path_segment

OPERATION = Operation(
    id="get_deployment_tag",
    method="GET",
    path="/v1/deployments/{deployment_id}/tags/{tag_name}",
    tag="deployment_tags",
    statuses=("200", "400", "401", "403", "404", "429", "500"),
)


def _path(deployment_id: str, tag_name: str) -> str:
    return f"/v1/deployments/{path_segment(deployment_id, 'deployment_id')}/tags/{path_segment(tag_name, 'tag_name')}"


def sync(deployment_id: str, tag_name: str, *, client: Client) -> DeploymentTag:
    """Read a tag of a deployment.

    Returns one tag of a deployment, with the time when it was added.

    `GET /v1/deployments/{deployment_id}/tags/{tag_name}`.

    Args:
        deployment_id: The deployment's id, called `request_id` in bodies.
        tag_name: The tag.
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.

    Returns:
        The `DeploymentTag`.

    Raises:
        BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
        RateLimitedError: The organisation has sent too many requests (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, _path(deployment_id, tag_name))
    return decode(OPERATION, response, DeploymentTag.read)


def sync_detailed(deployment_id: str, tag_name: str, *, client: Client) -> Response[DeploymentTag]:
    """Read a tag of a deployment.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(deployment_id, tag_name))
    parsed = decode(OPERATION, response, DeploymentTag.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(deployment_id: str, tag_name: str, *, client: AsyncClient) -> DeploymentTag:
    """Read a tag of a deployment.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(OPERATION, _path(deployment_id, tag_name))
    return decode(OPERATION, response, DeploymentTag.read)


async def asyncio_detailed(deployment_id: str, tag_name: str, *, client: AsyncClient) -> Response[DeploymentTag]:
    """Read a tag of a deployment.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, _path(deployment_id, tag_name))
    parsed = decode(OPERATION, response, DeploymentTag.read)
    return Response(response.status_code, response.content, response.headers, parsed)
