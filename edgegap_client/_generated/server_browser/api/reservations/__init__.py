"""A reservation holds a seat for a user for a short time, until the server confirms it.

The resource classes of `ServerBrowser.reservations` and `AsyncServerBrowser.reservations`, and a module per operation.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ....._core.public import PACKAGE

if TYPE_CHECKING:
    from ...arguments import UserLike
    from ...client import AsyncClient, Client
    from ...models.any_seat import AnySeat
    from ...models.confirmation import Confirmation
    from ...models.reservation import Reservation
    from . import confirm_reservations as confirm_reservations
    from . import reserve_any_seat as reserve_any_seat
    from . import reserve_seat as reserve_seat

# Where users import the classes below from.
_PUBLIC_MODULE = f"{PACKAGE}.api.server_browser.reservations"

__all__ = (
    "AsyncReservationsResource",
    "ReservationsResource",
    "confirm_reservations",
    "reserve_any_seat",
    "reserve_seat",
)


def __getattr__(name: str) -> Any:
    if name in __all__:
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class ReservationsResource:
    """A reservation holds a seat for a user for a short time, until the server confirms it."""

    __module__ = _PUBLIC_MODULE
    __slots__ = ("_client",)

    def __init__(self, client: Client) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self._client).__name__}>"

    def reserve_any(self, *, policy_name: str, users: Iterable[UserLike]) -> AnySeat:
        """Reserve seats in any server of a policy.

        Reserves a seat for each user in a server that the scaling policy allows. The service can start a new
        server for this. It returns 409 if no seat is left, and also if a user already has a reservation.

        `POST /server-instances/reservations`.

        Preview, not verified live. Confidence: medium; known from Edgegap's SDK for Unity 3.4. No source names
        the statuses 400, 401, 429, 500.

        Args:
            policy_name: The name of a scaling policy of the configuration, such as on-demand.
            users: The users, each with a seat of their own.

        Returns:
            The `AnySeat`.

        Raises:
            BadRequestError: The request is not valid, or the service cannot read the filter (400).
            AuthenticationError: The token is missing or wrong, or the request has the client token but needs the server token (401).
            NotFoundError: The server instance, slot or policy does not exist, or it has expired (404).
            ConflictError: The server is already registered, the name of the slot is taken, no seat is left, or a user already has a reservation (409).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.any_seat_request import AnySeatRequest
        from . import reserve_any_seat

        body = make_body(AnySeatRequest, {"policy_name": policy_name, "users": users})

        return reserve_any_seat.sync(client=self._client, body=body)

    def reserve(self, request_id: str, slot_name: str, *, users: Iterable[UserLike]) -> Reservation:
        """Reserve seats in a slot.

        Reserves a seat for each user, by default for 30 seconds. The service returns 409 if no seat is left,
        and also if a user already has a reservation.

        `POST /server-instances/{request_id}/slots/{slot_name}/reservations`.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.4;
        EdgegapIntegrationKit for Unreal, by a third party. No source names the statuses 400, 401, 429, 500.

        Args:
            request_id: Id of the deployment that runs the server.
            slot_name: Name of the slot.
            users: The users, each with a seat of their own.

        Returns:
            The `Reservation`.

        Raises:
            BadRequestError: The request is not valid, or the service cannot read the filter (400).
            AuthenticationError: The token is missing or wrong, or the request has the client token but needs the server token (401).
            NotFoundError: The server instance, slot or policy does not exist, or it has expired (404).
            ConflictError: The server is already registered, the name of the slot is taken, no seat is left, or a user already has a reservation (409).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.reservation_request import ReservationRequest
        from . import reserve_seat

        body = make_body(ReservationRequest, {"users": users})

        return reserve_seat.sync(request_id, slot_name, client=self._client, body=body)

    def confirm(self, request_id: str, *, user_ids: Iterable[str]) -> Confirmation:
        """Confirm the reservations of connected users.

        Returns, for each slot, the users with a valid reservation and the users with an expired one. This does
        not change the seats of the slot. Before version 0.0.7, the path had a colon.

        `POST /server-instances/{request_id}/reservations/confirm`, with the server token.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.4;
        EdgegapIntegrationKit for Unreal, by a third party. No source names the statuses 400, 401, 429, 500.

        Args:
            request_id: Id of the deployment that runs the server.
            user_ids: The ids of the users.

        Returns:
            The `Confirmation`.

        Raises:
            BadRequestError: The request is not valid, or the service cannot read the filter (400).
            AuthenticationError: The token is missing or wrong, or the request has the client token but needs the server token (401).
            NotFoundError: The server instance, slot or policy does not exist, or it has expired (404).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.confirm_request import ConfirmRequest
        from . import confirm_reservations

        body = make_body(ConfirmRequest, {"user_ids": user_ids})

        return confirm_reservations.sync(request_id, client=self._client, body=body)


