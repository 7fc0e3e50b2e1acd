"""Find out where several IP addresses are: POST /v1/ips/lookup"""

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.ips_lookup_request import IpsLookupRequest
from ...models.ips_lookup_response import IpsLookupResponse
from ...types import json_body

OPERATION = Operation(
    id="lookup_ips", method="POST", path="/v1/ips/lookup", tag="ip_lookup", statuses=("200", "401", "429", "500")
)


def sync_detailed(*, client: Client, body: IpsLookupRequest) -> Response[IpsLookupResponse]:
    """Find out where several IP addresses are.

    Locates at most 20 IP addresses in one call. Match the results by address: their order is not
    documented.

    `POST /v1/ips/lookup`.

    Args:
        client: The `Edgegap` that sends the request.
        body: The request's body.

    Returns:
        The answer with status, headers and content; `parsed` is the IpsLookupResponse.

    Raises:
        AuthenticationError: The token is missing or not understood (401).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = client.request(OPERATION, OPERATION.path, json=json_body(body))
    parsed = decode(OPERATION, response, IpsLookupResponse.read)
    return Response(response.status_code, response.content, response.headers, parsed)


def sync(*, client: Client, body: IpsLookupRequest) -> IpsLookupResponse:
    """Find out where several IP addresses are.

    Locates at most 20 IP addresses in one call. Match the results by address: their order is not
    documented.

    `POST /v1/ips/lookup`.

    Args:
        client: The `Edgegap` that sends the request.
        body: The request's body.

    Returns:
        The IpsLookupResponse.

    Raises:
        AuthenticationError: The token is missing or not understood (401).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = client.request(OPERATION, OPERATION.path, json=json_body(body))
    return decode(OPERATION, response, IpsLookupResponse.read)


async def asyncio_detailed(*, client: AsyncClient, body: IpsLookupRequest) -> Response[IpsLookupResponse]:
    """Find out where several IP addresses are.

    Locates at most 20 IP addresses in one call. Match the results by address: their order is not
    documented.

    `POST /v1/ips/lookup`.

    Args:
        client: The `AsyncEdgegap` that sends the request.
        body: The request's body.

    Returns:
        The answer with status, headers and content; `parsed` is the IpsLookupResponse.

    Raises:
        AuthenticationError: The token is missing or not understood (401).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body))
    parsed = decode(OPERATION, response, IpsLookupResponse.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(*, client: AsyncClient, body: IpsLookupRequest) -> IpsLookupResponse:
    """Find out where several IP addresses are.

    Locates at most 20 IP addresses in one call. Match the results by address: their order is not
    documented.

    `POST /v1/ips/lookup`.

    Args:
        client: The `AsyncEdgegap` that sends the request.
        body: The request's body.

    Returns:
        The IpsLookupResponse.

    Raises:
        AuthenticationError: The token is missing or not understood (401).
        RateLimitedError: Too many requests from this organisation (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = await client.request(OPERATION, OPERATION.path, json=json_body(body))
    return decode(OPERATION, response, IpsLookupResponse.read)
