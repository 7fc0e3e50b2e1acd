"""Remove a tag from a deployment: DELETE /v1/deployments/{deployment_id}/tags/{tag_name}"""

from ...client import AsyncClient, Client, Operation, Response
from ...types import path_segment

OPERATION = Operation(
    id="delete_deployment_tag",
    method="DELETE",
    path="/v1/deployments/{deployment_id}/tags/{tag_name}",
    tag="deployment_tags",
    statuses=("204", "400", "401", "404", "429", "500"),
)


def _path(deployment_id: str, tag_name: str) -> str:
    return f"/v1/deployments/{path_segment(deployment_id, 'deployment_id')}/tags/{path_segment(tag_name, 'tag_name')}"


def sync_detailed(deployment_id: str, tag_name: str, *, client: Client) -> Response[None]:
    """Remove a tag from a deployment.

    Takes one tag off a deployment; the deployment itself goes on.

    `DELETE /v1/deployments/{deployment_id}/tags/{tag_name}`.

    Args:
        deployment_id: The deployment's id, called request_id in bodies.
        tag_name: The tag.
        client: The `Edgegap` that sends the request.

    Returns:
        The answer with status, headers and content; `parsed` is None.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = client.request(OPERATION, _path(deployment_id, tag_name))
    return Response(response.status_code, response.content, response.headers, None)


def sync(deployment_id: str, tag_name: str, *, client: Client) -> None:
    """Remove a tag from a deployment.

    Takes one tag off a deployment; the deployment itself goes on.

    `DELETE /v1/deployments/{deployment_id}/tags/{tag_name}`.

    Args:
        deployment_id: The deployment's id, called request_id in bodies.
        tag_name: The tag.
        client: The `Edgegap` that sends the request.

    Returns:
        Nothing.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    client.request(OPERATION, _path(deployment_id, tag_name))


async def asyncio_detailed(deployment_id: str, tag_name: str, *, client: AsyncClient) -> Response[None]:
    """Remove a tag from a deployment.

    Takes one tag off a deployment; the deployment itself goes on.

    `DELETE /v1/deployments/{deployment_id}/tags/{tag_name}`.

    Args:
        deployment_id: The deployment's id, called request_id in bodies.
        tag_name: The tag.
        client: The `AsyncEdgegap` that sends the request.

    Returns:
        The answer with status, headers and content; `parsed` is None.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = await client.request(OPERATION, _path(deployment_id, tag_name))
    return Response(response.status_code, response.content, response.headers, None)


async def asyncio(deployment_id: str, tag_name: str, *, client: AsyncClient) -> None:
    """Remove a tag from a deployment.

    Takes one tag off a deployment; the deployment itself goes on.

    `DELETE /v1/deployments/{deployment_id}/tags/{tag_name}`.

    Args:
        deployment_id: The deployment's id, called request_id in bodies.
        tag_name: The tag.
        client: The `AsyncEdgegap` that sends the request.

    Returns:
        Nothing.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        NotFoundError: Nothing of that name or id exists (404, or 400 for a deployment id).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    await client.request(OPERATION, _path(deployment_id, tag_name))
