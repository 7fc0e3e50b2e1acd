"""The operations of reservations, one module each. Written by `make generate`; do not edit."""

from typing import TYPE_CHECKING

from ..._generated.server_browser.api.reservations import AsyncReservationsResource as AsyncReservationsResource
from ..._generated.server_browser.api.reservations import ReservationsResource as ReservationsResource

if TYPE_CHECKING:
    from ..._generated.server_browser.api.reservations import confirm_reservations as confirm_reservations
    from ..._generated.server_browser.api.reservations import reserve_any_seat as reserve_any_seat
    from ..._generated.server_browser.api.reservations import reserve_seat as reserve_seat
else:
    from ..._generated.server_browser.api.reservations import __getattr__ as __getattr__

__all__ = [
    "AsyncReservationsResource",
    "ReservationsResource",
    "confirm_reservations",
    "reserve_any_seat",
    "reserve_seat",
]
