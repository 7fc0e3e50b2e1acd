"""LobbyStatus: an open enumeration of the specification."""

from ..types import PUBLIC_MODULE, OpenEnum


class LobbyStatus(OpenEnum):
    """The state of a lobby service. Only one value is documented, so other values are possible.

    The client also accepts values that are not listed here.
    """

    __module__ = PUBLIC_MODULE

    RELEASED = "Released"
