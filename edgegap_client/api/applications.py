"""The operations of applications, one module each. Written by `make generate`; do not edit."""

from typing import TYPE_CHECKING

from .._generated.orchestration.api.applications import ApplicationsResource as ApplicationsResource
from .._generated.orchestration.api.applications import AsyncApplicationsResource as AsyncApplicationsResource

if TYPE_CHECKING:
    from .._generated.orchestration.api.applications import create_application as create_application
    from .._generated.orchestration.api.applications import delete_application as delete_application
    from .._generated.orchestration.api.applications import get_application as get_application
    from .._generated.orchestration.api.applications import list_applications as list_applications
    from .._generated.orchestration.api.applications import update_application as update_application
else:
    from .._generated.orchestration.api.applications import __getattr__ as __getattr__

__all__ = [
    "ApplicationsResource",
    "AsyncApplicationsResource",
    "create_application",
    "delete_application",
    "get_application",
    "list_applications",
    "update_application",
]