class AsyncReservationsResource:
    """A reservation holds a seat for a user for a short time, until the server confirms it."""

    __module__ = _PUBLIC_MODULE
    __slots__ = ("_client",)

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {type(self._client).__name__}>"

    async def reserve_any(self, *, policy_name: str, users: Iterable[UserLike]) -> AnySeat:
        """Reserve seats in any server of a policy.

        Reserves a seat for each user in a server that the scaling policy allows. The service can start a new
        server for this. It returns 409 if no seat is left, and also if a user already has a reservation.

        `POST /server-instances/reservations`.

        Preview, not verified live. Confidence: medium; known from Edgegap's SDK for Unity 3.4. No source names
        the statuses 400, 401, 429, 500.

        Args:
            policy_name: The name of a scaling policy of the configuration, such as on-demand.
            users: The users, each with a seat of their own.

        Returns:
            The `AnySeat`.

        Raises:
            BadRequestError: The request is not valid, or the service cannot read the filter (400).
            AuthenticationError: The token is missing or wrong, or the request has the client token but needs the server token (401).
            NotFoundError: The server instance, slot or policy does not exist, or it has expired (404).
            ConflictError: The server is already registered, the name of the slot is taken, no seat is left, or a user already has a reservation (409).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.any_seat_request import AnySeatRequest
        from . import reserve_any_seat

        body = make_body(AnySeatRequest, {"policy_name": policy_name, "users": users})

        return await reserve_any_seat.asyncio(client=self._client, body=body)

    async def reserve(self, request_id: str, slot_name: str, *, users: Iterable[UserLike]) -> Reservation:
        """Reserve seats in a slot.

        Reserves a seat for each user, by default for 30 seconds. The service returns 409 if no seat is left,
        and also if a user already has a reservation.

        `POST /server-instances/{request_id}/slots/{slot_name}/reservations`.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.4;
        EdgegapIntegrationKit for Unreal, by a third party. No source names the statuses 400, 401, 429, 500.

        Args:
            request_id: Id of the deployment that runs the server.
            slot_name: Name of the slot.
            users: The users, each with a seat of their own.

        Returns:
            The `Reservation`.

        Raises:
            BadRequestError: The request is not valid, or the service cannot read the filter (400).
            AuthenticationError: The token is missing or wrong, or the request has the client token but needs the server token (401).
            NotFoundError: The server instance, slot or policy does not exist, or it has expired (404).
            ConflictError: The server is already registered, the name of the slot is taken, no seat is left, or a user already has a reservation (409).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.reservation_request import ReservationRequest
        from . import reserve_seat

        body = make_body(ReservationRequest, {"users": users})

        return await reserve_seat.asyncio(request_id, slot_name, client=self._client, body=body)

    async def confirm(self, request_id: str, *, user_ids: Iterable[str]) -> Confirmation:
        """Confirm the reservations of connected users.

        Returns, for each slot, the users with a valid reservation and the users with an expired one. This does
        not change the seats of the slot. Before version 0.0.7, the path had a colon.

        `POST /server-instances/{request_id}/reservations/confirm`, with the server token.

        Preview, not verified live. Confidence: high; known from Edgegap's SDK for Unity 3.4;
        EdgegapIntegrationKit for Unreal, by a third party. No source names the statuses 400, 401, 429, 500.

        Args:
            request_id: Id of the deployment that runs the server.
            user_ids: The ids of the users.

        Returns:
            The `Confirmation`.

        Raises:
            BadRequestError: The request is not valid, or the service cannot read the filter (400).
            AuthenticationError: The token is missing or wrong, or the request has the client token but needs the server token (401).
            NotFoundError: The server instance, slot or policy does not exist, or it has expired (404).
            RateLimitedError: The client has sent too many requests. The limits depend on the tier of the cluster (429).
            ServerError: The service failed (500).
            EdgegapError: Any other failure, such as a failed connection, a timeout or an unreadable response.
        """

        from ...bodies import make_body
        from ...models.confirm_request import ConfirmRequest
        from . import confirm_reservations

        body = make_body(ConfirmRequest, {"user_ids": user_ids})

        return await confirm_reservations.asyncio(request_id, client=self._client, body=body)
