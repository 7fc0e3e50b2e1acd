"""Location: a model of the specification."""

from collections.abc import Mapping
from math import isfinite
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_unknown, sealed, to_float, to_str

_NAMES = frozenset(("city", "country", "continent", "administrative_division", "timezone", "latitude", "longitude"))


@sealed(SERVICE)
@define(repr=False)
class Location(Model):
    """The location of a host or a beacon.

    Attributes:
        city: The city.
        country: The country, as an English name.
        continent: The continent, as an English name.
        administrative_division: The state or province.
        timezone: The time zone as a display name, such as Eastern Time. It is not an IANA name.
        latitude: Latitude in degrees.
        longitude: Longitude in degrees.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    city: str
    country: str
    continent: str
    administrative_division: str
    timezone: str
    latitude: float
    longitude: float
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        city = _data.get("city", UNSET)
        self.city = city if type(city) is str else to_str(city, "city", self)
        country = _data.get("country", UNSET)
        self.country = country if type(country) is str else to_str(country, "country", self)
        continent = _data.get("continent", UNSET)
        self.continent = continent if type(continent) is str else to_str(continent, "continent", self)
        administrative_division = _data.get("administrative_division", UNSET)
        self.administrative_division = (
            administrative_division
            if type(administrative_division) is str
            else to_str(administrative_division, "administrative_division", self)
        )
        timezone = _data.get("timezone", UNSET)
        self.timezone = timezone if type(timezone) is str else to_str(timezone, "timezone", self)
        latitude = _data.get("latitude", UNSET)
        self.latitude = (
            latitude if (type(latitude) is float and isfinite(latitude)) else to_float(latitude, "latitude", self)
        )
        longitude = _data.get("longitude", UNSET)
        self.longitude = (
            longitude if (type(longitude) is float and isfinite(longitude)) else to_float(longitude, "longitude", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is Location else finished(self, Location, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["city"] = self.city
        result["country"] = self.country
        result["continent"] = self.continent
        result["administrative_division"] = self.administrative_division
        result["timezone"] = self.timezone
        result["latitude"] = self.latitude
        result["longitude"] = self.longitude
        return result
