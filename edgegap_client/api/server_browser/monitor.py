"""The operations of monitor, one module each. Written by `make generate`; do not edit."""

from typing import TYPE_CHECKING

from ..._generated.server_browser.api.monitor import AsyncMonitorResource as AsyncMonitorResource
from ..._generated.server_browser.api.monitor import MonitorResource as MonitorResource

if TYPE_CHECKING:
    from ..._generated.server_browser.api.monitor import get_server_browser_health as get_server_browser_health
else:
    from ..._generated.server_browser.api.monitor import __getattr__ as __getattr__

__all__ = ["AsyncMonitorResource", "MonitorResource", "get_server_browser_health"]
