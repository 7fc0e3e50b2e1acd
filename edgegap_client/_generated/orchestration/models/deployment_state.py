"""DeploymentState: an open enumeration of the specification."""

from ..types import OpenEnum


class DeploymentState(OpenEnum):
    """How far a deployment is. It goes from INITIALIZING over SEEKING, SEEKED, SCANNING and DEPLOYING to READY, then
    over TERMINATING to TERMINATED; ERROR comes in place of READY. Not every state is seen by who asks now and
    then. Only TERMINATED is for good; one in ERROR can still be stopped. Other values may come.

    Values that are not listed here are kept as they came.
    """

    DEPLOYING = "Status.DEPLOYING"
    ERROR = "Status.ERROR"
    INITIALIZING = "Status.INITIALIZING"
    READY = "Status.READY"
    SCANNING = "Status.SCANNING"
    SEEKED = "Status.SEEKED"
    SEEKING = "Status.SEEKING"
    TERMINATED = "Status.TERMINATED"
    TERMINATING = "Status.TERMINATING"
