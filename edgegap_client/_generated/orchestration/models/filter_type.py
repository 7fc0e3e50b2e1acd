"""FilterType: an open enumeration of the specification."""

from ..types import OpenEnum


class FilterType(OpenEnum):
    """How the values of a filter count: any of them must match, all of them, or none. Other values may come.

    Values that are not listed here are kept as they came.
    """

    ALL = "all"
    ANY = "any"
    NOT = "not"
