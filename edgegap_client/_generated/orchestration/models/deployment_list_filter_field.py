"""DeploymentListFilterField: an open enumeration of the specification."""

from ..types import PUBLIC_MODULE, OpenEnum


class DeploymentListFilterField(OpenEnum):
    """A field that a condition compares. Other values are possible.

    The client also accepts values that are not listed here.
    """

    __module__ = PUBLIC_MODULE

    APPLICATION = "application"
    AVAILABLE_SESSION_SOCKETS = "available_session_sockets"
    CREATED_AT = "created_at"
    FLEET_NAME = "fleet_name"
    HOST_NAME = "host_name"
    IS_JOINABLE_BY_SESSION = "is_joinable_by_session"
    REQUEST_ID = "request_id"
    STATUS = "status"
    TAGS = "tags"
    VERSION = "version"
