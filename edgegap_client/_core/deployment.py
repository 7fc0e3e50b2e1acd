"""The states of deployments, and the result of stopping several. No I/O; shared by sync and async."""

from typing import Final

from attrs import field, frozen

from .public import public_in

__all__ = ["ENDED", "ERROR", "READY", "TERMINATED", "Stopped"]

READY: Final = "READY"
ERROR: Final = "ERROR"
TERMINATED: Final = "TERMINATED"
ENDED: Final = frozenset((ERROR, TERMINATED))


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
