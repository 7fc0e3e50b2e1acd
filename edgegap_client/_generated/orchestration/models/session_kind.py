"""SessionKind: an open enumeration of the specification."""

from ..types import OpenEnum


class SessionKind(OpenEnum):
    """Kind of session. A Seat session takes one place per player and a Match session one place per group. Other
    values may come.

    Values that are not listed here are kept as they came.
    """

    DEFAULT = "Default"
    MATCH = "Match"
    SEAT = "Seat"
