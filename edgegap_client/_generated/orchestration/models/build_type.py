"""BuildType: an open enumeration of the specification."""

from ..types import OpenEnum


class BuildType(OpenEnum):
    """The purpose that a version is built for. Other values are possible.

    Values that are not listed here are accepted too.
    """

    DEVELOPMENT = "Development"
    PRODUCTION = "Production"
