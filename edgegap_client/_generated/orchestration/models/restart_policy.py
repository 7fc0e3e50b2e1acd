"""RestartPolicy: an open enumeration of the specification."""

from ..types import OpenEnum


class RestartPolicy(OpenEnum):
    """When a container that has ended is started again. The server's default is always. Other values may come.

    Values that are not listed here are kept as they came.
    """

    ALWAYS = "always"
    NEVER = "never"
    ON_FAILURE = "on_failure"
