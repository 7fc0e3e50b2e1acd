"""DeploymentBulkStopField: an open enumeration of the specification."""

from ..types import OpenEnum


class DeploymentBulkStopField(OpenEnum):
    """What a condition of a bulk stop looks at. Other values may come.

    Values that are not listed here are kept as they came.
    """

    DEPLOYMENT_TAGS = "deployment_tags"
    REQUEST_ID = "request_id"
