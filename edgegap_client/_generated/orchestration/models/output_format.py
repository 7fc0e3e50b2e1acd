"""OutputFormat: an open enumeration of the specification."""

from ..types import OpenEnum


class OutputFormat(OpenEnum):
    """How container logs are written, as plain text or as one JSON object per line. Other values may come.

    Values that are not listed here are kept as they came.
    """

    NDJSON = "NDJSON"
    TEXT = "TEXT"
