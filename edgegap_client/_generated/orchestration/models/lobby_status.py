"""LobbyStatus: an open enumeration of the specification."""

from ..types import OpenEnum


class LobbyStatus(OpenEnum):
    """What a lobby service is doing. One value only is documented, so other values may come.

    Values that are not listed here are kept as they came.
    """

    RELEASED = "Released"
