"""BackfillStatus: an open enumeration of the specification."""

from ..types import PUBLIC_MODULE, OpenEnum


class BackfillStatus(OpenEnum):
    """The state of a backfill. Only ASSIGNED is known; other values are certain to occur.

    Values that are not listed here are accepted too.
    """

    __module__ = PUBLIC_MODULE

    ASSIGNED = "ASSIGNED"
