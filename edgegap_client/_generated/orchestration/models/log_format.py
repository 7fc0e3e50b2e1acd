"""LogFormat: an open enumeration of the specification."""

from ..types import OpenEnum


class LogFormat(OpenEnum):
    """Format of logs: plain text, or one JSON object per line. Other values are possible.

    Values that are not listed here are accepted too.
    """

    NDJSON = "ndjson"
    TEXT = "text"
