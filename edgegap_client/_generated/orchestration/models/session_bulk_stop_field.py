"""SessionBulkStopField: an open enumeration of the specification."""

from ..types import OpenEnum


class SessionBulkStopField(OpenEnum):
    """What a bulk stop of sessions can go by: the id of the session, or the tags or the id of its deployment. Other
    values may come.

    Values that are not listed here are kept as they came.
    """

    DEPLOYMENT_TAGS = "deployment_tags"
    REQUEST_ID = "request_id"
    SESSION_ID = "session_id"
