"""PullProfileSourceType: an open enumeration of the specification."""

from ..types import OpenEnum


class PullProfileSourceType(OpenEnum):
    """The kind of source that a pull profile copies. Other values are possible.

    Values that are not listed here are accepted too.
    """

    FILE = "File"
    FOLDER = "Folder"
