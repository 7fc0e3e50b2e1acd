"""PrivateHostStatus: an open enumeration of the specification."""

from ..types import PUBLIC_MODULE, OpenEnum


class PrivateHostStatus(OpenEnum):
    """Whether a host is still being set up (PENDING) or can be used (ACTIVE). Other values are possible.

    The client also accepts values that are not listed here.
    """

    __module__ = PUBLIC_MODULE

    ACTIVE = "ACTIVE"
    PENDING = "PENDING"
