"""SortOrder: an open enumeration of the specification."""

from ..types import OpenEnum


class SortOrder(OpenEnum):
    """Whether the smallest (asc) or the largest value (desc) comes first.

    Values that are not listed here are kept as they came.
    """

    ASC = "asc"
    DESC = "desc"
