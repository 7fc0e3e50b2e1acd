"""The states of deployments, and the result of stopping several. No I/O; shared by sync and async."""

import datetime
from typing import Final

from attrs import field, frozen

from .public import public_in

__all__ = ["ENDED", "ENDING", "ERROR", "READY", "TERMINATED", "Stopped", "Swept"]

READY: Final = "READY"
ERROR: Final = "ERROR"
TERMINATED: Final = "TERMINATED"
ENDED: Final = frozenset((ERROR, TERMINATED))
# A deployment in ERROR can still be stopped. A deployment in one of these states has ended.
ENDING: Final = frozenset(("TERMINATING", TERMINATED))


@public_in("deployments")
@frozen
class Stopped:
    """The result of stopping several deployments.

    Attributes:
        accepted: The ids of the deployments that the service stops.
        not_accepted: The ids that the service did not accept: unknown deployments, and deployments that have ended.
    """

    accepted: tuple[str, ...]
    not_accepted: tuple[str, ...] = field(default=())


@public_in("deployments")
@frozen
class Swept:
    """A deployment that `sweep` has examined.

    Attributes:
        request_id: The id of the deployment.
        tags: Its tags in the list.
        since: The time from which it has the tag, in UTC; None if `sweep` does not stop it.
        stopped: Whether the client has seen its end.
        reason: Why `sweep` stopped it or did not.
    """

    request_id: str
    tags: tuple[str, ...]
    since: datetime.datetime | None
    stopped: bool
    reason: str
