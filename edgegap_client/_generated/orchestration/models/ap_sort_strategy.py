"""ApSortStrategy: an open enumeration of the specification."""

from ..types import OpenEnum


class ApSortStrategy(OpenEnum):
    """How candidate locations are ranked. Documented in 2024 only. Other values may come.

    Values that are not listed here are kept as they came.
    """

    BASIC = "basic"
    WEIGHTED = "weighted"
