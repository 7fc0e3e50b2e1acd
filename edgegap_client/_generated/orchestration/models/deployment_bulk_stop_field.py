"""DeploymentBulkStopField: an open enumeration of the specification."""

from ..types import PUBLIC_MODULE, OpenEnum


class DeploymentBulkStopField(OpenEnum):
    """A field that a condition of a bulk stop compares. Other values are possible.

    The client also accepts values that are not listed here.
    """

    __module__ = PUBLIC_MODULE

    DEPLOYMENT_TAGS = "deployment_tags"
    REQUEST_ID = "request_id"
