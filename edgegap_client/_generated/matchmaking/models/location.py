"""Location: a model of the specification."""

from collections.abc import Mapping
from math import isfinite
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import PUBLIC_MODULE, UNSET, Model, Unset, keep_unknown, of_subclass, to_float, to_str, unless_null

_NAMES = frozenset(("city", "country", "continent", "administrative_division", "timezone", "latitude", "longitude"))


@define(repr=False)
class Location(Model):
    """Where a host or a beacon is.

    Attributes:
        city: The city. Latencies are measured to cities, by this name.
        country: The country, as an English name.
        continent: The continent, as an English name.
        administrative_division: The state or province.
        timezone: The time zone as a display name, such as Central Time; not an IANA name.
        latitude: Latitude in degrees. Older servers send it.
        longitude: Longitude in degrees. Older servers send it.
        additional_properties: Fields that the specification does not know, as received.
    """

    __module__ = PUBLIC_MODULE

    city: str | Unset = UNSET
    country: str | Unset = UNSET
    continent: str | Unset = UNSET
    administrative_division: str | Unset = UNSET
    timezone: str | Unset = UNSET
    latitude: float | Unset = UNSET
    longitude: float | Unset = UNSET
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any], kw_only=True)

    @classmethod
    def from_dict(cls, _data: Mapping[str, Any], /) -> Self:
        """Decode the model from JSON data. Raises `ResponseFormatError`, which names the invalid field."""
        self = cls.__new__(cls)
        _kept: dict[str, Any] = {}
        self.additional_properties = _kept
        city = _data.get("city", UNSET)
        self.city = city if type(city) is str or city is UNSET else unless_null(city, to_str, "city", _kept)
        country = _data.get("country", UNSET)
        self.country = (
            country if type(country) is str or country is UNSET else unless_null(country, to_str, "country", _kept)
        )
        continent = _data.get("continent", UNSET)
        self.continent = (
            continent
            if type(continent) is str or continent is UNSET
            else unless_null(continent, to_str, "continent", _kept)
        )
        administrative_division = _data.get("administrative_division", UNSET)
        self.administrative_division = (
            administrative_division
            if type(administrative_division) is str or administrative_division is UNSET
            else unless_null(administrative_division, to_str, "administrative_division", _kept)
        )
        timezone = _data.get("timezone", UNSET)
        self.timezone = (
            timezone if type(timezone) is str or timezone is UNSET else unless_null(timezone, to_str, "timezone", _kept)
        )
        latitude = _data.get("latitude", UNSET)
        self.latitude = (
            latitude
            if (type(latitude) is float and isfinite(latitude)) or latitude is UNSET
            else unless_null(latitude, to_float, "latitude", _kept)
        )
        longitude = _data.get("longitude", UNSET)
        self.longitude = (
            longitude
            if (type(longitude) is float and isfinite(longitude)) or longitude is UNSET
            else unless_null(longitude, to_float, "longitude", _kept)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if cls is Location else of_subclass(self, Location)

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        if self.city is not UNSET:
            result["city"] = self.city
        if self.country is not UNSET:
            result["country"] = self.country
        if self.continent is not UNSET:
            result["continent"] = self.continent
        if self.administrative_division is not UNSET:
            result["administrative_division"] = self.administrative_division
        if self.timezone is not UNSET:
            result["timezone"] = self.timezone
        if self.latitude is not UNSET:
            result["latitude"] = self.latitude
        if self.longitude is not UNSET:
            result["longitude"] = self.longitude
        return result
