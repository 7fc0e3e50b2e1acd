"""Create a session: POST /v1/session"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.session_create_request import SessionCreateRequest
from ...models.session_create_response import SessionCreateResponse
from ...types import json_body

OPERATION = Operation(
    id="create_session",
    method="POST",
    path="/v1/session",
    tag="sessions",
    statuses=("200", "400", "401", "403", "409", "429"),
)


def sync(*, client: Client, body: SessionCreateRequest) -> SessionCreateResponse:
    """Create a session.

    Requests a place for a group of players on a deployment. The app version must have a session
    configuration. The service links the session to a deployment with free sockets, or to the deployment in
    `deployment_request_id`. It does so after the response. To learn the result, read the session or set
    `webhook_url`. The service returns 400 if the version is disabled.

    `POST /v1/session`.

    Args:
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.
        body: The request body.

    Returns:
        The `SessionCreateResponse`.

    Raises:
        BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        ConflictError: The name is already taken, or the state does not allow the request (409).
        RateLimitedError: The organisation has sent too many requests (429).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, OPERATION.path, json=json_body(body))
    return decode(OPERATION, response, SessionCreateResponse.read)


def sync_detailed(*, client: Client, body: SessionCreateRequest) -> Response[SessionCreateResponse]:
    """Create a session.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, OPERATION.path, json=json_body(body))
    parsed = decode(OPERATION, response, SessionCreateResponse.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(*, client: AsyncClient, body: SessionCreateRequest) -> SessionCreateResponse:
    """Create a session.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body))
    return decode(OPERATION, response, SessionCreateResponse.read)


async def asyncio_detailed(*, client: AsyncClient, body: SessionCreateRequest) -> Response[SessionCreateResponse]:
    """Create a session.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body))
    parsed = decode(OPERATION, response, SessionCreateResponse.read)
    return Response(response.status_code, response.content, response.headers, parsed)
