"""The operations of monitor, one module each. Written by `make generate`; do not edit."""

from typing import TYPE_CHECKING

from ..._generated.matchmaking.api.monitor import AsyncMonitorResource as AsyncMonitorResource
from ..._generated.matchmaking.api.monitor import MonitorResource as MonitorResource

if TYPE_CHECKING:
    from ..._generated.matchmaking.api.monitor import get_matchmaker_health as get_matchmaker_health
else:
    from ..._generated.matchmaking.api.monitor import __getattr__ as __getattr__

__all__ = ["AsyncMonitorResource", "MonitorResource", "get_matchmaker_health"]
