"""FilterType: an open enumeration of the specification."""

from ..types import PUBLIC_MODULE, OpenEnum


class FilterType(OpenEnum):
    """How the values of a filter must match: any, all or none of them. Other values are possible.

    The client also accepts values that are not listed here.
    """

    __module__ = PUBLIC_MODULE

    ALL = "all"
    ANY = "any"
    NOT = "not"
