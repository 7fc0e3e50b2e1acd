"""SortOrder: an open enumeration of the specification."""

from ..types import PUBLIC_MODULE, OpenEnum


class SortOrder(OpenEnum):
    """Whether the smallest (asc) or the largest (desc) value comes first.

    The client also accepts values that are not listed here.
    """

    __module__ = PUBLIC_MODULE

    ASC = "asc"
    DESC = "desc"
