"""The operations of endpoint_storage, one module each. Written by `make generate`; do not edit."""

from typing import TYPE_CHECKING

from .._generated.orchestration.api.endpoint_storage import AsyncEndpointStorageResource as AsyncEndpointStorageResource
from .._generated.orchestration.api.endpoint_storage import EndpointStorageResource as EndpointStorageResource

if TYPE_CHECKING:
    from .._generated.orchestration.api.endpoint_storage import create_endpoint_storage as create_endpoint_storage
    from .._generated.orchestration.api.endpoint_storage import delete_endpoint_storage as delete_endpoint_storage
    from .._generated.orchestration.api.endpoint_storage import get_endpoint_storage as get_endpoint_storage
    from .._generated.orchestration.api.endpoint_storage import list_endpoint_storages as list_endpoint_storages
    from .._generated.orchestration.api.endpoint_storage import update_endpoint_storage as update_endpoint_storage
else:
    from .._generated.orchestration.api.endpoint_storage import __getattr__ as __getattr__

__all__ = [
    "AsyncEndpointStorageResource",
    "EndpointStorageResource",
    "create_endpoint_storage",
    "delete_endpoint_storage",
    "get_endpoint_storage",
    "list_endpoint_storages",
    "update_endpoint_storage",
]
