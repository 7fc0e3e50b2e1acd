"""The synchronous client of a server browser."""
# Written by `make generate` from _async/server_browser.py; do not edit.

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import httpx

from .._core._sync.paging import Pager
from .._core.call import Call
from .._core.decoding import UNSET, Unset
from .._core.headers import DefaultHeaders
from .._core.operation import Operation
from .._core.public import public_in
from .._core.redaction import Secret
from .._core.retries import RetryPolicy
from .._core.server_browser import (
    BrowserVersion,
    ClientToken,
    Filter,
    Order,
    ServerToken,
    access_of,
    allowed,
    problem_of_kind,
    read_version,
    reason_of,
    renamed,
    token_of,
)
from .._core.settings import (
    DEFAULT_MAX_CONNECTIONS,
    DEFAULT_MAX_RESPONSE_BYTES,
    DEFAULT_POLL_INTERVAL,
    DEFAULT_TIMEOUT,
    URL,
    Backend,
    RateLimits,
)
from .._core.token_source import hide_token
from .._generated.server_browser.api import Resources
from .._generated.server_browser.api.instances import InstancesResource
from .._generated.server_browser.api.reservations import ReservationsResource
from .._generated.server_browser.api.slots import SlotsResource
from .._transport.http_clients import HTTPClient, Transport
from ..errors import AlreadyReserved, ConflictError, EdgegapError, InvalidRequestError, NoSeatLeft
from ..hooks import EventHooks
from .service_client import ServiceClient

if TYPE_CHECKING:
    from .._generated.server_browser.models.any_seat import AnySeat
    from .._generated.server_browser.models.instance import Instance
    from .._generated.server_browser.models.instance_list import InstanceList
    from .._generated.server_browser.models.reservation import Reservation
    from .._generated.server_browser.models.slot import Slot
    from .._generated.server_browser.models.slot_list import SlotList
    from .._generated.server_browser.models.user import User
    from .._runtime.replicas import Replicas

__all__ = ["Instances", "Reservations", "ServerBrowser", "Slots"]


MAX_PAGE_SIZE: Final = 100


def _checked(page_size: int | Unset) -> int | Unset:
    if page_size is not UNSET and page_size > MAX_PAGE_SIZE:
        raise InvalidRequestError(f"page_size must be 1 to {MAX_PAGE_SIZE}, got {page_size}.")
    return page_size


def _text(filter_: Filter | None) -> str | Unset:
    return UNSET if filter_ is None else filter_.text


def _order(order: Order | Iterable[Order]) -> str | Unset:
    parts = [order] if isinstance(order, Order) else list(order)
    return ",".join(part.text for part in parts) if parts else UNSET


