"""Locate several IP addresses: POST /v1/ips/lookup"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.ips_lookup_request import IpsLookupRequest
from ...models.ips_lookup_response import IpsLookupResponse
from ...types import json_body

OPERATION = Operation(
    id="lookup_ips",
    method="POST",
    path="/v1/ips/lookup",
    tag="ip_lookup",
    statuses=("200", "400", "401", "403", "429", "500"),
)


def sync(*, client: Client, body: IpsLookupRequest) -> IpsLookupResponse:
    """Locate several IP addresses.

    Locates at most 20 IP addresses in one call. Match the results by address: their order is not
    documented.

    `POST /v1/ips/lookup`.

    Args:
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.
        body: The request body.

    Returns:
        The `IpsLookupResponse`.

    Raises:
        BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        RateLimitedError: The organisation has sent too many requests (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, OPERATION.path, json=json_body(body))
    return decode(OPERATION, response, IpsLookupResponse.read)


def sync_detailed(*, client: Client, body: IpsLookupRequest) -> Response[IpsLookupResponse]:
    """Locate several IP addresses.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, OPERATION.path, json=json_body(body))
    parsed = decode(OPERATION, response, IpsLookupResponse.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(*, client: AsyncClient, body: IpsLookupRequest) -> IpsLookupResponse:
    """Locate several IP addresses.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body))
    return decode(OPERATION, response, IpsLookupResponse.read)


async def asyncio_detailed(*, client: AsyncClient, body: IpsLookupRequest) -> Response[IpsLookupResponse]:
    """Locate several IP addresses.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body))
    parsed = decode(OPERATION, response, IpsLookupResponse.read)
    return Response(response.status_code, response.content, response.headers, parsed)
