"""Deployments as `launch` returns them, its options, and the errors that it raises."""

from ._core.deployment import Deployment, Port, Stopped
from ._core.launch import LAUNCH_TAG, LaunchOptions, OnProgress, Progress
from .errors import DeploymentFailed, LaunchCancelled, LaunchError, LaunchTimedOut, TooManyActive

__all__ = [
    "LAUNCH_TAG",
    "Deployment",
    "DeploymentFailed",
    "LaunchCancelled",
    "LaunchError",
    "LaunchOptions",
    "LaunchTimedOut",
    "OnProgress",
    "Port",
    "Progress",
    "Stopped",
    "TooManyActive",
]
