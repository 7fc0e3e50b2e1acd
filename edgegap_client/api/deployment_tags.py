"""The operations of deployment_tags, one module each. Written by `make generate`; do not edit."""

from typing import TYPE_CHECKING

from .._generated.orchestration.api.deployment_tags import AsyncDeploymentTagsResource as AsyncDeploymentTagsResource
from .._generated.orchestration.api.deployment_tags import DeploymentTagsResource as DeploymentTagsResource

if TYPE_CHECKING:
    from .._generated.orchestration.api.deployment_tags import create_deployment_tag as create_deployment_tag
    from .._generated.orchestration.api.deployment_tags import delete_deployment_tag as delete_deployment_tag
    from .._generated.orchestration.api.deployment_tags import get_deployment_tag as get_deployment_tag
    from .._generated.orchestration.api.deployment_tags import list_deployment_tags as list_deployment_tags
    from .._generated.orchestration.api.deployment_tags import update_deployment_tag as update_deployment_tag
else:
    from .._generated.orchestration.api.deployment_tags import __getattr__ as __getattr__

__all__ = [
    "AsyncDeploymentTagsResource",
    "DeploymentTagsResource",
    "create_deployment_tag",
    "delete_deployment_tag",
    "get_deployment_tag",
    "list_deployment_tags",
    "update_deployment_tag",
]
