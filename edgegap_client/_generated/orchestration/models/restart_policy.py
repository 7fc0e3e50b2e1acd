"""RestartPolicy: an open enumeration of the specification."""

from ..types import PUBLIC_MODULE, OpenEnum


class RestartPolicy(OpenEnum):
    """When the service restarts a container that has ended. The server's default is always. Other values are
    possible.

    Values that are not listed here are accepted too.
    """

    __module__ = PUBLIC_MODULE

    ALWAYS = "always"
    NEVER = "never"
    ON_FAILURE = "on_failure"
