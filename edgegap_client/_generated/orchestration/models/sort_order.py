"""SortOrder: an open enumeration of the specification."""

from ..types import PUBLIC_MODULE, OpenEnum


class SortOrder(OpenEnum):
    """Whether the smallest (asc) or the largest (desc) value comes first.

    Values that are not listed here are accepted too.
    """

    __module__ = PUBLIC_MODULE

    ASC = "asc"
    DESC = "desc"
