"""RelaySessionStatus: an open enumeration of the specification."""

from ..types import PUBLIC_MODULE, OpenEnum


class RelaySessionStatus(OpenEnum):
    """The state of a relay session. The service mixes upper and lower case. Rely on `ready` and `linked`, because
    other values are possible.

    The client also accepts values that are not listed here.
    """

    __module__ = PUBLIC_MODULE

    INITIALIZING = "Initializing"
    LINKED = "Linked"
    READY = "READY"
