"""List server instances: GET /server-instances"""

from typing import Any

from ...client import AsyncClient, Client, Operation, Response, decode
from ...models.instance_list import InstanceList
from ...types import UNSET, Unset

OPERATION = Operation(
    id="list_instances",
    method="GET",
    path="/server-instances",
    tag="instances",
    statuses=("2XX", "400", "401", "429", "500"),
)


def _params(filter_: str | Unset, order: str | Unset, limit: int | Unset, cursor: str | Unset) -> dict[str, Any]:
    params: dict[str, Any] = {}
    if filter_ is not UNSET:
        params["$filter"] = filter_
    if order is not UNSET:
        params["$order"] = order
    if limit is not UNSET:
        params["limit"] = limit
    if cursor is not UNSET:
        params["cursor"] = cursor
    return params


def sync(
    *,
    client: Client,
    filter_: str | Unset = UNSET,
    order: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> InstanceList:
    """List server instances.

    Returns one page of the servers that match a filter. To get the next page, pass `next_cursor` as
    `cursor`. It is null on the last page.

    `GET /server-instances`.

    Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.4;
    EdgegapIntegrationKit for Unreal, by a third party; a third party's game. No source names the statuses
    400, 401, 429, 500.

    Args:
        client: The client that sends the request: `ServerBrowser` here, `AsyncServerBrowser` in `asyncio`.
        filter_: A condition on the items: `<field> <operator> <value>`. Join several conditions with ` and `,
            and put texts in single quotes. Before version 1.1.0, the name of the parameter is `filter`.
        order: The order of the items: `<field> asc`, `<field> desc` or `rank(<field>, 'first','second')`. Join
            several with commas. Before version 1.1.0, the name of the parameter is `order`.
        limit: Number of items on a page, 1 to 100. The service's default is 10.
        cursor: The start of the page: the `next_cursor` of the previous page.

    Returns:
        The `InstanceList`.

    Raises:
        BadRequestError: The request is not valid, or the service cannot read the filter (400).
        AuthenticationError: The token is missing or wrong, or the request has the client token but needs the server token (401).
        RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
        ServerError: The service failed (500).
        EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
    """

    response = client.request(OPERATION, OPERATION.path, params=_params(filter_, order, limit, cursor))
    return decode(OPERATION, response, InstanceList.read)


def sync_detailed(
    *,
    client: Client,
    filter_: str | Unset = UNSET,
    order: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> Response[InstanceList]:
    """List server instances.

    Like `sync`, but returns a `Response` with the result as `parsed`.
    """

    response = client.request(OPERATION, OPERATION.path, params=_params(filter_, order, limit, cursor))
    parsed = decode(OPERATION, response, InstanceList.read)
    return Response(response.status_code, response.content, response.headers, parsed)


async def asyncio(
    *,
    client: AsyncClient,
    filter_: str | Unset = UNSET,
    order: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> InstanceList:
    """List server instances.

    Like `sync`, for `AsyncServerBrowser`.
    """

    response = await client.request(OPERATION, OPERATION.path, params=_params(filter_, order, limit, cursor))
    return decode(OPERATION, response, InstanceList.read)


async def asyncio_detailed(
    *,
    client: AsyncClient,
    filter_: str | Unset = UNSET,
    order: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> Response[InstanceList]:
    """List server instances.

    Like `sync_detailed`, for `AsyncServerBrowser`; see `sync`.
    """

    response = await client.request(OPERATION, OPERATION.path, params=_params(filter_, order, limit, cursor))
    parsed = decode(OPERATION, response, InstanceList.read)
    return Response(response.status_code, response.content, response.headers, parsed)
