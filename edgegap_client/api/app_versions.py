"""The operations of app_versions, one module each. Written by `make generate`; do not edit."""

from typing import TYPE_CHECKING

from .._generated.orchestration.api.app_versions import AppVersionsResource as AppVersionsResource
from .._generated.orchestration.api.app_versions import AsyncAppVersionsResource as AsyncAppVersionsResource

if TYPE_CHECKING:
    from .._generated.orchestration.api.app_versions import create_app_version as create_app_version
    from .._generated.orchestration.api.app_versions import delete_app_version as delete_app_version
    from .._generated.orchestration.api.app_versions import get_app_version as get_app_version
    from .._generated.orchestration.api.app_versions import list_app_versions as list_app_versions
    from .._generated.orchestration.api.app_versions import update_app_version as update_app_version
else:
    from .._generated.orchestration.api.app_versions import __getattr__ as __getattr__

__all__ = [
    "AppVersionsResource",
    "AsyncAppVersionsResource",
    "create_app_version",
    "delete_app_version",
    "get_app_version",
    "list_app_versions",
    "update_app_version",
]
