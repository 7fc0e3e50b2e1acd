"""The operations of inspect, one module each. Written by `make generate`; do not edit."""

from typing import TYPE_CHECKING

from ..._generated.matchmaking.api.inspect import AsyncInspectResource as AsyncInspectResource
from ..._generated.matchmaking.api.inspect import InspectResource as InspectResource

if TYPE_CHECKING:
    from ..._generated.matchmaking.api.inspect import inspect_matches as inspect_matches
    from ..._generated.matchmaking.api.inspect import inspect_tickets as inspect_tickets
else:
    from ..._generated.matchmaking.api.inspect import __getattr__ as __getattr__

__all__ = ["AsyncInspectResource", "InspectResource", "inspect_matches", "inspect_tickets"]
