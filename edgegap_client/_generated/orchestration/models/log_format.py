"""LogFormat: an open enumeration of the specification."""

from ..types import PUBLIC_MODULE, OpenEnum


class LogFormat(OpenEnum):
    """Format of logs: plain text, or one JSON object per line. Other values are possible.

    The client also accepts values that are not listed here.
    """

    __module__ = PUBLIC_MODULE

    NDJSON = "ndjson"
    TEXT = "text"
