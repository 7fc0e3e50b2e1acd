"""The operations of deployments, one module each. Written by `make generate`; do not edit."""

from typing import TYPE_CHECKING

from .._generated.orchestration.api.deployments import AsyncDeploymentsResource as AsyncDeploymentsResource
from .._generated.orchestration.api.deployments import DeploymentsResource as DeploymentsResource

if TYPE_CHECKING:
    from .._generated.orchestration.api.deployments import bulk_stop_deployments as bulk_stop_deployments
    from .._generated.orchestration.api.deployments import create_deployment as create_deployment
    from .._generated.orchestration.api.deployments import create_deployment_v1 as create_deployment_v1
    from .._generated.orchestration.api.deployments import get_deployment as get_deployment
    from .._generated.orchestration.api.deployments import get_deployment_logs as get_deployment_logs
    from .._generated.orchestration.api.deployments import get_deployment_metrics as get_deployment_metrics
    from .._generated.orchestration.api.deployments import list_deployments as list_deployments
    from .._generated.orchestration.api.deployments import report_deployment as report_deployment
    from .._generated.orchestration.api.deployments import self_stop_deployment as self_stop_deployment
    from .._generated.orchestration.api.deployments import stop_deployment as stop_deployment
    from .._generated.orchestration.api.deployments import update_deployment as update_deployment
else:
    from .._generated.orchestration.api.deployments import __getattr__ as __getattr__

__all__ = [
    "AsyncDeploymentsResource",
    "DeploymentsResource",
    "bulk_stop_deployments",
    "create_deployment",
    "create_deployment_v1",
    "get_deployment",
    "get_deployment_logs",
    "get_deployment_metrics",
    "list_deployments",
    "report_deployment",
    "self_stop_deployment",
    "stop_deployment",
    "update_deployment",
]
