"""DeployFilterField: an open enumeration of the specification."""

from ..types import OpenEnum


class DeployFilterField(OpenEnum):
    """A field that a filter of a deployment compares. Other values are possible.

    Values that are not listed here are accepted too.
    """

    ADMINISTRATIVE_DIVISION = "administrative_division"
    CITY = "city"
    CONTINENT = "continent"
    COUNTRY = "country"
    LOCATION_TAGS = "location_tags"
    REGION = "region"
