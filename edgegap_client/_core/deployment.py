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
# A deployment in ERROR can still be stopped; of these there is nothing left to stop.
ENDING: Final = frozenset(("TERMINATING", TERMINATED))


@public_in("deployments")
@frozen
class Stopped:
    """The result of stopping several deployments.

    Attributes:
        accepted: Ids of deployments that the service stops.
        not_accepted: Ids that the service did not accept: unknown deployments, and ended ones.
    """

    accepted: tuple[str, ...]
    not_accepted: tuple[str, ...] = field(default=())


@public_in("deployments")
@frozen
class Swept:
    """A deployment that `sweep` has found.

    Attributes:
        request_id: Its id.
        tags: Its tags, as listed.
        since: Since when it has the tag; None if `sweep` leaves it alone.
        stopped: Whether it is seen to have ended.
        reason: Why it was stopped, or left alone.
    """

    request_id: str
    tags: tuple[str, ...]
    since: datetime.datetime | None
    stopped: bool
    reason: str
