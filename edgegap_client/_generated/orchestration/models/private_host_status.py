"""PrivateHostStatus: an open enumeration of the specification."""

from ..types import OpenEnum


class PrivateHostStatus(OpenEnum):
    """Whether a host is still being set up (PENDING) or can be used (ACTIVE). Other values are possible.

    Values that are not listed here are accepted too.
    """

    ACTIVE = "ACTIVE"
    PENDING = "PENDING"
