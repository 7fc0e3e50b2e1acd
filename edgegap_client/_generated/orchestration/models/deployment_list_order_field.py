"""DeploymentListOrderField: an open enumeration of the specification."""

from ..types import PUBLIC_MODULE, OpenEnum


class DeploymentListOrderField(OpenEnum):
    """A field that deployments can be ordered by. Other values are possible.

    Values that are not listed here are accepted too.
    """

    __module__ = PUBLIC_MODULE

    AVAILABLE_SESSION_SOCKETS = "available_session_sockets"
    CREATED_AT = "created_at"
