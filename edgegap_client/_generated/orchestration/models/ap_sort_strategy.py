"""ApSortStrategy: an open enumeration of the specification."""

from ..types import PUBLIC_MODULE, OpenEnum


class ApSortStrategy(OpenEnum):
    """How candidate locations are ranked. Documented in 2024 only. Other values are possible.

    Values that are not listed here are accepted too.
    """

    __module__ = PUBLIC_MODULE

    BASIC = "basic"
    WEIGHTED = "weighted"
