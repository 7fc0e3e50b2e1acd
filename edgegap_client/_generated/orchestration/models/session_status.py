"""SessionStatus: an open enumeration of the specification."""

from ..types import PUBLIC_MODULE, OpenEnum


class SessionStatus(OpenEnum):
    """The state of a session. The sources write it with and without the prefix Status. Rely on ready and linked:
    other values are possible.

    Values that are not listed here are accepted too.
    """

    __module__ = PUBLIC_MODULE

    LINKED = "Linked"
    READY = "Ready"
    STATUS_READY = "Status.READY"
