"""DeploymentUserType: an open enumeration of the specification."""

from ..types import OpenEnum


class DeploymentUserType(OpenEnum):
    """How a player is located; it says which fields of user_data to fill. Other values may come.

    Values that are not listed here are kept as they came.
    """

    GEO_COORDINATES = "geo_coordinates"
    IP_ADDRESS = "ip_address"
