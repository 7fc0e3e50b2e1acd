"""RestartPolicy: an open enumeration of the specification."""

from ..types import PUBLIC_MODULE, OpenEnum


class RestartPolicy(OpenEnum):
    """When the service restarts a container that has ended. The service's default is always. Other values are
    possible.

    The client also accepts values that are not listed here.
    """

    __module__ = PUBLIC_MODULE

    ALWAYS = "always"
    NEVER = "never"
    ON_FAILURE = "on_failure"
