"""Start a deployment: POST /v2/deployments"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.deploy_request_v2 import DeployRequestV2
from ...models.deploy_response_v2 import DeployResponseV2
from ...types import json_body

OPERATION = Operation(
    id="create_deployment",
    method="POST",
    path="/v2/deployments",
    tag="deployments",
    statuses=("202", "400", "401", "403", "422", "429", "500"),
    rate_limit=40,
)


def sync(*, client: Client, body: DeployRequestV2) -> DeployResponseV2:
    """Start a deployment.

    Starts one game server of an app version near the given users. The response comes at once and contains
    only the `request_id`. To learn the address and the ports, read the status until the state is READY. The
    request is not idempotent, and there is no idempotency key. A second request starts a second deployment,
    and Edgegap bills both. After a 422 response, the deployment exists and is in ERROR.

    `POST /v2/deployments`, at most 40 requests per second for an organisation.

    Args:
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.
        body: The request body.

    Returns:
        The `DeployResponseV2`.

    Raises:
        BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        RateLimitedError: The organisation has sent too many requests (429).
        ServerError: The service failed (5xx).
        NoCapacityError: The service could not start a server (422). Stop the deployment in `deployment_id`.
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, OPERATION.path, json=json_body(body, not_empty=("users",)))
    return decode(OPERATION, response, DeployResponseV2.read)


def sync_detailed(*, client: Client, body: DeployRequestV2) -> Response[DeployResponseV2]:
    """Start a deployment.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, OPERATION.path, json=json_body(body, not_empty=("users",)))
    parsed = decode(OPERATION, response, DeployResponseV2.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(*, client: AsyncClient, body: DeployRequestV2) -> DeployResponseV2:
    """Start a deployment.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body, not_empty=("users",)))
    return decode(OPERATION, response, DeployResponseV2.read)


async def asyncio_detailed(*, client: AsyncClient, body: DeployRequestV2) -> Response[DeployResponseV2]:
    """Start a deployment.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body, not_empty=("users",)))
    parsed = decode(OPERATION, response, DeployResponseV2.read)
    return Response(response.status_code, response.content, response.headers, parsed)
