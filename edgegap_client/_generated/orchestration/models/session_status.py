"""SessionStatus: an open enumeration of the specification."""

from ..types import PUBLIC_MODULE, OpenEnum


class SessionStatus(OpenEnum):
    """The state of a session. Some sources write it with the prefix Status, others without. Rely on `ready` and
    `linked`, because other values are possible.

    The client also accepts values that are not listed here.
    """

    __module__ = PUBLIC_MODULE

    LINKED = "Linked"
    READY = "Ready"
    STATUS_READY = "Status.READY"
