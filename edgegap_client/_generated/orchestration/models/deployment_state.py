"""DeploymentState: an open enumeration of the specification."""

from typing import Any, Self

from ..types import PUBLIC_MODULE, Model, OpenEnum, keep


class DeploymentState(OpenEnum):
    """The state of a deployment. It goes from INITIALIZING through SEEKING, SEEKED, SCANNING and DEPLOYING to READY,
    then through TERMINATING to TERMINATED; ERROR replaces READY. A client that polls does not see every state.
    Only TERMINATED is final: a deployment in ERROR can still be stopped. Other values are possible.

    Values that are not listed here are accepted too. The API writes `Status.` before each.
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
        """Read a member from JSON. Without the prefix it is kept as it was received."""
        member = super().read(value, field, owner)
        return keep(value, member, field, owner) if value == member else member
