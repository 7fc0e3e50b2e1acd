"""The operations of locations, one module each. Written by `make generate`; do not edit."""

from typing import TYPE_CHECKING

from .._generated.orchestration.api.locations import AsyncLocationsResource as AsyncLocationsResource
from .._generated.orchestration.api.locations import LocationsResource as LocationsResource

if TYPE_CHECKING:
    from .._generated.orchestration.api.locations import list_beacons as list_beacons
    from .._generated.orchestration.api.locations import list_locations as list_locations
else:
    from .._generated.orchestration.api.locations import __getattr__ as __getattr__

__all__ = ["AsyncLocationsResource", "LocationsResource", "list_beacons", "list_locations"]
