"""PullProfileSourceType: an open enumeration of the specification."""

from ..types import OpenEnum


class PullProfileSourceType(OpenEnum):
    """What a pull profile copies. Other values may come.

    Values that are not listed here are kept as they came.
    """

    FILE = "File"
    FOLDER = "Folder"
