"""Location: a model of the specification."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any, Self

from attrs import define
from attrs import field as _field

from ..types import UNSET, Model, note, to_float, to_str

_NAMES = frozenset(("city", "country", "continent", "administrative_division", "timezone", "latitude", "longitude"))


@define(repr=False)
class Location(Model):
    """A place on the earth where a host or a beacon is.

    Attributes:
        city: The city.
        country: The country, as an English name.
        continent: The continent, as an English name.
        administrative_division: The state or province.
        timezone: The time zone as a name to show, such as Eastern Time; not one of the IANA names.
        latitude: Degrees north.
        longitude: Degrees east.
        additional_properties: What the specification does not know, as it came.
    """

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
        """Read the model from decoded JSON; raises `ResponseFormatError` naming the field that cannot be read."""
        _kept: dict[str, Any] = {}
        city = _data.get("city", UNSET)
        if type(city) is not str:
            city = to_str(city, "city")
        country = _data.get("country", UNSET)
        if type(country) is not str:
            country = to_str(country, "country")
        continent = _data.get("continent", UNSET)
        if type(continent) is not str:
            continent = to_str(continent, "continent")
        administrative_division = _data.get("administrative_division", UNSET)
        if type(administrative_division) is not str:
            administrative_division = to_str(administrative_division, "administrative_division")
        timezone = _data.get("timezone", UNSET)
        if type(timezone) is not str:
            timezone = to_str(timezone, "timezone")
        latitude = _data.get("latitude", UNSET)
        if type(latitude) is not float or not isfinite(latitude):
            latitude = to_float(latitude, "latitude")
        longitude = _data.get("longitude", UNSET)
        if type(longitude) is not float or not isfinite(longitude):
            longitude = to_float(longitude, "longitude")
        if not _NAMES.issuperset(_data):
            note("field", cls.__name__, _data.keys() - _NAMES)
            _kept.update((_name, _value) for _name, _value in _data.items() if _name not in _NAMES)
        return cls(
            city,
            country,
            continent,
            administrative_division,
            timezone,
            latitude,
            longitude,
            additional_properties=_kept,
        )

    def to_dict(self) -> dict[str, Any]:
        """The model as JSON-ready data, without the fields that are `UNSET`."""
        result: dict[str, Any] = dict(self.additional_properties)
        result["city"] = self.city
        result["country"] = self.country
        result["continent"] = self.continent
        result["administrative_division"] = self.administrative_division
        result["timezone"] = self.timezone
        result["latitude"] = self.latitude
        result["longitude"] = self.longitude
        return result
