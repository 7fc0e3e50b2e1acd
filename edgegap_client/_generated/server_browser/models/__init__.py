"""The models of requests and responses, each imported at first use."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .any_seat import AnySeat
    from .any_seat_request import AnySeatRequest
    from .beacon import Beacon
    from .beacons import Beacons
    from .confirm_request import ConfirmRequest
    from .confirmation import Confirmation
    from .confirmed_slot import ConfirmedSlot
    from .error import Error
    from .instance import Instance
    from .instance_list import InstanceList
    from .instance_request import InstanceRequest
    from .instance_update import InstanceUpdate
    from .keep_alive import KeepAlive
    from .location import Location
    from .metadata import Metadata
    from .monitor import Monitor
    from .pagination import Pagination
    from .port import Port
    from .ports import Ports
    from .reservation import Reservation
    from .reservation_request import ReservationRequest
    from .server import Server
    from .slot import Slot
    from .slot_list import SlotList
    from .slot_name import SlotName
    from .slot_request import SlotRequest
    from .slot_update import SlotUpdate
    from .user import User

__all__ = (
    "AnySeat",
    "AnySeatRequest",
    "Beacon",
    "Beacons",
    "ConfirmRequest",
    "Confirmation",
    "ConfirmedSlot",
    "Error",
    "Instance",
    "InstanceList",
    "InstanceRequest",
    "InstanceUpdate",
    "KeepAlive",
    "Location",
    "Metadata",
    "Monitor",
    "Pagination",
    "Port",
    "Ports",
    "Reservation",
    "ReservationRequest",
    "Server",
    "Slot",
    "SlotList",
    "SlotName",
    "SlotRequest",
    "SlotUpdate",
    "User",
)

_MODULES = {
    "AnySeat": ".any_seat",
    "AnySeatRequest": ".any_seat_request",
    "Beacon": ".beacon",
    "Beacons": ".beacons",
    "ConfirmRequest": ".confirm_request",
    "Confirmation": ".confirmation",
    "ConfirmedSlot": ".confirmed_slot",
    "Error": ".error",
    "Instance": ".instance",
    "InstanceList": ".instance_list",
    "InstanceRequest": ".instance_request",
    "InstanceUpdate": ".instance_update",
    "KeepAlive": ".keep_alive",
    "Location": ".location",
    "Metadata": ".metadata",
    "Monitor": ".monitor",
    "Pagination": ".pagination",
    "Port": ".port",
    "Ports": ".ports",
    "Reservation": ".reservation",
    "ReservationRequest": ".reservation_request",
    "Server": ".server",
    "Slot": ".slot",
    "SlotList": ".slot_list",
    "SlotName": ".slot_name",
    "SlotRequest": ".slot_request",
    "SlotUpdate": ".slot_update",
    "User": ".user",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_MODULES[name], __name__), name)
    globals()[name] = value  # the next look-up does not call this function
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
