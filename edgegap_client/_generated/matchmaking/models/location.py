"""Location: a model of the specification."""

from collections.abc import Mapping
from math import isfinite
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, SERVICE, UNSET, Model, finished, keep_unknown, sealed, to_float, to_str, unless_none

_NAMES = frozenset(("city", "country", "continent", "administrative_division", "timezone", "latitude", "longitude"))


@sealed(SERVICE)
@define(repr=False)
class Location(Model):
    """The location of a host or a beacon.

    Attributes:
        city: The city. Tickets have the latencies under this name.
        country: The country, as an English name.
        continent: The continent, as an English name.
        administrative_division: The state or province.
        timezone: The time zone as a display name, such as Central Time. It is not an IANA name.
        latitude: Latitude in degrees. Only older versions of the service send it.
        longitude: Longitude in degrees. Only older versions of the service send it.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    city: str | None = None
    country: str | None = None
    continent: str | None = None
    administrative_division: str | None = None
    timezone: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. A field that cannot be read raises a `ResponseFormatError` when it is used."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        city = _data.get("city", UNSET)
        self.city = city if type(city) is str else None if city is UNSET else unless_none(city, to_str, "city", self)
        country = _data.get("country", UNSET)
        self.country = (
            country
            if type(country) is str
            else None
            if country is UNSET
            else unless_none(country, to_str, "country", self)
        )
        continent = _data.get("continent", UNSET)
        self.continent = (
            continent
            if type(continent) is str
            else None
            if continent is UNSET
            else unless_none(continent, to_str, "continent", self)
        )
        administrative_division = _data.get("administrative_division", UNSET)
        self.administrative_division = (
            administrative_division
            if type(administrative_division) is str
            else None
            if administrative_division is UNSET
            else unless_none(administrative_division, to_str, "administrative_division", self)
        )
        timezone = _data.get("timezone", UNSET)
        self.timezone = (
            timezone
            if type(timezone) is str
            else None
            if timezone is UNSET
            else unless_none(timezone, to_str, "timezone", self)
        )
        latitude = _data.get("latitude", UNSET)
        self.latitude = (
            latitude
            if (type(latitude) is float and isfinite(latitude))
            else None
            if latitude is UNSET
            else unless_none(latitude, to_float, "latitude", self)
        )
        longitude = _data.get("longitude", UNSET)
        self.longitude = (
            longitude
            if (type(longitude) is float and isfinite(longitude))
            else None
            if longitude is UNSET
            else unless_none(longitude, to_float, "longitude", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is Location else finished(self, Location, cls)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that have no value."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.city is not None:
            result["city"] = self.city
        if self.country is not None:
            result["country"] = self.country
        if self.continent is not None:
            result["continent"] = self.continent
        if self.administrative_division is not None:
            result["administrative_division"] = self.administrative_division
        if self.timezone is not None:
            result["timezone"] = self.timezone
        if self.latitude is not None:
            result["latitude"] = self.latitude
        if self.longitude is not None:
            result["longitude"] = self.longitude
        return result
