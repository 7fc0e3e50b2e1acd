"""PrivateHostStatus: an open enumeration of the specification."""

from ..types import PUBLIC_MODULE, OpenEnum


class PrivateHostStatus(OpenEnum):
    """Whether a host is still being set up (PENDING) or can be used (ACTIVE). Other values are possible.

    Values that are not listed here are accepted too.
    """

    __module__ = PUBLIC_MODULE

    ACTIVE = "ACTIVE"
    PENDING = "PENDING"
