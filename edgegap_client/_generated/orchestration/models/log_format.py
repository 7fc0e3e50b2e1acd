"""LogFormat: an open enumeration of the specification."""

from ..types import OpenEnum


class LogFormat(OpenEnum):
    """How logs are written, as plain text or as one JSON object in each line. Other values may come.

    Values that are not listed here are kept as they came.
    """

    NDJSON = "ndjson"
    TEXT = "text"
