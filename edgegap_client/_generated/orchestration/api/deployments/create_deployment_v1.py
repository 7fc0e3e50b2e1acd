"""Start a deployment (older form): POST /v1/deploy"""

from ....._core.deprecation import warn_deprecated
from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.deploy_request_v1 import DeployRequestV1
from ...models.deploy_response_v1 import DeployResponseV1
from ...types import json_body

OPERATION = Operation(
    id="create_deployment_v1",
    method="POST",
    path="/v1/deploy",
    tag="deployments",
    statuses=("200", "400", "401", "403", "404", "409", "422", "429", "500"),
    rate_limit=40,
)


def sync(*, client: Client, body: DeployRequestV1) -> DeployResponseV1:
    """Start a deployment (older form).

    This is the older form of `create`. Only this form has filters on the location, a command override and
    log storage. Some field names differ from the newer form. The request needs `ip_list`, `geo_ip_list`,
    `location` or `filters`; otherwise the service returns 400. You cannot combine `ip_list` with
    `geo_ip_list`. The request is not idempotent: a second request starts a second deployment, and Edgegap
    bills both.

    `POST /v1/deploy`, at most 40 requests per second for an organisation. Deprecated.

    Args:
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.
        body: The request body.

    Returns:
        The `DeployResponseV1`.

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

    warn_deprecated(f"{OPERATION}")

    response = client.request(OPERATION, OPERATION.path, json=json_body(body))
    return decode(OPERATION, response, DeployResponseV1.read)


def sync_detailed(*, client: Client, body: DeployRequestV1) -> Response[DeployResponseV1]:
    """Start a deployment (older form).

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    warn_deprecated(f"{OPERATION}")

    response = client.request(OPERATION, OPERATION.path, json=json_body(body))
    parsed = decode(OPERATION, response, DeployResponseV1.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(*, client: AsyncClient, body: DeployRequestV1) -> DeployResponseV1:
    """Start a deployment (older form).

    Like `sync`, for `AsyncEdgegap`.
    """

    warn_deprecated(f"{OPERATION}")

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body))
    return decode(OPERATION, response, DeployResponseV1.read)


async def asyncio_detailed(*, client: AsyncClient, body: DeployRequestV1) -> Response[DeployResponseV1]:
    """Start a deployment (older form).

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    warn_deprecated(f"{OPERATION}")

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body))
    parsed = decode(OPERATION, response, DeployResponseV1.read)
    return Response(response.status_code, response.content, response.headers, parsed)
