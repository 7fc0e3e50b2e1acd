"""Waits until a READY deployment accepts players."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final, Protocol

import httpx

from .._core.deployment import READY, TERMINATED
from .._runtime.async_attempt import AsyncProbe, attempt
from .._runtime.async_signal import AsyncSignal
from ..errors import DeploymentFailed, LaunchTimedOut
from .watchers import AsyncDeploymentWatcher, AsyncWaiter

if TYPE_CHECKING:
    from .._deployment import Deployment

__all__ = ["until_accepted"]

# The interval between two attempts.
PROBE_INTERVAL_SECONDS: Final = 0.5


class Launch(Protocol):
    """The attributes of a launch that the probe needs."""

    started: float
    deadline: float
    given_up: bool
    signal: AsyncSignal

    def check(self) -> None: ...


async def until_accepted(
    probe: AsyncProbe[Deployment], deployment: Deployment, launch: Launch, watcher: AsyncDeploymentWatcher
) -> None:
    """Call a probe until it returns True.

    The client watches the deployment at the same time, because it may fail.

    Raises:
        DeploymentFailed: The deployment failed or was terminated.
        LaunchTimedOut: The probe has not returned True by the deadline of the launch.
        LaunchCancelled: The launch was given up.
        TypeError: The probe returned a value other than True or False.
    """
    waiter = watcher.join(deployment.request_id, is_ending=True)
    launch.signal = waiter.signal
    trouble: object = "the probe returned False"
    due = 0.0

    def is_over() -> bool:
        return launch.given_up or waiter.is_gone or waiter.is_failed

    def look(waiter: AsyncWaiter) -> bool | None:
        launch.check()
        if waiter.is_gone or waiter.is_failed:
            raise DeploymentFailed(
                "the service no longer knows the deployment, which did not accept players"
                if waiter.is_gone
                else "the deployment failed before it accepted players",
                deployment_id=deployment.request_id,
                last_status=waiter.status or TERMINATED,
                error_detail=waiter.detail,
                stopped=False,
            )
        return time.monotonic() >= due or None

    try:
        while await watcher.until(waiter, look, launch.deadline, interval=PROBE_INTERVAL_SECONDS):
            try:
                result: Any = await attempt(probe, deployment, launch.deadline, waiter.signal, is_over)
            except (OSError, httpx.TransportError) as error:
                trouble = f"{type(error).__name__}: {error}"
            else:
                if not isinstance(result, bool):
                    raise TypeError(f"accepts must return True or False, got {result!r}")
                trouble = "the probe returned False"
                if result:
                    return
            due = time.monotonic() + PROBE_INTERVAL_SECONDS
    finally:
        watcher.leave(waiter)
    raise LaunchTimedOut(
        f"the deployment was {READY}, but accepted no players within {launch.deadline - launch.started:g} s "
        f"(last result: {trouble})",
        deployment_id=deployment.request_id,
        last_status=READY,
        stopped=False,
    )
