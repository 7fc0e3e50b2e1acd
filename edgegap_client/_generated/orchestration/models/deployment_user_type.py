"""DeploymentUserType: an open enumeration of the specification."""

from ..types import PUBLIC_MODULE, OpenEnum


class DeploymentUserType(OpenEnum):
    """How a player is located. It determines which fields of `user_data` to set. Other values are possible.

    The client also accepts values that are not listed here.
    """

    __module__ = PUBLIC_MODULE

    GEO_COORDINATES = "geo_coordinates"
    IP_ADDRESS = "ip_address"
