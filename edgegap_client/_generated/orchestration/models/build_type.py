"""BuildType: an open enumeration of the specification."""

from ..types import PUBLIC_MODULE, OpenEnum


class BuildType(OpenEnum):
    """The purpose that a version is built for. Other values are possible.

    The client also accepts values that are not listed here.
    """

    __module__ = PUBLIC_MODULE

    DEVELOPMENT = "Development"
    PRODUCTION = "Production"
