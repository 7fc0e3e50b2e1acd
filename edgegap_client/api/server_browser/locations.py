"""The operations of locations, one module each. Written by `make generate`; do not edit."""

from typing import TYPE_CHECKING

from ..._generated.server_browser.api.locations import AsyncLocationsResource as AsyncLocationsResource
from ..._generated.server_browser.api.locations import LocationsResource as LocationsResource

if TYPE_CHECKING:
    from ..._generated.server_browser.api.locations import list_server_browser_beacons as list_server_browser_beacons
else:
    from ..._generated.server_browser.api.locations import __getattr__ as __getattr__

__all__ = ["AsyncLocationsResource", "LocationsResource", "list_server_browser_beacons"]
