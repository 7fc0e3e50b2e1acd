"""Deployments as `launch` returns them, its options, and the errors that it raises.

`AsyncDeployments` and `Deployments` are the classes of `edgegap.deployments`, for annotations.
"""

from typing import TYPE_CHECKING

from ._core.deployment import Stopped, Swept
from ._core.launch import LAUNCHING_TAG, FleetLaunchOptions, LaunchOptions, OnProgress, Progress
from ._core.ledger import PendingLaunch
from ._core.public import lazy_names
from ._core.query import Query
from .errors import DeploymentFailed, LaunchCancelled, LaunchError, LaunchTimedOut, TooManyActive

if TYPE_CHECKING:
    from ._async.deployments import AsyncDeployments
    from ._async.private_fleets import AsyncPrivateFleets
    from ._deployment import Deployment
    from ._sync.deployments import Deployments
    from ._sync.private_fleets import PrivateFleets
else:
    __getattr__, __dir__ = lazy_names(
        __name__,
        {
            "AsyncDeployments": "_async.deployments",
            "AsyncPrivateFleets": "_async.private_fleets",
            "Deployment": "_deployment",
            "Deployments": "_sync.deployments",
            "PrivateFleets": "_sync.private_fleets",
        },
    )

__all__ = [
    "LAUNCHING_TAG",
    "AsyncDeployments",
    "AsyncPrivateFleets",
    "Deployment",
    "DeploymentFailed",
    "Deployments",
    "FleetLaunchOptions",
    "LaunchCancelled",
    "LaunchError",
    "LaunchOptions",
    "LaunchTimedOut",
    "OnProgress",
    "PendingLaunch",
    "PrivateFleets",
    "Progress",
    "Query",
    "Stopped",
    "Swept",
    "TooManyActive",
]
