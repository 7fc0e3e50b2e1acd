"""PullProfileSourceType: an open enumeration of the specification."""

from ..types import PUBLIC_MODULE, OpenEnum


class PullProfileSourceType(OpenEnum):
    """The kind of source that a pull profile copies. Other values are possible.

    The client also accepts values that are not listed here.
    """

    __module__ = PUBLIC_MODULE

    FILE = "File"
    FOLDER = "Folder"
