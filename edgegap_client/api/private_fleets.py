"""The operations of private_fleets, one module each. Written by `make generate`; do not edit."""

from typing import TYPE_CHECKING

from .._generated.orchestration.api.private_fleets import AsyncPrivateFleetsResource as AsyncPrivateFleetsResource
from .._generated.orchestration.api.private_fleets import PrivateFleetsResource as PrivateFleetsResource

if TYPE_CHECKING:
    from .._generated.orchestration.api.private_fleets import deploy_to_private_fleet as deploy_to_private_fleet
    from .._generated.orchestration.api.private_fleets import list_private_hosts as list_private_hosts
else:
    from .._generated.orchestration.api.private_fleets import __getattr__ as __getattr__

__all__ = ["AsyncPrivateFleetsResource", "PrivateFleetsResource", "deploy_to_private_fleet", "list_private_hosts"]
