"""DeploymentState: an open enumeration of the specification."""

from ..types import PUBLIC_MODULE, OpenEnum


class DeploymentState(OpenEnum):
    """The state of a deployment. It goes from INITIALIZING through SEEKING, SEEKED, SCANNING and DEPLOYING to READY,
    then through TERMINATING to TERMINATED; ERROR replaces READY. A client that polls does not see every state.
    Only TERMINATED is final: a deployment in ERROR can still be stopped. Other values are possible.

    Values that are not listed here are accepted too.
    """

    __module__ = PUBLIC_MODULE

    DEPLOYING = "Status.DEPLOYING"
    ERROR = "Status.ERROR"
    INITIALIZING = "Status.INITIALIZING"
    READY = "Status.READY"
    SCANNING = "Status.SCANNING"
    SEEKED = "Status.SEEKED"
    SEEKING = "Status.SEEKING"
    TERMINATED = "Status.TERMINATED"
    TERMINATING = "Status.TERMINATING"
