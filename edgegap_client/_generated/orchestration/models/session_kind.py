"""SessionKind: an open enumeration of the specification."""

from ..types import PUBLIC_MODULE, OpenEnum


class SessionKind(OpenEnum):
    """Kind of session. A Seat session takes one place per player and a Match session one place per group. Other
    values are possible.

    The client also accepts values that are not listed here.
    """

    __module__ = PUBLIC_MODULE

    DEFAULT = "Default"
    MATCH = "Match"
    SEAT = "Seat"
