"""The operations of slots, one module each. Written by `make generate`; do not edit."""

from typing import TYPE_CHECKING

from ..._generated.server_browser.api.slots import AsyncSlotsResource as AsyncSlotsResource
from ..._generated.server_browser.api.slots import SlotsResource as SlotsResource

if TYPE_CHECKING:
    from ..._generated.server_browser.api.slots import create_slot as create_slot
    from ..._generated.server_browser.api.slots import delete_slot as delete_slot
    from ..._generated.server_browser.api.slots import get_slot as get_slot
    from ..._generated.server_browser.api.slots import list_slots as list_slots
    from ..._generated.server_browser.api.slots import update_slot as update_slot
else:
    from ..._generated.server_browser.api.slots import __getattr__ as __getattr__

__all__ = ["AsyncSlotsResource", "SlotsResource", "create_slot", "delete_slot", "get_slot", "list_slots", "update_slot"]
