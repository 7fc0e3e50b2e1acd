"""List the current tickets: GET /inspect/tickets"""

from typing import Any

from ...client import AsyncClient, Client, Operation, Response, decode

OPERATION = Operation(
    id="inspect_tickets",
    method="GET",
    path="/inspect/tickets",
    tag="inspect",
    statuses=("2XX", "401", "404", "429", "500"),
    rate_group="read",
)


def sync(*, client: Client) -> Any:
    """List the current tickets.

    Returns the current tickets of the matchmaker. No source shows the form of the response, so the example
    is a response of the sandbox.

    `GET /inspect/tickets`, counted in the limit `read` of the tier.

    Preview, not verified live. Confidence: medium; known from Edgegap's agent skills 0.1.3. No source names
    the statuses 404.

    Args:
        client: The client that sends the request: `Matchmaker` here, `AsyncMatchmaker` in `asyncio`.

    Returns:
        The body as JSON-ready data.

    Raises:
        AuthenticationError: The token is missing, wrong, or has a word before it (401).
        NotFoundError: The record does not exist, or the service has removed it after its end (404).
        RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
        ServerError: The service failed (500).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, OPERATION.path)
    return decode(OPERATION, response, lambda value, field: value)


def sync_detailed(*, client: Client) -> Response[Any]:
    """List the current tickets.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, OPERATION.path)
    parsed = decode(OPERATION, response, lambda value, field: value)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(*, client: AsyncClient) -> Any:
    """List the current tickets.

    Like `sync`, for `AsyncMatchmaker`.
    """

    response = await client.request(OPERATION, OPERATION.path)
    return decode(OPERATION, response, lambda value, field: value)


async def asyncio_detailed(*, client: AsyncClient) -> Response[Any]:
    """List the current tickets.

    Like `sync_detailed`, for `AsyncMatchmaker`; see `sync`.
    """

    response = await client.request(OPERATION, OPERATION.path)
    parsed = decode(OPERATION, response, lambda value, field: value)
    return Response(response.status_code, response.content, response.headers, parsed)
