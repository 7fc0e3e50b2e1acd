"""BuildType: an open enumeration of the specification."""

from ..types import OpenEnum


class BuildType(OpenEnum):
    """What a version is built for. Other values may come.

    Values that are not listed here are kept as they came.
    """

    DEVELOPMENT = "Development"
    PRODUCTION = "Production"
