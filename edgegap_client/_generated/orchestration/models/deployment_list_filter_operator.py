"""DeploymentListFilterOperator: an open enumeration of the specification."""

from ..types import PUBLIC_MODULE, OpenEnum


class DeploymentListFilterOperator(OpenEnum):
    """An operator. eq and neq work for all fields except `created_at`, which takes eq, gte and lte. The operators in
    and nin work for `request_id`, `tags`, `application`, `version`, `fleet_name` and `host_name`. ilike works for
    `fleet_name` and `host_name`. lt and gt are undocumented. Other values are possible.

    The client also accepts values that are not listed here.
    """

    __module__ = PUBLIC_MODULE

    EQ = "eq"
    GT = "gt"
    GTE = "gte"
    ILIKE = "ilike"
    IN = "in"
    LT = "lt"
    LTE = "lte"
    NEQ = "neq"
    NIN = "nin"
