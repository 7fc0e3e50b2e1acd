"""Deployments as `launch` returns them, its options, and the errors that it raises.

`AsyncDeployments` and `Deployments` are the classes of `edgegap.deployments`, for annotations.
"""

from typing import TYPE_CHECKING

from ._core.deployment import Deployment, Port, Stopped
from ._core.launch import LAUNCH_TAG, LaunchOptions, OnProgress, Progress
from ._core.public import lazy_names
from ._core.query import Query
from .errors import DeploymentFailed, LaunchCancelled, LaunchError, LaunchTimedOut, TooManyActive

if TYPE_CHECKING:
    from ._async.deployments import AsyncDeployments
    from ._sync.deployments import Deployments
else:
    __getattr__, __dir__ = lazy_names(
        __name__, {"AsyncDeployments": "_async.deployments", "Deployments": "_sync.deployments"}
    )

__all__ = [
    "LAUNCH_TAG",
    "AsyncDeployments",
    "Deployment",
    "DeploymentFailed",
    "Deployments",
    "LaunchCancelled",
    "LaunchError",
    "LaunchOptions",
    "LaunchTimedOut",
    "OnProgress",
    "Port",
    "Progress",
    "Query",
    "Stopped",
    "TooManyActive",
]
