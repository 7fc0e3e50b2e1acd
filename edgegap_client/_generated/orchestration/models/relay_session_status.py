"""RelaySessionStatus: an open enumeration of the specification."""

from ..types import PUBLIC_MODULE, OpenEnum


class RelaySessionStatus(OpenEnum):
    """The state of a relay session, in the mixed case that the service uses. Rely on ready and linked: other values
    are possible.

    Values that are not listed here are accepted too.
    """

    __module__ = PUBLIC_MODULE

    INITIALIZING = "Initializing"
    LINKED = "Linked"
    READY = "READY"
