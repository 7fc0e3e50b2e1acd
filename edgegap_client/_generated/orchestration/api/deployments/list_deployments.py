"""List the deployments of the organisation: GET /v1/deployments"""

from typing import Any

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.deployment_list import DeploymentList
from ...types import UNSET, Unset

OPERATION = Operation(
    id="list_deployments",
    method="GET",
    path="/v1/deployments",
    tag="deployments",
    statuses=("200", "400", "401", "403", "429", "500"),
    rate_limit=10,
)


def _params(query: str | Unset, page: int | Unset, limit: int | Unset) -> dict[str, Any]:
    params: dict[str, Any] = {}
    if query is not UNSET:
        params["query"] = query
    if page is not UNSET:
        params["page"] = page
    if limit is not UNSET:
        params["limit"] = limit
    return params


def sync(
    *, client: Client, query: str | Unset = UNSET, page: int | Unset = UNSET, limit: int | Unset = UNSET
) -> DeploymentList:
    """List the deployments of the organisation.

    Lists the organisation's deployments. `query` filters and orders them. An item has fewer fields than a
    status: it has `ready` in place of the state. `message` is a list here, with the service's notes about
    the query.

    `GET /v1/deployments`, at most 10 requests per second for an organisation.

    Args:
        client: The client that sends the request: `Edgegap` here, `AsyncEdgegap` in `asyncio`.
        query: A `DeploymentListQuery` as JSON text, for example {"filters": [{"field": "status", "operator":
            "eq", "value": "ready"}], "order_by": [{"field": "created_at", "order": "desc"}]}. Each entry of
            `filters` has a field, an operator and a value. Each entry of `order_by` has a field and an order. A
            query can have at most one filter for each field. Fields to filter by: status (in lower case, such as
            ready), request_id, tags, created_at, application, version, fleet_name, host_name. Operators: eq and neq
            for all fields except created_at; eq, gte and lte for created_at; in and nin with a list of values for
            request_id, tags, application, version, fleet_name and host_name; ilike with percent signs as wildcards
            for fleet_name and host_name. One client also filters by is_joinable_by_session and
            available_session_sockets, and compares with lt and gt. No document mentions these. Fields to order by:
            created_at, available_session_sockets. Orders: asc, desc.
        page: Number of the page to return, counted from 1. By default, the service returns the first page.
        limit: Maximum number of items on the page. The service's default is 10 where it is known. No maximum is
            documented.

    Returns:
        The `DeploymentList`.

    Raises:
        BadRequestError: The service refuses the request (400). A used-up quota raises a `QuotaExceededError`.
        AuthenticationError: The token is missing or not valid (401).
        PermissionDeniedError: The token was deleted, or the organisation does not have the feature (403).
        RateLimitedError: The organisation has sent too many requests (429).
        ServerError: The service failed (5xx).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, OPERATION.path, params=_params(query, page, limit))
    return decode(OPERATION, response, DeploymentList.read)


def sync_detailed(
    *, client: Client, query: str | Unset = UNSET, page: int | Unset = UNSET, limit: int | Unset = UNSET
) -> Response[DeploymentList]:
    """List the deployments of the organisation.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, OPERATION.path, params=_params(query, page, limit))
    parsed = decode(OPERATION, response, DeploymentList.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(
    *, client: AsyncClient, query: str | Unset = UNSET, page: int | Unset = UNSET, limit: int | Unset = UNSET
) -> DeploymentList:
    """List the deployments of the organisation.

    Like `sync`, for `AsyncEdgegap`.
    """

    response = await client.request(OPERATION, OPERATION.path, params=_params(query, page, limit))
    return decode(OPERATION, response, DeploymentList.read)


async def asyncio_detailed(
    *, client: AsyncClient, query: str | Unset = UNSET, page: int | Unset = UNSET, limit: int | Unset = UNSET
) -> Response[DeploymentList]:
    """List the deployments of the organisation.

    Like `sync_detailed`, for `AsyncEdgegap`; see `sync`.
    """

    response = await client.request(OPERATION, OPERATION.path, params=_params(query, page, limit))
    parsed = decode(OPERATION, response, DeploymentList.read)
    return Response(response.status_code, response.content, response.headers, parsed)
