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
    """A server instance is a running server that players can find. Besides the operations of the API: `search`."""

    def search(
        self,
        where: Filter | None = None,
        *,
        order: Order | Iterable[Order] = (),
        limit: int | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> Pager[Instance, InstanceList]:
        """All servers that fit, page by page, each page read when you reach it.

            where = (field("total_joinable_seats") >= 2) & (field("metadata.mode") == "ctf")
            for instance in browser.instances.search(where, order=descending("metadata.level")):
                ...

        Args:
            where: The condition, from comparisons of a `field`, joined by `&`. Values are quoted and escaped.
            order: What comes first: `ascending`, `descending`, `rank`, or several of them.
            limit: At most so many servers in all. Default: all of them.
            page_size: Servers a request, 1 to 100. Default: `limit`, at most 100, or the server's page size (10).

        Returns:
            A pager: iterate over it, or use its `collect()`, `first()` or `by_page()`.

        Raises:
            InvalidRequestError: `limit` or `page_size` is out of range.
            BadRequestError: The service does not understand the filter: metadata must be indexed to be compared. The
                pager raises it, as it sends the requests.
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
    """A slot is a part of a server instance with seats of its own. Besides the operations of the API: `search`."""

    def search(
        self,
        request_id: str,
        where: Filter | None = None,
        *,
        order: Order | Iterable[Order] = (),
        limit: int | Unset = UNSET,
        page_size: int | Unset = UNSET,
    ) -> Pager[Slot, SlotList]:
        """All slots of a server that fit, page by page: see `Instances.search`.

        Args:
            request_id: The deployment that runs the server.
            where: The condition.
            order: What comes first.
            limit: At most so many slots in all. Default: all of them.
            page_size: Slots a request, 1 to 100. Default: `limit`, at most 100, or the server's page size (10).

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
    """A reservation keeps a seat for a user for a short time. Besides the operations: `reserve_for`, `reserve_any_for`.

    Both keep the two kinds of 409 apart as far as the service lets us: by the text of the error, and else by a look at
    the slot.
    """

    __slots__ = ("_browser",)

    def __init__(self, browser: ServerBrowser) -> None:
        super().__init__(browser)
        self._browser = browser

    def reserve_for(self, request_id: str, slot_name: str, user_ids: Iterable[str]) -> Reservation:
        """Reserve a seat in a slot for each user. Not repeated if the response is lost: the error says so.

        Args:
            request_id: The deployment that runs the server.
            slot_name: The slot.
            user_ids: The users. Each sends its id to the server when it connects.

        Returns:
            The users who have a seat.

        Raises:
            NoSeatLeft: The slot has not enough seats.
            AlreadyReserved: One of the users has a reservation already.
            ConflictError: One of the two; which one is not known.
            NotFoundError: There is no such server instance or slot (any more).
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
        """Reserve a seat for each user in any server that a scaling policy allows; it may start one.

        Args:
            policy_name: The policy, such as `on-demand`.
            user_ids: The users. Each sends its id to the server when it connects.

        Returns:
            The server, the slot and the users.

        Raises:
            NoSeatLeft: No server has enough seats.
            AlreadyReserved: One of the users has a reservation already.
            ConflictError: One of the two; which one is not known.
            NotFoundError: There is no such policy, or nothing fits.
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
        raise InvalidRequestError("seats are reserved for at least one user, and once for each.")
    return [User(user_id=user_id) for user_id in found]


def _conflict(error: ConflictError, reason: str) -> ConflictError:
    failure = (NoSeatLeft if reason == "full" else AlreadyReserved)(error.message)
    failure.__dict__.update(error.__dict__)
    return failure


@public_in("server_browser")
class ServerBrowser(ServiceClient, Resources):
    """A client of one managed server browser, to be made once and shared. A preview: nothing was verified live.

        with ServerBrowser(url, ClientToken("...")) as browser:
            for instance in browser.instances.search(field("total_joinable_seats") >= 1):
                print(instance.request_id)

    The operations are on its attributes, by group: `instances`, `slots`, `reservations`, `locations` and `monitor`. It
    can also be passed as `client=` to the functions of `edgegap_client.api.server_browser`. A game server uses an
    `ServerInstance`.

    Args:
        url: The server browser's own URL. Default: the environment variable EDGEGAP_SB_URL, or SB_BASE_URL.
        token: A `ServerToken` or a `ClientToken`. A client with the client token refuses, before it sends, what needs
            the server token. Default: EDGEGAP_SB_SERVER_TOKEN or SB_SERVER_TOKEN, or else EDGEGAP_SB_CLIENT_TOKEN.
        version: The version of the service, for the names of query parameters: `1.1` (`$filter`, `$order`), `1.0`
            (`filter`, `order`) or `0.0` (`filter`, `orderby`).
        headers: As of `Edgegap`, like everything below.
        user_agent: Appended to the client's own User-Agent.
        event_hooks: Functions to call around calls and attempts.
        timeout: The deadline of a whole call, in seconds.
        timeouts: The connect, read and write timeouts.
        max_retries: How often to retry a failed request at the most, or a `RetryPolicy`.
        rate_limits: No limits are documented for this service.
        max_connections: How many requests may be sent at once.
        max_response_bytes: A larger response, decompressed, raises `ResponseFormatError`.
        replicas: Where processes share their rate limits: a URL of Redis, or a `Replicas`. Default: nowhere.
        http_client: An `httpx.Client` to send with.
        transport: A transport to send with.
        backend: What opens the connections: `httpx` or `aiohttp`.
        handle_sigterm: Whether server instances are deleted when SIGTERM comes, as launches stop what they created.

    Raises:
        ConfigurationError: An argument is missing or malformed, or a token does not say which of the two it is.
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
