"""SessionKind: an open enumeration of the specification."""

from ..types import PUBLIC_MODULE, OpenEnum


class SessionKind(OpenEnum):
    """Kind of session. A Seat session takes one place per player and a Match session one place per group. Other
    values are possible.

    Values that are not listed here are accepted too.
    """

    __module__ = PUBLIC_MODULE

    DEFAULT = "Default"
    MATCH = "Match"
    SEAT = "Seat"
