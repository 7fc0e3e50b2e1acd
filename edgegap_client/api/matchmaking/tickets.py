"""The operations of tickets, one module each. Written by `make generate`; do not edit."""

from typing import TYPE_CHECKING

from ..._generated.matchmaking.api.tickets import AsyncTicketsResource as AsyncTicketsResource
from ..._generated.matchmaking.api.tickets import TicketsResource as TicketsResource

if TYPE_CHECKING:
    from ..._generated.matchmaking.api.tickets import create_group_tickets as create_group_tickets
    from ..._generated.matchmaking.api.tickets import create_ticket as create_ticket
    from ..._generated.matchmaking.api.tickets import delete_ticket as delete_ticket
    from ..._generated.matchmaking.api.tickets import get_ticket as get_ticket
else:
    from ..._generated.matchmaking.api.tickets import __getattr__ as __getattr__

__all__ = [
    "AsyncTicketsResource",
    "TicketsResource",
    "create_group_tickets",
    "create_ticket",
    "delete_ticket",
    "get_ticket",
]
