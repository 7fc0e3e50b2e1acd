"""DeploymentBulkStopField: an open enumeration of the specification."""

from ..types import PUBLIC_MODULE, OpenEnum


class DeploymentBulkStopField(OpenEnum):
    """A field that a condition of a bulk stop compares. Other values are possible.

    Values that are not listed here are accepted too.
    """

    __module__ = PUBLIC_MODULE

    DEPLOYMENT_TAGS = "deployment_tags"
    REQUEST_ID = "request_id"
