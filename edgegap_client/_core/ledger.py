"""What the ledger of launches records of each of them. No I/O; shared by sync and async."""

from __future__ import annotations

import datetime
import random
from typing import Final

from attrs import frozen

from .public import public_in

__all__ = ["PendingLaunch", "described", "retry_delay"]

FIRST_DELAY_SECONDS: Final = 0.25
MAX_DELAY_SECONDS: Final = 10.0


@public_in("deployments")
@frozen
class PendingLaunch:
    """A launch whose outcome is not known yet: a deployment of it may run. The client goes on looking and stopping.

    Attributes:
        tag: The launch's unique tag, to find the deployment with.
        deployment_id: The deployment; None if it is not known whether there is one.
        application: The application that was asked for.
        version: The app version that was asked for.
        since: When the launch began, in UTC.
        last_error: Why the last look or stop did not settle it; empty if none was made yet.
    """

    tag: str
    deployment_id: str | None
    application: str
    version: str
    since: datetime.datetime
    last_error: str

    def __str__(self) -> str:
        return described(self.deployment_id, self.tag, self.last_error)


def described(deployment_id: str | None, tag: str, last_error: str = "") -> str:
    """What may be left of a launch, and why, in one line."""
    what = f"a deployment with the tag {tag}" if deployment_id is None else f"deployment {deployment_id} (tag {tag})"
    return f"{what} may still run: {last_error}" if last_error else f"{what} may still run"


def retry_delay(attempt: int) -> float:
    """Seconds until a look or a stop is tried again: exponential, with jitter."""
    delay: float = min(MAX_DELAY_SECONDS, FIRST_DELAY_SECONDS * 2 ** min(attempt, 16))
    return delay * random.uniform(0.6, 1.0)  # noqa: S311  # no secret
