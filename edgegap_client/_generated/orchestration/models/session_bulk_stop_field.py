"""SessionBulkStopField: an open enumeration of the specification."""

from ..types import PUBLIC_MODULE, OpenEnum


class SessionBulkStopField(OpenEnum):
    """A field that a bulk stop of sessions compares: the id of the session, or the tags or the id of its deployment.
    Other values are possible.

    The client also accepts values that are not listed here.
    """

    __module__ = PUBLIC_MODULE

    DEPLOYMENT_TAGS = "deployment_tags"
    REQUEST_ID = "request_id"
    SESSION_ID = "session_id"
