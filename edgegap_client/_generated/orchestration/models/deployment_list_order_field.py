"""DeploymentListOrderField: an open enumeration of the specification."""

from ..types import OpenEnum


class DeploymentListOrderField(OpenEnum):
    """A field that deployments can be ordered by. Other values are possible.

    Values that are not listed here are accepted too.
    """

    AVAILABLE_SESSION_SOCKETS = "available_session_sockets"
    CREATED_AT = "created_at"
