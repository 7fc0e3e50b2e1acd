"""Deployments as `launch` returns them, its options, and the errors that it raises.

`AsyncDeployments` and `Deployments` are the classes of `edgegap.deployments`, for annotations.
"""

from typing import TYPE_CHECKING

from ._core.deployment import Stopped, Swept
from ._core.launch import LAUNCHING_TAG, FleetLaunchOptions, LaunchOptions, LaunchOutcome, OnProgress, Progress
from ._core.ledger import PendingLaunch
from ._core.public import lazy_names
from ._core.query import Query
from .errors import DeploymentFailed, LaunchCancelled, LaunchError, LaunchTimedOut, TooManyActive

if TYPE_CHECKING:
    from ._async.deployments import AsyncDeployments
    from ._async.groups import AsyncGroupLaunch, AsyncLaunchGroup
    from ._async.private_fleets import AsyncPrivateFleets
    from ._deployment import Deployment
    from ._sync.deployments import Deployments
    from ._sync.groups import GroupLaunch, LaunchGroup
    from ._sync.private_fleets import PrivateFleets
else:
    __getattr__, __dir__ = lazy_names(
        __name__,
        {
            "AsyncDeployments": "_async.deployments",
            "AsyncGroupLaunch": "_async.groups",
            "AsyncLaunchGroup": "_async.groups",
            "AsyncPrivateFleets": "_async.private_fleets",
            "Deployment": "_deployment",
            "Deployments": "_sync.deployments",
            "GroupLaunch": "_sync.groups",
            "LaunchGroup": "_sync.groups",
            "PrivateFleets": "_sync.private_fleets",
        },
    )

__all__ = [
    "LAUNCHING_TAG",
    "AsyncDeployments",
    "AsyncGroupLaunch",
    "AsyncLaunchGroup",
    "AsyncPrivateFleets",
    "Deployment",
    "DeploymentFailed",
    "Deployments",
    "FleetLaunchOptions",
    "GroupLaunch",
    "LaunchCancelled",
    "LaunchError",
    "LaunchGroup",
    "LaunchOptions",
    "LaunchOutcome",
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
