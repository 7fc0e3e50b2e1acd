"""The models of requests and responses, each imported at first use."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .assignment import Assignment
    from .attributes import Attributes
    from .backfill_attributes import BackfillAttributes
    from .backfill_request import BackfillRequest
    from .backfill_response import BackfillResponse
    from .backfill_status import BackfillStatus
    from .beacon import Beacon
    from .beacons import Beacons
    from .error import Error
    from .group import Group
    from .group_ticket_request import GroupTicketRequest
    from .group_tickets import GroupTickets
    from .injected_ticket import InjectedTicket
    from .injected_tickets import InjectedTickets
    from .location import Location
    from .member import Member
    from .member_request import MemberRequest
    from .member_update import MemberUpdate
    from .monitor import Monitor
    from .port import Port
    from .ports import Ports
    from .ticket import Ticket
    from .ticket_request import TicketRequest
    from .ticket_status import TicketStatus

__all__ = (
    "Assignment",
    "Attributes",
    "BackfillAttributes",
    "BackfillRequest",
    "BackfillResponse",
    "BackfillStatus",
    "Beacon",
    "Beacons",
    "Error",
    "Group",
    "GroupTicketRequest",
    "GroupTickets",
    "InjectedTicket",
    "InjectedTickets",
    "Location",
    "Member",
    "MemberRequest",
    "MemberUpdate",
    "Monitor",
    "Port",
    "Ports",
    "Ticket",
    "TicketRequest",
    "TicketStatus",
)

_MODULES = {
    "Assignment": ".assignment",
    "Attributes": ".attributes",
    "BackfillAttributes": ".backfill_attributes",
    "BackfillRequest": ".backfill_request",
    "BackfillResponse": ".backfill_response",
    "BackfillStatus": ".backfill_status",
    "Beacon": ".beacon",
    "Beacons": ".beacons",
    "Error": ".error",
    "Group": ".group",
    "GroupTicketRequest": ".group_ticket_request",
    "GroupTickets": ".group_tickets",
    "InjectedTicket": ".injected_ticket",
    "InjectedTickets": ".injected_tickets",
    "Location": ".location",
    "Member": ".member",
    "MemberRequest": ".member_request",
    "MemberUpdate": ".member_update",
    "Monitor": ".monitor",
    "Port": ".port",
    "Ports": ".ports",
    "Ticket": ".ticket",
    "TicketRequest": ".ticket_request",
    "TicketStatus": ".ticket_status",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_MODULES[name], __name__), name)
    globals()[name] = value  # the next look-up does not call this function
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
