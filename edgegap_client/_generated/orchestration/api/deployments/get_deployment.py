"""Read the status of a deployment: GET /v1/status/{deployment_id}"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.deployment_status import DeploymentStatus
from ...types import path_segment

OPERATION = Operation(
    id="get_deployment",
    method="GET",
    path="/v1/status/{deployment_id}",
    tag="deployments",
    statuses=("200", "400", "401", "403", "404", "410", "429", "500"),
    rate_limit=20,
)


def _path(deployment_id: str) -> str:
    return f"/v1/status/{path_segment(deployment_id, 'deployment_id')}"


def sync(deployment_id: str, *, client: Client) -> DeploymentStatus:
    """Read the status of a deployment.

    Returns the state, the address and the ports of one deployment. Rely only on `request_id`, `app_name`,
    `app_version` and `current_status`. The address, the ports and the location appear when the service has
    found a host. READY can come about a minute before the game process accepts players. For an unknown id,
    the live service returns 400, although 404 is documented. After the deployment has ended, it can return
    400, 404 or 410.

    `GET /v1/status/{deployment_id}`, at most 20 requests per second for an organisation.

    Args:
        deployment_id: The deployment's id, called `request_id` in bodies.
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.

    Returns:
        The `DeploymentStatus`.

    Raises:
        BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        NotFoundError: No resource with this name or id exists (404, or 400 for a deployment id).
        GoneError: The deployment or session has already ended (410).
        RateLimitedError: The organisation has sent too many requests (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, _path(deployment_id))
    return decode(OPERATION, response, DeploymentStatus.read)


def sync_detailed(deployment_id: str, *, client: Client) -> Response[DeploymentStatus]:
    """Read the status of a deployment.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, _path(deployment_id))
    parsed = decode(OPERATION, response, DeploymentStatus.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(deployment_id: str, *, client: AsyncClient) -> DeploymentStatus:
    """Read the status of a deployment.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(OPERATION, _path(deployment_id))
    return decode(OPERATION, response, DeploymentStatus.read)


async def asyncio_detailed(deployment_id: str, *, client: AsyncClient) -> Response[DeploymentStatus]:
    """Read the status of a deployment.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, _path(deployment_id))
    parsed = decode(OPERATION, response, DeploymentStatus.read)
    return Response(response.status_code, response.content, response.headers, parsed)
