"""DeploymentListFilterOperator: an open enumeration of the specification."""

from ..types import OpenEnum


class DeploymentListFilterOperator(OpenEnum):
    """How to compare. eq and neq fit all fields but created_at, which takes eq, gte and lte. in and nin fit
    request_id, tags, application, version, fleet_name and host_name; ilike fits fleet_name and host_name. lt and
    gt are undocumented. Other values may come.

    Values that are not listed here are kept as they came.
    """

    EQ = "eq"
    GT = "gt"
    GTE = "gte"
    ILIKE = "ilike"
    IN = "in"
    LT = "lt"
    LTE = "lte"
    NEQ = "neq"
    NIN = "nin"