@public_in("server_browser")
class Instances(InstancesResource):
    """A server instance is a running server that players can find.

    `search` finds instances; the other methods are the operations of the API.
    """

    def search(
        self,
        where: Filter | None = None,
        *,
        order: Order | Iterable[Order] = (),
        limit: int | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> Pager[Instance, InstanceList]:
        """All servers that meet the condition. The pager requests each page when the iteration reaches it.

            where = (field("total_joinable_seats") >= 2) & (field("metadata.mode") == "ctf")
            for instance in browser.instances.search(where, order=descending("metadata.level")):
                ...

        Args:
            where: The condition: comparisons of a `field`, joined by `&`. The client quotes and escapes the values.
            order: The order: `ascending`, `descending`, `rank`, or a list of them.
            limit: Maximum number of servers in all. Default: all servers.
            page_size: Number of servers in one request, 1 to 100. Default: `limit`, at most 100, or the server's page
                size (10).

        Returns:
            A pager: iterate over it, or use its `collect()`, `first()` or `by_page()`.

        Raises:
            InvalidRequestError: `limit` or `page_size` is out of range.
            BadRequestError: The service does not understand the filter: only indexed metadata can be compared. The
                pager raises this error, as it sends the requests.
            PageLoopError: The pages form a loop.
        """
        filter_, in_order = _text(where), _order(order)
        return Pager(
            "instances.search",
            lambda cursor, size: self.list(filter_=filter_, order=in_order, limit=size, cursor=cursor),
            lambda page: page.items,
            limit=limit,
            page_size=_checked(page_size),
        )


@public_in("server_browser")
class Slots(SlotsResource):
    """A slot is a part of a server instance with seats of its own.

    `search` finds slots; the other methods are the operations of the API.
    """

    def search(
        self,
        request_id: str,
        where: Filter | None = None,
        *,
        order: Order | Iterable[Order] = (),
        limit: int | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> Pager[Slot, SlotList]:
        """All slots of a server that meet the condition, page by page: see `Instances.search`.

        Args:
            request_id: The id of the deployment that runs the server.
            where: The condition, as for `Instances.search`.
            order: The order, as for `Instances.search`.
            limit: Maximum number of slots in all. Default: all slots.
            page_size: Number of slots in one request, 1 to 100. Default: `limit`, at most 100, or the server's page
                size (10).

        Returns:
            A pager. Its requests raise `NotFoundError` if there is no such server instance.

        Raises:
            InvalidRequestError: `limit` or `page_size` is out of range.
        """
        filter_, in_order = _text(where), _order(order)
        return Pager(
            "slots.search",
            lambda cursor, size: self.list(request_id, filter_=filter_, order=in_order, limit=size, cursor=cursor),
            lambda page: page.items,
            limit=limit,
            page_size=_checked(page_size),
        )


@public_in("server_browser")
class Reservations(ReservationsResource):
    """A reservation keeps a seat for a user for a short time.

    `reserve_for` and `reserve_any_for` reserve seats; the other methods are the operations of the API.

    The service sends the same status, 409, for two problems. The client distinguishes them by the text of the error, or
    else by a read of the slot.
    """

    __slots__ = ("_browser",)

    def __init__(self, browser: ServerBrowser) -> None:
        super().__init__(browser)
        self._browser = browser

    def reserve_for(self, request_id: str, slot_name: str, user_ids: Iterable[str]) -> Reservation:
        """Reserve a seat in a slot for each user. The client does not retry a request whose response is lost.

        Args:
            request_id: The id of the deployment that runs the server.
            slot_name: The name of the slot.
            user_ids: The ids of the users. Each user sends the id to the server when connecting.

        Returns:
            The ids of the users who have a seat.

        Raises:
            NoSeatLeft: The slot has not enough seats.
            AlreadyReserved: One of the users has a reservation already.
            ConflictError: One of these two problems; the response does not say which one.
            NotFoundError: There is no such server instance or slot.
        """
        users = _users(user_ids)
        try:
            return self.reserve(request_id, slot_name, users=users)
        except ConflictError as error:
            reason = reason_of(error.message)
            if reason is None:
                try:
                    slot = SlotsResource(self._browser).get(request_id, slot_name)
                except EdgegapError:
                    raise error from None
                seats: Any = slot.joinable_seats
                if isinstance(seats, int):
                    reason = "full" if seats < len(users) else "duplicate"
            if reason is None:
                raise
            raise _conflict(error, reason) from None

    def reserve_any_for(self, policy_name: str, user_ids: Iterable[str]) -> AnySeat:
        """Reserve a seat for each user on any server that a scaling policy allows. The policy may start a server.

        Args:
            policy_name: The name of the policy, such as `on-demand`.
            user_ids: The ids of the users. Each user sends the id to the server when connecting.

        Returns:
            The server, the slot and the ids of the users.

        Raises:
            NoSeatLeft: No server has enough seats.
            AlreadyReserved: One of the users has a reservation already.
            ConflictError: One of these two problems; the response does not say which one.
            NotFoundError: There is no such policy, or no server has a suitable slot.
        """
        try:
            return self.reserve_any(policy_name=policy_name, users=_users(user_ids))
        except ConflictError as error:
            reason = reason_of(error.message)
            if reason is None:
                raise
            raise _conflict(error, reason) from None


def _users(user_ids: Iterable[str]) -> list[User]:
    from .._generated.server_browser.models.user import User

    found = [user_ids] if isinstance(user_ids, str) else list(user_ids)
    if not found or len(set(found)) != len(found):
        raise InvalidRequestError("user_ids must have at least one user, and each user once.")
    return [User(user_id=user_id) for user_id in found]


def _conflict(error: ConflictError, reason: str) -> ConflictError:
    failure = (NoSeatLeft if reason == "full" else AlreadyReserved)(error.message)
    failure.__dict__.update(error.__dict__)
    return failure


@public_in("server_browser")
class ServerBrowser(ServiceClient, Resources):
    """A client of one managed server browser. Create one client and share it. A preview: not verified live.

        with ServerBrowser(url, ClientToken("...")) as browser:
            for instance in browser.instances.search(field("total_joinable_seats") >= 1):
                print(instance.request_id)

    The operations are on its attributes, by group: `instances`, `slots`, `reservations`, `locations` and `monitor`. You
    can also pass the client as `client=` to the functions of `edgegap_client.api.server_browser`. A game server uses an
    `ServerInstance`.

    Args:
        url: The server browser's own URL. Default: the environment variable EDGEGAP_SB_URL, or SB_BASE_URL.
        token: A `ServerToken` or a `ClientToken`. With the client token, the client refuses to send operations that
            need the server token. Default: EDGEGAP_SB_SERVER_TOKEN or SB_SERVER_TOKEN, or else EDGEGAP_SB_CLIENT_TOKEN.
        version: The version of the service, for the names of query parameters: `1.1` (`$filter`, `$order`), `1.0`
            (`filter`, `order`) or `0.0` (`filter`, `orderby`).
        headers: Headers of every request. This and the following options are described at `Edgegap`.
        user_agent: Appended to the client's own User-Agent.
        event_hooks: Functions to call around calls and attempts.
        timeout: The deadline of a whole call, in seconds.
        timeouts: The connect, read and write timeouts.
        max_retries: The maximum number of retries of a request, or a `RetryPolicy`.
        rate_limits: As for `Edgegap`. No limits are documented for this service.
        max_connections: The maximum number of concurrent requests.
        max_response_bytes: The maximum size of a decompressed response. A larger one raises `ResponseFormatError`.
        replicas: The Redis through which processes share their rate limits: a URL, or a `Replicas`. Default: they share
            nothing.
        http_client: An `httpx.Client` to send with.
        transport: A transport to send with.
        backend: The library for connections: `httpx` or `aiohttp`.
        handle_sigterm: Whether server instances are deleted on SIGTERM, as launches stop their deployments.

    Raises:
        ConfigurationError: An argument is missing or malformed, or the token is neither a `ServerToken` nor a
            `ClientToken`.
    """

    _folders = ("_generated.server_browser.models", "_generated.server_browser.api")

    def __init__(
        self,
        url: str | URL | None = None,
        token: ServerToken | ClientToken | None = None,
        *,
        version: BrowserVersion = "1.1",
        timeout: float = DEFAULT_TIMEOUT,
        timeouts: httpx.Timeout | None = None,
        max_retries: int | RetryPolicy = 2,
        rate_limits: RateLimits = "wait",
        max_connections: int = DEFAULT_MAX_CONNECTIONS,
        max_response_bytes: int = DEFAULT_MAX_RESPONSE_BYTES,
        headers: DefaultHeaders | None = None,
        user_agent: str | None = None,
        event_hooks: EventHooks | None = None,
        replicas: Replicas | str | None = None,
        http_client: HTTPClient | None = None,
        transport: Transport | None = None,
        backend: Backend | None = None,
        handle_sigterm: bool = True,
    ) -> None:
        hidden_headers, hidden_replicas = Secret(headers), Secret(replicas)
        del headers, replicas
        token = token_of(token)
        self._access = access_of(token)
        self._is_server = isinstance(token, ServerToken)
        self._parameter_names = read_version(version)
        self._set_up(
            hide_token(token),
            hidden_headers,
            base_url=url,
            timeout=timeout,
            timeouts=timeouts,
            max_retries=max_retries,
            rate_limits=rate_limits,
            max_connections=max_connections,
            max_response_bytes=max_response_bytes,
            poll_interval=DEFAULT_POLL_INTERVAL,
            user_agent=user_agent,
            event_hooks=event_hooks,
            replicas=hidden_replicas,
            http_client=http_client,
            transport=transport,
            backend=backend,
            handle_sigterm=handle_sigterm,
        )

    def _problem_of_token(self, token: object) -> str:
        return problem_of_kind(token, is_server=self._is_server)

    def _prepared(self, operation: Operation) -> Operation:
        return allowed(operation, is_server=self._is_server)

    def _call(
        self,
        operation: Operation,
        path: str | Secret[str],
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, Any] | None = None,
        json: Any = None,
    ) -> Call:
        return super()._call(operation, path, renamed(params, self._parameter_names), headers, json)

    @cached_property
    def instances(self) -> Instances:
        """A server instance is a running server that players can find."""
        return Instances(self)

    @cached_property
    def slots(self) -> Slots:
        """A slot is a part of a server instance with seats of its own."""
        return Slots(self)

    @cached_property
    def reservations(self) -> Reservations:
        """A reservation keeps a seat for a user for a short time."""
        return Reservations(self)
