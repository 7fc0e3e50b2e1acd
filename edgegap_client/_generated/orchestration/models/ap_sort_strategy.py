"""ApSortStrategy: an open enumeration of the specification."""

from ..types import PUBLIC_MODULE, OpenEnum


class ApSortStrategy(OpenEnum):
    """How candidate locations are ranked. Only documents of 2024 have it. Other values are possible.

    The client also accepts values that are not listed here.
    """

    __module__ = PUBLIC_MODULE

    BASIC = "basic"
    WEIGHTED = "weighted"
