"""SessionStatus: an open enumeration of the specification."""

from ..types import OpenEnum


class SessionStatus(OpenEnum):
    """What a session is doing. The sources write it with and without the prefix Status. Rely on ready and linked:
    other values may come.

    Values that are not listed here are kept as they came.
    """

    LINKED = "Linked"
    READY = "Ready"
    STATUS_READY = "Status.READY"
