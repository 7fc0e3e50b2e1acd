"""The operations of instances, one module each. Written by `make generate`; do not edit."""

from typing import TYPE_CHECKING

from ..._generated.server_browser.api.instances import AsyncInstancesResource as AsyncInstancesResource
from ..._generated.server_browser.api.instances import InstancesResource as InstancesResource

if TYPE_CHECKING:
    from ..._generated.server_browser.api.instances import create_instance as create_instance
    from ..._generated.server_browser.api.instances import delete_instance as delete_instance
    from ..._generated.server_browser.api.instances import get_instance as get_instance
    from ..._generated.server_browser.api.instances import keep_instance_alive as keep_instance_alive
    from ..._generated.server_browser.api.instances import list_instances as list_instances
    from ..._generated.server_browser.api.instances import update_instance as update_instance
else:
    from ..._generated.server_browser.api.instances import __getattr__ as __getattr__

__all__ = [
    "AsyncInstancesResource",
    "InstancesResource",
    "create_instance",
    "delete_instance",
    "get_instance",
    "keep_instance_alive",
    "list_instances",
    "update_instance",
]
