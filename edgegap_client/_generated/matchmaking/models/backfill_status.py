"""BackfillStatus: an open enumeration of the specification."""

from ..types import PUBLIC_MODULE, OpenEnum


class BackfillStatus(OpenEnum):
    """The state of a backfill. Only ASSIGNED is known. The service also has other values.

    The client also accepts values that are not listed here.
    """

    __module__ = PUBLIC_MODULE

    ASSIGNED = "ASSIGNED"
