"""RelaySessionStatus: an open enumeration of the specification."""

from ..types import OpenEnum


class RelaySessionStatus(OpenEnum):
    """What a relay session is doing, in the mixed case the service uses. Rely on ready and linked: other values may
    come.

    Values that are not listed here are kept as they came.
    """

    INITIALIZING = "Initializing"
    LINKED = "Linked"
    READY = "READY"
