"""The operations of container_registry, one module each. Written by `make generate`; do not edit."""

from typing import TYPE_CHECKING

from .._generated.orchestration.api.container_registry import (
    AsyncContainerRegistryResource as AsyncContainerRegistryResource,
)
from .._generated.orchestration.api.container_registry import ContainerRegistryResource as ContainerRegistryResource

if TYPE_CHECKING:
    from .._generated.orchestration.api.container_registry import bulk_delete_registry_tags as bulk_delete_registry_tags
    from .._generated.orchestration.api.container_registry import delete_registry_tag as delete_registry_tag
    from .._generated.orchestration.api.container_registry import list_registry_tags as list_registry_tags
else:
    from .._generated.orchestration.api.container_registry import __getattr__ as __getattr__

__all__ = [
    "AsyncContainerRegistryResource",
    "ContainerRegistryResource",
    "bulk_delete_registry_tags",
    "delete_registry_tag",
    "list_registry_tags",
]
