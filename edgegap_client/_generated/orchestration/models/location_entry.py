"""LocationEntry: a model of the specification."""

from collections.abc import Mapping
from math import isfinite
from typing import Any, ClassVar, Self

from attrs import define
from attrs import field as _field

from ..models.location_tag import LocationTag
from ..types import (
    PUBLIC_MODULE,
    SERVICE,
    UNSET,
    Model,
    finished,
    keep_none,
    keep_unknown,
    sealed,
    to_float,
    to_models,
    to_str,
    unless_none,
)

_NAMES = frozenset(
    ("city", "country", "continent", "administrative_division", "timezone", "latitude", "longitude", "type", "tags")
)


@sealed(SERVICE)
@define(repr=False)
class LocationEntry(Model):
    """A place where deployments can run.

    Attributes:
        city: The city.
        country: The country, as an English name.
        continent: The continent, as an English name.
        administrative_division: The state or province.
        timezone: The time zone as a display name, such as Eastern Time. It is not an IANA name.
        latitude: Latitude in degrees.
        longitude: Longitude in degrees.
        type_: The type of location, such as standard. Only documents of 2024 have it.
        tags: The tags of the location, if the request asked for them. Only documents of 2024 have it.
        additional_properties: Fields that the specification does not know, and values that were null, unreadable or
            converted, as received.
    """

    __module__ = PUBLIC_MODULE

    _json_names: ClassVar[Mapping[str, str]] = {"type_": "type"}

    city: str
    country: str
    continent: str
    administrative_division: str
    timezone: str
    latitude: float
    longitude: float
    type_: str | None = None
    tags: list[LocationTag] | None = None
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
        type_ = _data.get("type", UNSET)
        self.type_ = (
            type_ if type(type_) is str else None if type_ is UNSET else unless_none(type_, to_str, "type", self)
        )
        tags = _data.get("tags", UNSET)
        self.tags = (
            None
            if tags is UNSET
            else keep_none("tags", _kept)
            if tags is None
            else to_models(tags, LocationTag, "tags", self)
        )
        if not _NAMES.issuperset(_data):
            keep_unknown(_data, _NAMES, cls.__name__, _kept)
        return self if type(self) is LocationEntry else finished(self, LocationEntry, cls)

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
        if self.type_ is not None:
            result["type"] = self.type_
        if self.tags is not None:
            result["tags"] = [item.to_dict() for item in self.tags]
        return result
