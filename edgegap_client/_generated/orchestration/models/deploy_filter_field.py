"""DeployFilterField: an open enumeration of the specification."""

from ..types import PUBLIC_MODULE, OpenEnum


class DeployFilterField(OpenEnum):
    """A field that a filter of a deployment compares. Other values are possible.

    The client also accepts values that are not listed here.
    """

    __module__ = PUBLIC_MODULE

    ADMINISTRATIVE_DIVISION = "administrative_division"
    CITY = "city"
    CONTINENT = "continent"
    COUNTRY = "country"
    LOCATION_TAGS = "location_tags"
    REGION = "region"
