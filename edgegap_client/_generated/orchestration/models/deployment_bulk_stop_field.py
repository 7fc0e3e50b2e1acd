"""DeploymentBulkStopField: an open enumeration of the specification."""

from ..types import OpenEnum


class DeploymentBulkStopField(OpenEnum):
    """A field that a condition of a bulk stop compares. Other values are possible.

    Values that are not listed here are accepted too.
    """

    DEPLOYMENT_TAGS = "deployment_tags"
    REQUEST_ID = "request_id"
