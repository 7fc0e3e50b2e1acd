"""ApSortStrategy: an open enumeration of the specification."""

from ..types import OpenEnum


class ApSortStrategy(OpenEnum):
    """How candidate locations are ranked. Documented in 2024 only. Other values are possible.

    Values that are not listed here are accepted too.
    """

    BASIC = "basic"
    WEIGHTED = "weighted"
