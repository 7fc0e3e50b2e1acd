"""List the sessions: GET /v1/sessions"""

from typing import Any

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.session_list import SessionList
from ...types import UNSET, Unset

OPERATION = Operation(
    id="list_sessions", method="GET", path="/v1/sessions", tag="sessions", statuses=("200", "400", "401", "403", "429")
)


def _params(page: int | Unset, limit: int | Unset) -> dict[str, Any]:
    params: dict[str, Any] = {}
    if page is not UNSET:
        params["page"] = page
    if limit is not UNSET:
        params["limit"] = limit
    return params


def sync(*, client: Client, page: int | Unset = UNSET, limit: int | Unset = UNSET) -> SessionList:
    """List the sessions.

    Lists the organisation's sessions, page by page. An item has fewer fields than the response of `get`: it
    has the id of the deployment, but no players.

    `GET /v1/sessions`.

    Args:
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.
        page: Number of the page to return, counted from 1. By default, the service returns the first page.
        limit: Maximum number of items on the page. The service's default is 10 where it is known. No maximum is
            documented.

    Returns:
        The `SessionList`.

    Raises:
        BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        RateLimitedError: The organisation has sent too many requests (429).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, OPERATION.path, params=_params(page, limit))
    return decode(OPERATION, response, SessionList.read)


def sync_detailed(*, client: Client, page: int | Unset = UNSET, limit: int | Unset = UNSET) -> Response[SessionList]:
    """List the sessions.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, OPERATION.path, params=_params(page, limit))
    parsed = decode(OPERATION, response, SessionList.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(*, client: AsyncClient, page: int | Unset = UNSET, limit: int | Unset = UNSET) -> SessionList:
    """List the sessions.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(OPERATION, OPERATION.path, params=_params(page, limit))
    return decode(OPERATION, response, SessionList.read)


async def asyncio_detailed(
    *, client: AsyncClient, page: int | Unset = UNSET, limit: int | Unset = UNSET
) -> Response[SessionList]:
    """List the sessions.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, OPERATION.path, params=_params(page, limit))
    parsed = decode(OPERATION, response, SessionList.read)
    return Response(response.status_code, response.content, response.headers, parsed)
