"""DeployFilterField: an open enumeration of the specification."""

from ..types import OpenEnum


class DeployFilterField(OpenEnum):
    """What a filter of a deployment looks at. Other values may come.

    Values that are not listed here are kept as they came.
    """

    ADMINISTRATIVE_DIVISION = "administrative_division"
    CITY = "city"
    CONTINENT = "continent"
    COUNTRY = "country"
    LOCATION_TAGS = "location_tags"
    REGION = "region"
