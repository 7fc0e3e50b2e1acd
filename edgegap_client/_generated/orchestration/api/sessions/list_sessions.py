"""List the sessions: GET /v1/sessions"""

from typing import Any

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.session_list import SessionList
from ...types import UNSET, Unset

OPERATION = Operation(
    id="list_sessions", method="GET", path="/v1/sessions", tag="sessions", statuses=("200", "400", "401", "429")
)


def _params(page: int | Unset, limit: int | Unset) -> dict[str, Any]:
    params: dict[str, Any] = {}
    if page is not UNSET:
        params["page"] = page
    if limit is not UNSET:
        params["limit"] = limit
    return params


def sync_detailed(*, client: Client, page: int | Unset = UNSET, limit: int | Unset = UNSET) -> Response[SessionList]:
    """List the sessions.

    Lists the organisation's sessions, page by page. An entry is shorter than what get returns: it names the
    deployment by id only and has no players.

    `GET /v1/sessions`.

    Args:
        client: The `Edgegap` that sends the request.
        page: Page to return, counted from 1. The server starts at the first page.
        limit: Items per page. The server's default is 10 where it is known; no maximum is documented.

    Returns:
        The answer with status, headers and content; `parsed` is the SessionList.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        RateLimitedError: Too many requests from this organisation (429).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = client.request(OPERATION, OPERATION.path, params=_params(page, limit))
    parsed = decode(OPERATION, response, SessionList.read)
    return Response(response.status_code, response.content, response.headers, parsed)


def sync(*, client: Client, page: int | Unset = UNSET, limit: int | Unset = UNSET) -> SessionList:
    """List the sessions.

    Lists the organisation's sessions, page by page. An entry is shorter than what get returns: it names the
    deployment by id only and has no players.

    `GET /v1/sessions`.

    Args:
        client: The `Edgegap` that sends the request.
        page: Page to return, counted from 1. The server starts at the first page.
        limit: Items per page. The server's default is 10 where it is known; no maximum is documented.

    Returns:
        The SessionList.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        RateLimitedError: Too many requests from this organisation (429).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = client.request(OPERATION, OPERATION.path, params=_params(page, limit))
    return decode(OPERATION, response, SessionList.read)


async def asyncio_detailed(
    *, client: AsyncClient, page: int | Unset = UNSET, limit: int | Unset = UNSET
) -> Response[SessionList]:
    """List the sessions.

    Lists the organisation's sessions, page by page. An entry is shorter than what get returns: it names the
    deployment by id only and has no players.

    `GET /v1/sessions`.

    Args:
        client: The `AsyncEdgegap` that sends the request.
        page: Page to return, counted from 1. The server starts at the first page.
        limit: Items per page. The server's default is 10 where it is known; no maximum is documented.

    Returns:
        The answer with status, headers and content; `parsed` is the SessionList.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        RateLimitedError: Too many requests from this organisation (429).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = await client.request(OPERATION, OPERATION.path, params=_params(page, limit))
    parsed = decode(OPERATION, response, SessionList.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(*, client: AsyncClient, page: int | Unset = UNSET, limit: int | Unset = UNSET) -> SessionList:
    """List the sessions.

    Lists the organisation's sessions, page by page. An entry is shorter than what get returns: it names the
    deployment by id only and has no players.

    `GET /v1/sessions`.

    Args:
        client: The `AsyncEdgegap` that sends the request.
        page: Page to return, counted from 1. The server starts at the first page.
        limit: Items per page. The server's default is 10 where it is known; no maximum is documented.

    Returns:
        The SessionList.

    Raises:
        BadRequestError: The server refuses the request (400). A used-up quota is a `QuotaExceededError`.
        AuthenticationError: The token is missing or not understood (401).
        RateLimitedError: Too many requests from this organisation (429).
        EdgegapError: Any other failure: no connection, no answer in time, an unreadable answer.
    """

    response = await client.request(OPERATION, OPERATION.path, params=_params(page, limit))
    return decode(OPERATION, response, SessionList.read)
