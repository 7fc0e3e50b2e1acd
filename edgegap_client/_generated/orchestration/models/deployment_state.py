"""DeploymentState: an open enumeration of the specification."""

from typing import Any, Self

from ..types import PUBLIC_MODULE, Model, OpenEnum, keep


class DeploymentState(OpenEnum):
    """The state of a deployment. The order is INITIALIZING, SEEKING, SEEKED, SCANNING, DEPLOYING, READY,
    TERMINATING, TERMINATED. A deployment that fails has ERROR in place of READY. A client that polls does not see
    every state. Only TERMINATED is final: you can still stop a deployment in ERROR. Other values are possible.

    The client also accepts values that are not listed here. The API adds the prefix `Status.` to each value.
    """

    __module__ = PUBLIC_MODULE

    DEPLOYING = "DEPLOYING"
    ERROR = "ERROR"
    INITIALIZING = "INITIALIZING"
    READY = "READY"
    SCANNING = "SCANNING"
    SEEKED = "SEEKED"
    SEEKING = "SEEKING"
    TERMINATED = "TERMINATED"
    TERMINATING = "TERMINATING"

    @classmethod
    def _prefix(cls) -> str:
        return "Status."

    @classmethod
    def read(cls, value: Any, field: str, owner: Model | None = None) -> Self:
        """Read a member from JSON. A value without the prefix stays as it was received."""
        member = super().read(value, field, owner)
        return keep(value, member, field, owner) if value == member else member
