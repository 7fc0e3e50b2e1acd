"""DeploymentListOrderField: an open enumeration of the specification."""

from ..types import PUBLIC_MODULE, OpenEnum


class DeploymentListOrderField(OpenEnum):
    """A field that deployments can be ordered by. Other values are possible.

    The client also accepts values that are not listed here.
    """

    __module__ = PUBLIC_MODULE

    AVAILABLE_SESSION_SOCKETS = "available_session_sockets"
    CREATED_AT = "created_at"
