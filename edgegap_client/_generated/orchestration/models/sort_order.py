"""SortOrder: an open enumeration of the specification."""

from ..types import OpenEnum


class SortOrder(OpenEnum):
    """Whether the smallest (asc) or the largest (desc) value comes first.

    Values that are not listed here are accepted too.
    """

    ASC = "asc"
    DESC = "desc"
